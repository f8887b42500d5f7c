//! All SQL of settings.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};

use super::{Resolved, SETTINGS, SetAt, resolve};

/// The values set for a key, with the nodes that set them.
async fn values(conn: &impl ConnectionTrait, tenant: Tenant, key: &str) -> Result<Vec<SetAt>, DbError> {
    let text = "SELECT n.path, n.id, s.value, s.locked FROM settings s JOIN nodes n ON n.tenant_id = s.tenant_id AND n.id = s.node_id \
         WHERE s.tenant_id = $1 AND s.key = $2 AND n.deleted_at IS NULL";
    sql::rows(conn, text, [tenant.into(), key.into()])
        .await?
        .iter()
        .map(|r| {
            Ok(SetAt {
                path: r.try_get("", "path")?,
                node: r.try_get("", "id")?,
                value: r.try_get("", "value")?,
                locked: r.try_get("", "locked")?,
            })
        })
        .collect()
}

/// A setting as it holds at the node of `path`, and where it comes from. `default` holds where nobody has set it.
pub async fn setting(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    path: &str,
    key: &str,
    default: &str,
) -> Result<Resolved, DbError> {
    Ok(resolve(path, default, &values(conn, tenant, key).await?))
}

/// One of this module's numbers, as it holds at the node of `path`.
pub async fn number(conn: &impl ConnectionTrait, tenant: Tenant, path: &str, key: &str) -> Result<i64, DbError> {
    let default = SETTINGS.iter().find(|s| s.key == key).map_or("0", |s| s.default);
    let value = setting(conn, tenant, path, key, default).await?.value;
    Ok(value.parse().or_else(|_| default.parse()).unwrap_or(0))
}

/// One of this module's yes-or-no settings, as it holds at the node of `path`.
pub async fn flag(conn: &impl ConnectionTrait, tenant: Tenant, path: &str, key: &str) -> Result<bool, DbError> {
    let default = SETTINGS.iter().find(|s| s.key == key).map_or("false", |s| s.default);
    Ok(setting(conn, tenant, path, key, default).await?.value == "true")
}

/// What stands at a node itself.
pub async fn here(conn: &impl ConnectionTrait, tenant: Tenant, node: Id, key: &str) -> Result<Option<String>, DbError> {
    let text = "SELECT value FROM settings WHERE tenant_id = $1 AND node_id = $2 AND key = $3";
    sql::row(conn, text, [tenant.into(), node.into(), key.into()])
        .await?
        .map(|row| row.try_get("", "value"))
        .transpose()
}

pub(super) async fn set(tx: &Tx<'_>, node: Id, key: &str, value: &str) -> Result<(), DbError> {
    let text = "INSERT INTO settings (tenant_id, node_id, key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id, node_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by";
    let values = [tx.tenant().into(), node.into(), key.into(), value.into(), tx.now().into(), tx.scope().user().into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Fixes a node's value for all below, or frees it.
pub(super) async fn lock(tx: &Tx<'_>, node: Id, key: &str, locked: bool) -> Result<(), DbError> {
    let text = "UPDATE settings SET locked = $4, updated_at = $5, updated_by = $6 WHERE tenant_id = $1 AND node_id = $2 AND key = $3";
    let values =
        [tx.tenant().into(), node.into(), key.into(), locked.into(), tx.now().into(), tx.scope().user().into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Whether a node's own value is fixed for all below.
pub(super) async fn is_locked(tx: &Tx<'_>, node: Id, key: &str) -> Result<bool, DbError> {
    let text = "SELECT locked FROM settings WHERE tenant_id = $1 AND node_id = $2 AND key = $3";
    let row = sql::row(tx.conn(), text, [tx.tenant().into(), node.into(), key.into()]).await?;
    row.map_or(Ok(false), |row| row.try_get("", "locked"))
}

pub(super) async fn clear(tx: &Tx<'_>, node: Id, key: &str) -> Result<(), DbError> {
    let text = "DELETE FROM settings WHERE tenant_id = $1 AND node_id = $2 AND key = $3";
    sql::run(tx.conn(), text, [tx.tenant().into(), node.into(), key.into()]).await.map(drop)
}
