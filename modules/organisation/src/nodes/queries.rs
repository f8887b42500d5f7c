//! All SQL of nodes.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, Value, sql};

use super::{Node, prefixes};

const SELECT: &str = "SELECT id, no, parent_id, kind, code, name, short_name, grade, city, phone, address, time_zone, path, store_id, \
     opened_on, closed_on, version, created_at FROM nodes";

/// A node by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Node>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"),
        [tenant.into(), id.into()],
    )
    .await
}

/// A node by its code.
pub async fn find_by_code(conn: &impl ConnectionTrait, tenant: Tenant, code: &str) -> Result<Option<Node>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND code = $2 AND deleted_at IS NULL"),
        [tenant.into(), code.into()],
    )
    .await
}

/// The root of the tree.
pub async fn root(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Option<Node>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND parent_id IS NULL AND deleted_at IS NULL ORDER BY no LIMIT 1"),
        [tenant.into()],
    )
    .await
}

/// The nodes that hold a node, the root first and the node itself last.
pub async fn chain(conn: &impl ConnectionTrait, tenant: Tenant, path: &str) -> Result<Vec<Node>, DbError> {
    let paths = prefixes(path);
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND path IN ({}) AND deleted_at IS NULL ORDER BY length(path), path",
        sql::placeholders(2, paths.len().max(1))
    );
    let paths = if paths.is_empty() { vec![String::new()] } else { paths };
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(paths.into_iter().map(Into::into))).await
}

/// A node and all below it, in the order of paths.
pub async fn subtree(conn: &impl ConnectionTrait, tenant: Tenant, path: &str) -> Result<Vec<Node>, DbError> {
    sql::all(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND path LIKE $2 AND deleted_at IS NULL ORDER BY path"),
        [tenant.into(), format!("{path}%").into()],
    )
    .await
}

/// The nodes directly below a node, by name.
pub async fn children(conn: &impl ConnectionTrait, tenant: Tenant, parent: Id) -> Result<Vec<Node>, DbError> {
    sql::all(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND parent_id = $2 AND deleted_at IS NULL ORDER BY sort_key, id"),
        [tenant.into(), parent.into()],
    )
    .await
}

/// Stores below a path, by name.
pub async fn stores_below(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    path: &str,
    limit: i64,
) -> Result<Vec<Node>, DbError> {
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND path LIKE $2 AND kind = 'store' AND deleted_at IS NULL ORDER BY sort_key, id LIMIT $3"
    );
    sql::all(conn, &text, [tenant.into(), format!("{path}%").into(), limit.into()]).await
}

/// The stores among some nodes, by name.
pub async fn stores_among(conn: &impl ConnectionTrait, tenant: Tenant, nodes: &[Id]) -> Result<Vec<Node>, DbError> {
    if nodes.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND id IN ({}) AND kind = 'store' AND deleted_at IS NULL ORDER BY sort_key, id",
        sql::placeholders(2, nodes.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(nodes.iter().map(|id| (*id).into()))).await
}

/// Whether people hold posts at a node or other nodes stand below it, so that it cannot be put away.
pub async fn in_use(conn: &impl ConnectionTrait, tenant: Tenant, id: Id, today: NaiveDate) -> Result<bool, DbError> {
    let text = "SELECT (SELECT count(*) FROM nodes WHERE tenant_id = $1 AND parent_id = $2 AND deleted_at IS NULL) \
         + (SELECT count(*) FROM posts WHERE tenant_id = $1 AND node_id = $2 AND (valid_to IS NULL OR valid_to > $3))";
    Ok(sql::number(conn, text, [tenant.into(), id.into(), today.into()]).await? > 0)
}

/// Where a node hung on a day: the node above it, `None` for a root or before the node's time.
pub async fn parent_on(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    id: Id,
    day: NaiveDate,
) -> Result<Option<Id>, DbError> {
    let text = "SELECT parent_id FROM node_placements WHERE tenant_id = $1 AND node_id = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)";
    match sql::row(conn, text, [tenant.into(), id.into(), day.into()]).await? {
        Some(row) => row.try_get("", "parent_id"),
        None => Ok(None),
    }
}

