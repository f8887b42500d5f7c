//! What waits for somebody: losses for a verdict, open opportunities for their next contact. The work list asks for it.

use std::collections::HashMap;

use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait, DbError, Id, Instant};
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use super::lose::REVIEW;
use crate::kind::OPPORTUNITY;

/// A loss that waits for a verdict.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Pending {
    /// The opportunity.
    pub id: Id,
    /// The consultant.
    pub owner_id: Option<Id>,
    /// Since when it waits.
    pub updated_at: Instant,
}

/// Losses that the reader may judge: within their reach, and not of their own asking; those that wait longest first. One
/// statement, none for whoever judges nothing.
pub async fn pending<C: ConnectionTrait>(look: &Look<'_, C>, limit: i64) -> Result<Vec<Pending>, DbError> {
    let reach = look.scope.reach(OPPORTUNITY.name, Action::See);
    let told = look.scope.field_at_least(OPPORTUNITY.name, "state") == Access::Shown;
    if !look.scope.may(REVIEW) || reach.is_empty() || !told {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT a.id, a.owner_id, a.updated_at FROM opportunities a WHERE a.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND a.deleted_at IS NULL AND a.state = 'defeat_pending' AND ");
    if let Some(me) = look.scope.user() {
        q.push("(a.asked_by IS NULL OR a.asked_by <> ").bind(me).push(") AND ");
    }
    policy::condition(&mut q, &reach, "a", &OPPORTUNITY, Action::See, look.now);
    q.push(" ORDER BY a.updated_at, a.id").limit(limit);
    q.rows(look.conn).await?.iter().map(|row| Pending::from_query_result(row, "")).collect()
}

/// The open opportunities of some customers that the reader may work on, by customer: where a contact with them is logged.
pub async fn open_of<C: ConnectionTrait>(look: &Look<'_, C>, customers: &[Id]) -> Result<HashMap<Id, Id>, DbError> {
    let reach = look.scope.reach(OPPORTUNITY.name, Action::Edit);
    let told = look.scope.field_at_least(OPPORTUNITY.name, "state") == Access::Shown
        && look.scope.field_at_least(OPPORTUNITY.name, "customer") == Access::Shown;
    if customers.is_empty() || reach.is_empty() || !told {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT a.customer_id, a.id FROM opportunities a WHERE a.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND a.customer_id IN (").bind_all(customers.iter().copied());
    q.push(") AND a.deleted_at IS NULL AND a.state = 'open' AND ");
    policy::condition(&mut q, &reach, "a", &OPPORTUNITY, Action::Edit, look.now);
    q.push(" ORDER BY a.id");
    q.rows(look.conn).await?.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}
