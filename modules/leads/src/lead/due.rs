//! Leads whose next contact is due: what the work list asks for.

use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait, DbError, Id, Instant};
use records::list::COUNT_CAP;
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

/// Leads within the reader's reach whose next contact is due in a span (from a moment on, or whatever is overdue, until
/// before another one), the earliest first: one person's, or those of
/// all whom the reader reaches, in one store where it is named. One statement.
pub async fn due<C: ConnectionTrait>(
    look: &Look<'_, C>,
    owner: Option<Id>,
    store: Option<Id>,
    (from, until): (Option<Instant>, Instant),
    limit: i64,
) -> Result<Vec<Due>, DbError> {
    if !told(look) {
        return Ok(Vec::new());
    }
    let level = look.scope.field_at_least(LEAD.name, "level") == Access::Shown;
    let mut q = Query::new();
    q.push("SELECT a.id, a.owner_id, a.due_at, ").push(if level { "a.level" } else { "NULL AS level" });
    q.push(", a.state FROM leads a WHERE ");
    waits(&mut q, look, owner, store, until);
    if let Some(from) = from {
        q.push(" AND a.due_at >= ").bind(from);
    }
    q.push(" ORDER BY a.due_at, a.id").limit(limit);
    q.rows(look.conn).await?.iter().map(|row| Due::from_query_result(row, "")).collect()
}

/// How many of them are due before each of some moments, the earlier ones included; each counted no further than one beyond
/// the cap of lists. One statement.
pub async fn count_due<C: ConnectionTrait>(
    look: &Look<'_, C>,
    owner: Option<Id>,
    store: Option<Id>,
    until: [Instant; 3],
) -> Result<[i64; 3], DbError> {
    let mut found = [0; 3];
    if !told(look) {
        return Ok(found);
    }
    let mut q = Query::new();
    for (n, until) in until.into_iter().enumerate() {
        q.push(if n == 0 { "SELECT " } else { ", " }).push("(SELECT count(*) FROM (SELECT a.id FROM leads a WHERE ");
        waits(&mut q, look, owner, store, until);
        q.limit(COUNT_CAP + 1).push(&format!(") c{n}) AS part{n}"));
    }
    if let Some(row) = q.rows(look.conn).await?.first() {
        for (n, count) in found.iter_mut().enumerate() {
            *count = row.try_get_by_index(n)?;
        }
    }
    Ok(found)
}

/// Whether the reader may know when leads are due, and in which state they are.
fn told<C: ConnectionTrait>(look: &Look<'_, C>) -> bool {
    let open = |field: &str| look.scope.field_at_least(LEAD.name, field) == Access::Shown;
    !look.scope.reach(LEAD.name, Action::See).is_empty() && open("due_at") && open("state")
}

fn waits<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, owner: Option<Id>, store: Option<Id>, until: Instant) {
    q.push("a.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND a.deleted_at IS NULL AND a.due_at IS NOT NULL AND a.due_at < ").bind(until);
    if let Some(owner) = owner {
        q.push(" AND a.owner_id = ").bind(owner);
    }
    if let Some(store) = store {
        q.push(" AND a.store_id = ").bind(store);
    }
    q.push(" AND ");
    policy::condition(q, &look.scope.reach(LEAD.name, Action::See), "a", &LEAD, Action::See, look.now);
}
