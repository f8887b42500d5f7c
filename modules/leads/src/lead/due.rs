//! Leads whose next contact is due: what the work list asks for.

use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait, DbError, Id, Instant};
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use crate::LEAD;

/// A lead that waits for a contact. Its name is looked up under the reader's policy.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Due {
    /// The lead.
    pub id: Id,
    /// Whose it is.
    pub owner_id: Option<Id>,
    /// By when.
    pub due_at: Instant,
    /// Intention level, where the reader sees it on every lead they reach.
    pub level: Option<String>,
    /// Stable name of its state: `assigned` asks for the first contact.
    pub state: String,
}

/// Leads within the reader's reach whose next contact is due before a moment, the earliest first: one person's, or those of
/// all whom the reader reaches, in one store where it is named. One statement.
pub async fn due<C: ConnectionTrait>(
    look: &Look<'_, C>,
    owner: Option<Id>,
    store: Option<Id>,
    until: Instant,
    limit: i64,
) -> Result<Vec<Due>, DbError> {
    let reach = look.scope.reach(LEAD.name, Action::See);
    let open = |field: &str| look.scope.field_at_least(LEAD.name, field) == Access::Shown;
    if reach.is_empty() || !open("due_at") || !open("state") {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT a.id, a.owner_id, a.due_at, ").push(if open("level") { "a.level" } else { "NULL AS level" });
    q.push(", a.state FROM leads a WHERE a.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND a.deleted_at IS NULL AND a.due_at IS NOT NULL AND a.due_at < ").bind(until);
    if let Some(owner) = owner {
        q.push(" AND a.owner_id = ").bind(owner);
    }
    if let Some(store) = store {
        q.push(" AND a.store_id = ").bind(store);
    }
    q.push(" AND ");
    policy::condition(&mut q, &reach, "a", &LEAD, Action::See, look.now);
    q.push(" ORDER BY a.due_at, a.id").limit(limit);
    q.rows(look.conn).await?.iter().map(|row| Due::from_query_result(row, "")).collect()
}
