//! All SQL of taking operations on vehicles back.

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};
use sea_orm::FromQueryResult;

/// Puts vehicles away.
pub(super) async fn put_away(tx: &Tx<'_>, vehicles: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE vehicles SET version = version + 1, deleted_at = ")
        .bind(tx.now())
        .push(", updated_at = ")
        .bind(tx.now());
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id IN (").bind_all(vehicles.iter().copied()).push(")");
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// A visit, or what somebody has to do with a car, with when it was written down.
#[derive(FromQueryResult)]
pub(super) struct Tie {
    pub vehicle_id: Id,
    pub customer_id: Option<Id>,
    pub created_at: Instant,
    pub by_name: Option<String>,
}

/// Parties and visits of cars, or of customers (`column`), with the name of who wrote each down.
pub(super) async fn ties(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    column: &str,
    ids: &[Id],
) -> Result<Vec<Tie>, DbError> {
    let mut all = Vec::new();
    if ids.is_empty() {
        return Ok(all);
    }
    for table in ["vehicle_parties", "visits"] {
        let mut q = Query::new();
        q.push("SELECT t.vehicle_id, t.customer_id, t.created_at, u.name AS by_name FROM ").push(table);
        q.push(" t LEFT JOIN users u ON u.tenant_id = t.tenant_id AND u.id = t.created_by WHERE t.tenant_id = ")
            .bind(tenant);
        q.push(" AND t.").push(column).push(" IN (").bind_all(ids.iter().copied()).push(")");
        all.extend(sql::all::<Tie>(conn, &q.text, q.values).await?);
    }
    Ok(all)
}
