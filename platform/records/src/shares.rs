//! Whom shares name: what a reader's powers keep, so that a query looks for shares only where there are any.

use kernel::sql::Query;
use kernel::{ConnectionTrait, Id, Tenant};
use sea_orm::DbErr;

/// Those of the people and nodes whom a share names that has not been ended. Whoever grants a share to someone without
/// any must see to it that powers kept elsewhere are read anew.
pub async fn named(conn: &impl ConnectionTrait, tenant: Tenant, grantees: &[Id]) -> Result<Vec<Id>, DbErr> {
    if grantees.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT DISTINCT grantee_id FROM shares WHERE tenant_id = ").bind(tenant);
    q.push(" AND ended_at IS NULL AND grantee_id IN (").bind_all(grantees.iter().copied()).push(")");
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}
