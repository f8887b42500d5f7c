//! All SQL of roles.

use kernel::{Access, Actions, ConnectionTrait, DbError, Id, Tenant, Tx, sql};

use super::Role;
use crate::powers::Level;

const SELECT: &str = "SELECT id, code, name_zh, name_en, parent_id, everything, builtin, position, version FROM roles";

/// All roles in the order of lists.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Role>, DbError> {
    sql::all(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY position, code"),
        [tenant.into()],
    )
    .await
}

/// A role by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Role>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"),
        [tenant.into(), id.into()],
    )
    .await
}

/// A role by its code.
pub async fn find_by_code(conn: &impl ConnectionTrait, tenant: Tenant, code: &str) -> Result<Option<Role>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND code = $2 AND deleted_at IS NULL"),
        [tenant.into(), code.into()],
    )
    .await
}

/// How many people hold posts with a role.
pub async fn holders(conn: &impl ConnectionTrait, tenant: Tenant, role: Id) -> Result<i64, DbError> {
    sql::number(
        conn,
        "SELECT count(DISTINCT user_id) FROM posts WHERE tenant_id = $1 AND role_id = $2",
        [tenant.into(), role.into()],
    )
    .await
}

pub(super) async fn insert(tx: &Tx<'_>, role: &Role) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "code",
        "name_zh",
        "name_en",
        "parent_id",
        "everything",
        "builtin",
        "position",
        "version",
        "created_at",
        "updated_at",
    ];
    let r = role.clone();
    let row = vec![
        tx.tenant().into(),
        r.id.into(),
        r.code.into(),
        r.name_zh.into(),
        r.name_en.into(),
        r.parent_id.into(),
        r.everything.into(),
        r.builtin.into(),
        r.position.into(),
        r.version.into(),
        tx.now().into(),
        tx.now().into(),
    ];
    sql::insert(tx.conn(), "roles", &columns, vec![row]).await
}

pub(super) async fn update(tx: &Tx<'_>, role: &Role) -> Result<(), DbError> {
    let r = role.clone();
    let changes = vec![
        ("name_zh", r.name_zh.into()),
        ("name_en", r.name_en.into()),
        ("parent_id", r.parent_id.into()),
        ("everything", r.everything.into()),
        ("version", (r.version + 1).into()),
        ("updated_at", tx.now().into()),
    ];
    sql::update(tx.conn(), "roles", tx.tenant(), r.id, changes).await.map(drop)
}

pub(super) async fn put_away(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    sql::update(tx.conn(), "roles", tx.tenant(), id, vec![("deleted_at", tx.now().into())]).await.map(drop)
}

pub(super) async fn touch(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "UPDATE roles SET version = version + 1, updated_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await.map(drop)
}

/// What a role itself demands of its holders: a second factor, and address ranges as text (empty: from anywhere).
pub async fn entry(conn: &impl ConnectionTrait, tenant: Tenant, role: Id) -> Result<(bool, String), DbError> {
    let text = "SELECT second_factor, addresses FROM roles WHERE tenant_id = $1 AND id = $2";
    match sql::row(conn, text, [tenant.into(), role.into()]).await? {
        Some(row) => {
            Ok((row.try_get("", "second_factor")?, row.try_get::<Option<String>>("", "addresses")?.unwrap_or_default()))
        }
        None => Ok((false, String::new())),
    }
}

pub(super) async fn set_entry(
    tx: &Tx<'_>,
    role: Id,
    second_factor: bool,
    addresses: Option<String>,
) -> Result<(), DbError> {
    let changes = vec![("second_factor", second_factor.into()), ("addresses", addresses.into())];
    sql::update(tx.conn(), "roles", tx.tenant(), role, changes).await.map(drop)
}

/// Sets what may be done with a kind at a level; no actions take the line away.
pub(super) async fn set_grant(
    tx: &Tx<'_>,
    role: Id,
    kind: &str,
    level: Level,
    actions: Actions,
) -> Result<(), DbError> {
    let key = [tx.tenant().into(), role.into(), kind.into(), level.name().into()];
    if actions.0 == 0 {
        let text = "DELETE FROM role_grants WHERE tenant_id = $1 AND role_id = $2 AND kind = $3 AND level = $4";
        return sql::run(tx.conn(), text, key).await.map(drop);
    }
    let text = "INSERT INTO role_grants (tenant_id, role_id, kind, level, actions) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant_id, role_id, kind, level) DO UPDATE SET actions = excluded.actions";
    sql::run(tx.conn(), text, key.into_iter().chain([actions.0.into()])).await.map(drop)
}

/// Sets how open fields of a kind are.
pub(super) async fn set_fields(
    tx: &Tx<'_>,
    role: Id,
    kind: &str,
    fields: Vec<(String, Access)>,
) -> Result<(), DbError> {
    let rows = fields
        .into_iter()
        .map(|(field, access)| vec![tx.tenant().into(), role.into(), kind.into(), field.into(), access.name().into()])
        .collect();
    let columns = ["tenant_id", "role_id", "kind", "field", "access"];
    sql::insert_or(
        tx.conn(),
        "role_fields",
        &columns,
        rows,
        "ON CONFLICT (tenant_id, role_id, kind, field) DO UPDATE SET access = excluded.access",
    )
    .await
}

pub(super) async fn set_capability(tx: &Tx<'_>, role: Id, capability: &str, on: bool) -> Result<(), DbError> {
    let text = if on {
        "INSERT INTO role_capabilities (tenant_id, role_id, capability) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, role_id, capability) DO NOTHING"
    } else {
        "DELETE FROM role_capabilities WHERE tenant_id = $1 AND role_id = $2 AND capability = $3"
    };
    sql::run(tx.conn(), text, [tx.tenant().into(), role.into(), capability.into()]).await.map(drop)
}

/// Kinds that a role says anything about.
pub(super) async fn kinds_known(conn: &impl ConnectionTrait, tenant: Tenant, role: Id) -> Result<Vec<String>, DbError> {
    let text = "SELECT DISTINCT kind FROM role_fields WHERE tenant_id = $1 AND role_id = $2 UNION SELECT DISTINCT kind FROM role_grants WHERE tenant_id = $1 AND role_id = $2";
    sql::rows(conn, text, [tenant.into(), role.into()]).await?.iter().map(|row| row.try_get("", "kind")).collect()
}
