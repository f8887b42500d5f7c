//! All settings of a tenant at once, for the page that shows them.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, sql};
use sea_orm::FromQueryResult;

use super::{Resolved, SetAt, Setting, resolve};

/// A value that some node sets.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SetValue {
    /// The setting.
    pub key: String,
    /// The node.
    pub node_id: Id,
    /// The node's name.
    pub node_name: String,
    /// The node's path.
    pub path: String,
    /// The value.
    pub value: String,
    /// It holds for all below, whatever they set.
    pub locked: bool,
    /// When it was set.
    pub updated_at: Instant,
    /// Who set it, where it was a person.
    pub by_name: Option<String>,
}

/// All values that nodes set.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<SetValue>, DbError> {
    let text = "SELECT s.key, s.node_id, n.name AS node_name, n.path, s.value, s.locked, s.updated_at, u.name AS by_name FROM settings s \
         JOIN nodes n ON n.tenant_id = s.tenant_id AND n.id = s.node_id LEFT JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.updated_by \
         WHERE s.tenant_id = $1 AND n.deleted_at IS NULL ORDER BY n.path";
    sql::all(conn, text, [tenant.into()]).await
}

/// A setting as it holds at the node of `path`, given all that is set.
pub fn resolved(setting: &Setting, path: &str, all: &[SetValue]) -> Resolved {
    let of_key = all.iter().filter(|v| v.key == setting.key);
    let set: Vec<SetAt> = of_key
        .map(|v| SetAt { path: v.path.clone(), node: v.node_id, value: v.value.clone(), locked: v.locked })
        .collect();
    resolve(path, setting.default, &set)
}
