//! All SQL of tenants.

use kernel::{ConnectionTrait, DbError, Tenant, Tx, sql};

/// Whether any tenant was founded yet.
pub async fn any(conn: &impl ConnectionTrait) -> Result<bool, DbError> {
    Ok(sql::row(conn, "SELECT 1 AS one FROM tenants LIMIT 1", []).await?.is_some())
}

/// All tenants, for schedules.
pub async fn all(conn: &impl ConnectionTrait) -> Result<Vec<Tenant>, DbError> {
    sql::rows(conn, "SELECT id FROM tenants ORDER BY id", []).await?.iter().map(|row| row.try_get("", "id")).collect()
}

/// The number the next tenant gets. Two foundings at the same time meet at the primary key.
pub async fn next(conn: &impl ConnectionTrait) -> Result<Tenant, DbError> {
    Ok(sql::number(conn, "SELECT max(id) FROM tenants", []).await? + 1)
}

pub(super) async fn insert(tx: &Tx<'_>, name: &str, code: &str) -> Result<(), DbError> {
    sql::insert(
        tx.conn(),
        "tenants",
        &["id", "name", "code", "created_at"],
        vec![vec![tx.tenant().into(), name.into(), code.into(), tx.now().into()]],
    )
    .await
}
