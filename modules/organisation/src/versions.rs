//! The organisation's version: a number that rises with every change of nodes, posts, roles, users, settings and base
//! data. Every process keeps what it derives from them under this number, so that no process is ever asked to forget.

use kernel::{ConnectionTrait, DbError, Tenant, Tx, sql};

/// The version that stands.
pub async fn version(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<i64, DbError> {
    sql::number(conn, "SELECT version FROM organisation_versions WHERE tenant_id = $1", [tenant.into()]).await
}

/// Raises it; part of every change of the organisation.
pub async fn raise(tx: &Tx<'_>) -> Result<(), DbError> {
    let text = "INSERT INTO organisation_versions (tenant_id, version) VALUES ($1, 1) \
         ON CONFLICT (tenant_id) DO UPDATE SET version = organisation_versions.version + 1";
    sql::run(tx.conn(), text, [tx.tenant().into()]).await.map(drop)
}