pub(super) async fn insert(tx: &Tx<'_>, node: &Node, sort_key: String) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "no",
        "parent_id",
        "kind",
        "code",
        "name",
        "short_name",
        "grade",
        "city",
        "phone",
        "address",
        "time_zone",
        "path",
        "store_id",
        "sort_key",
        "opened_on",
        "closed_on",
        "version",
        "created_at",
        "updated_at",
    ];
    let n = node.clone();
    let row = vec![
        tx.tenant().into(),
        n.id.into(),
        n.no.into(),
        n.parent_id.into(),
        n.kind.into(),
        n.code.into(),
        n.name.into(),
        n.short_name.into(),
        n.grade.into(),
        n.city.into(),
        n.phone.into(),
        n.address.into(),
        n.time_zone.into(),
        n.path.into(),
        n.store_id.into(),
        sort_key.into(),
        n.opened_on.into(),
        n.closed_on.into(),
        n.version.into(),
        n.created_at.into(),
        n.created_at.into(),
    ];
    sql::insert(tx.conn(), "nodes", &columns, vec![row]).await
}

/// Hangs a node below `parent` from `day` on: ends the placement before, keeps the history.
pub(super) async fn place(tx: &Tx<'_>, node: Id, parent: Option<Id>, day: NaiveDate) -> Result<(), DbError> {
    let end = "UPDATE node_placements SET valid_to = $3 WHERE tenant_id = $1 AND node_id = $2 AND valid_to IS NULL AND valid_from < $3";
    sql::run(tx.conn(), end, [tx.tenant().into(), node.into(), day.into()]).await?;
    // Moved twice on one day: the day keeps where it ended.
    let begin = "INSERT INTO node_placements (tenant_id, node_id, parent_id, valid_from) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, node_id, valid_from) DO UPDATE SET parent_id = excluded.parent_id";
    sql::run(tx.conn(), begin, [tx.tenant().into(), node.into(), parent.into(), day.into()]).await.map(drop)
}

/// Writes the new paths of a moved subtree, and of the people whose first post is in it.
pub(super) async fn rewrite_paths(tx: &Tx<'_>, from: &str, to: &str) -> Result<(), DbError> {
    // Paths are ASCII, so that counting bytes or characters comes to the same.
    let rest = from.len() as i64 + 1;
    for table in ["nodes", "users"] {
        let text =
            format!("UPDATE {table} SET path = $2 || substr(path, {rest}) WHERE tenant_id = $1 AND path LIKE $3");
        sql::run(tx.conn(), &text, [tx.tenant().into(), to.into(), format!("{from}%").into()]).await?;
    }
    Ok(())
}

/// Departments and teams that moved belong to the store they stand in now, and so do the people in them.
pub(super) async fn rewrite_store(tx: &Tx<'_>, path: &str, store: Option<Id>) -> Result<(), DbError> {
    for table in ["nodes", "users"] {
        let text = format!("UPDATE {table} SET store_id = $2 WHERE tenant_id = $1 AND path LIKE $3");
        sql::run(tx.conn(), &text, [tx.tenant().into(), store.into(), format!("{path}%").into()]).await?;
    }
    Ok(())
}

pub(super) async fn set_parent(tx: &Tx<'_>, id: Id, parent: Id) -> Result<(), DbError> {
    let text =
        "UPDATE nodes SET parent_id = $3, version = version + 1, updated_at = $4 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), parent.into(), tx.now().into()]).await.map(drop)
}

pub(super) async fn set(tx: &Tx<'_>, id: Id, changes: Vec<(&str, Value)>) -> Result<bool, DbError> {
    sql::update(tx.conn(), "nodes", tx.tenant(), id, changes).await
}

/// Puts a node away and ends its placement.
pub(super) async fn put_away(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    set(tx, id, vec![("deleted_at", tx.now().into())]).await?;
    let end = "UPDATE node_placements SET valid_to = $3 WHERE tenant_id = $1 AND node_id = $2 AND valid_to IS NULL";
    sql::run(tx.conn(), end, [tx.tenant().into(), id.into(), tx.now().date_in(crate::HOUSE_ZONE).into()])
        .await
        .map(drop)
}
