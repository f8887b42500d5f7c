//! All SQL of taking operations on customers back.

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx};
use sea_orm::FromQueryResult;

/// An entry of a timeline that tells of work.
#[derive(FromQueryResult)]
pub(super) struct Told {
    pub customer_id: Id,
    pub id: Id,
    pub kind: String,
    pub actor_name: String,
}

/// What timelines tell of these customers besides their coming, their owners and their classes.
pub(super) async fn told(conn: &impl ConnectionTrait, tenant: Tenant, customers: &[Id]) -> Result<Vec<Told>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT customer_id, id, kind, actor_name FROM timeline WHERE tenant_id = ").bind(tenant);
    q.push(" AND customer_id IN (").bind_all(customers.iter().copied());
    q.push(") AND kind NOT IN ('import', 'filed', 'assignment', 'class')");
    sql::all(conn, &q.text, q.values).await
}

/// What search terms of a customer are made of.
#[derive(FromQueryResult)]
pub(super) struct Findable {
    pub id: Id,
    pub name: String,
    pub number: String,
}

/// Names and numbers of customers.
pub(super) async fn findable(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customers: &[Id],
) -> Result<Vec<Findable>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id, name, number FROM customers WHERE tenant_id = ").bind(tenant);
    q.push(" AND id IN (").bind_all(customers.iter().copied()).push(")");
    sql::all(conn, &q.text, q.values).await
}

/// The telephone numbers of customers.
pub(super) async fn numbers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customers: &[Id],
) -> Result<Vec<(Id, String)>, DbError> {
    let mut q = Query::new();
    q.push("SELECT customer_id, phone FROM customer_phones WHERE tenant_id = ").bind(tenant);
    q.push(" AND customer_id IN (").bind_all(customers.iter().copied()).push(")");
    q.rows(conn).await?.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// The engagements of customers: id, customer, store, owner, path.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Standing {
    pub id: Id,
    pub customer_id: Id,
    pub store_id: Id,
    pub owner_id: Option<Id>,
    pub path: String,
    pub class: String,
    pub grade: Option<String>,
}

/// Engagements by a column that names customers or themselves; those put away too.
pub(super) async fn engagements(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    column: &str,
    ids: &[Id],
) -> Result<Vec<Standing>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, customer_id, store_id, owner_id, path, class, grade FROM engagements WHERE tenant_id = ")
        .bind(tenant);
    if column != "id" {
        q.push(" AND deleted_at IS NULL");
    }
    q.push(" AND ").push(column).push(" IN (").bind_all(ids.iter().copied()).push(")");
    sql::all(conn, &q.text, q.values).await
}

/// Puts customers and all their engagements away.
pub(super) async fn put_away(tx: &Tx<'_>, customers: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE engagements SET version = version + 1, deleted_at = ").bind(tx.now()).push(" WHERE tenant_id = ");
    q.bind(tx.tenant())
        .push(" AND deleted_at IS NULL AND customer_id IN (")
        .bind_all(customers.iter().copied())
        .push(")");
    sql::run(tx.conn(), &q.text, q.values).await?;
    let mut q = Query::new();
    q.push("UPDATE customers SET version = version + 1, deleted_at = ")
        .bind(tx.now())
        .push(", updated_at = ")
        .bind(tx.now());
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id IN (").bind_all(customers.iter().copied()).push(")");
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// Writes how complete a file is, and that it was changed now.
pub(super) async fn score(tx: &Tx<'_>, customer: Id, score: i64) -> Result<(), DbError> {
    let text = "UPDATE customers SET completeness = $3, updated_at = $4 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), score.into(), tx.now().into()]).await.map(drop)
}

/// The path of a node of a store, if there is one; else the store's own.
pub(super) async fn pool(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    path: &str,
) -> Result<Option<String>, DbError> {
    // The longer path first: the node itself, then the store.
    let text = "SELECT path FROM nodes WHERE tenant_id = $1 AND store_id = $2 AND deleted_at IS NULL AND (path = $3 OR id = $2) \
         ORDER BY length(path) DESC LIMIT 1";
    sql::row(conn, text, [tenant.into(), store.into(), path.into()])
        .await?
        .map(|row| row.try_get_by_index(0))
        .transpose()
}
