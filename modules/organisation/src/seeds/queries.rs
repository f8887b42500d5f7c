//! All SQL of the ledger.

use kernel::{ConnectionTrait, DbError, Tenant, Tx, sql};

pub(super) async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<String>, DbError> {
    let rows = sql::rows(conn, "SELECT name FROM seeds_laid WHERE tenant_id = $1", [tenant.into()]).await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}

pub(super) async fn add(tx: &Tx<'_>, names: Vec<String>) -> Result<(), DbError> {
    let rows = names.into_iter().map(|name| vec![tx.tenant().into(), name.into()]).collect();
    let on_conflict = "ON CONFLICT (tenant_id, name) DO NOTHING";
    sql::insert_or(tx.conn(), "seeds_laid", &["tenant_id", "name"], rows, on_conflict).await
}
