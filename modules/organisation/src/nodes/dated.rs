//! The tree as it stood on a day, and who works where (SYS-02).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Tenant, sql};
use sea_orm::FromQueryResult;

use super::Node;

const COLUMNS: &str = "n.id, n.no, n.kind, n.code, n.name, n.short_name, n.grade, n.city, n.phone, n.address, n.time_zone, \
     n.path, n.store_id, n.opened_on, n.closed_on, n.version, n.created_at";

/// All nodes that hung in the tree on a day, each with the node above it on that day, by name. Names, codes and paths
/// are those of today; only places are dated.
pub async fn tree_on(conn: &impl ConnectionTrait, tenant: Tenant, day: NaiveDate) -> Result<Vec<Node>, DbError> {
    let text = format!(
        "SELECT {COLUMNS}, p.parent_id FROM node_placements p JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         WHERE p.tenant_id = $1 AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to > $2) ORDER BY n.sort_key, n.id"
    );
    sql::all(conn, &text, [tenant.into(), day.into()]).await
}

/// All nodes as they hang now, also those that open later, by name.
pub async fn tree(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Node>, DbError> {
    let text = format!(
        "SELECT {COLUMNS}, n.parent_id FROM nodes n WHERE n.tenant_id = $1 AND n.deleted_at IS NULL ORDER BY n.sort_key, n.id"
    );
    sql::all(conn, &text, [tenant.into()]).await
}

/// A place that a node had.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Placement {
    /// The name of the node above; none for the root.
    pub parent_name: Option<String>,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day on which it no longer held.
    pub valid_to: Option<NaiveDate>,
}

/// The places a node had, the latest first.
pub async fn placements(conn: &impl ConnectionTrait, tenant: Tenant, node: Id) -> Result<Vec<Placement>, DbError> {
    let text = "SELECT n.name AS parent_name, p.valid_from, p.valid_to FROM node_placements p \
         LEFT JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.parent_id \
         WHERE p.tenant_id = $1 AND p.node_id = $2 ORDER BY p.valid_from DESC LIMIT 50";
    sql::all(conn, text, [tenant.into(), node.into()]).await
}

/// How many active people hold a post at each of the nodes or below it on a day, each counted once.
pub async fn headcounts(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    day: NaiveDate,
    nodes: &[Node],
) -> Result<HashMap<Id, usize>, DbError> {
    let text = "SELECT DISTINCT p.node_id, p.user_id FROM posts p JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id \
         WHERE p.tenant_id = $1 AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to > $2) \
         AND u.status = 'active' AND u.deleted_at IS NULL";
    let parents: HashMap<Id, Option<Id>> = nodes.iter().map(|n| (n.id, n.parent_id)).collect();
    let mut people: HashMap<Id, HashSet<Id>> = HashMap::new();
    for row in sql::rows(conn, text, [tenant.into(), day.into()]).await? {
        let (node, user): (Id, Id) = (row.try_get("", "node_id")?, row.try_get("", "user_id")?);
        let mut at = Some(node);
        // A person already counted somewhere is counted in all that lies above it.
        while let Some(id) = at.filter(|id| people.entry(*id).or_default().insert(user)) {
            at = parents.get(&id).copied().flatten();
        }
    }
    Ok(people.into_iter().map(|(node, users)| (node, users.len())).collect())
}

/// Someone who works at a node.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Staff {
    /// Who.
    pub user_id: Id,
    /// Their name.
    pub name: String,
    /// The store of their main post.
    pub store_id: Option<Id>,
    /// The path of their main post's node.
    pub path: String,
    /// Where this post is.
    pub node_name: String,
    /// As what, in Chinese.
    pub name_zh: String,
    /// As what, in English.
    pub name_en: String,
    /// Since when.
    pub valid_from: NaiveDate,
}

const STAFF: &str = "SELECT u.id AS user_id, u.name, u.store_id, u.path, n.name AS node_name, r.name_zh, r.name_en, p.valid_from \
     FROM posts p JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
     JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id WHERE p.tenant_id = $1 AND p.valid_from <= $2 \
     AND (p.valid_to IS NULL OR p.valid_to > $2) AND u.status = 'active' AND u.deleted_at IS NULL";

/// Who works at the node of a path or below it on a day, by name.
pub async fn staff_below(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    path: &str,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<Staff>, DbError> {
    let text = format!("{STAFF} AND n.path LIKE $3 ORDER BY u.sort_key, u.id LIMIT $4");
    sql::all(conn, &text, [tenant.into(), day.into(), format!("{path}%").into(), limit.into()]).await
}

/// Who works in a role on a day, by name.
pub async fn staff_with(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    role: Id,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<Staff>, DbError> {
    let text = format!("{STAFF} AND p.role_id = $3 ORDER BY u.sort_key, u.id LIMIT $4");
    sql::all(conn, &text, [tenant.into(), day.into(), role.into(), limit.into()]).await
}

/// The names of nodes by their paths.
pub async fn names(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    paths: &HashSet<String>,
) -> Result<HashMap<String, String>, DbError> {
    if paths.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT path, name FROM nodes WHERE tenant_id = $1 AND path IN ({})",
        sql::placeholders(2, paths.len())
    );
    let values = std::iter::once(tenant.into()).chain(paths.iter().map(|p| p.clone().into()));
    sql::rows(conn, &text, values).await?.iter().map(|r| Ok((r.try_get("", "path")?, r.try_get("", "name")?))).collect()
}
