//! All SQL of handing over.

use chrono::NaiveDate;
use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, DbError, Id, Tenant, Tx};
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use super::rules::HOT_GRADES;
use crate::kind::CUSTOMER;

/// What someone owns at a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct StoreCount {
    /// The store.
    pub store_id: Id,
    /// Customers.
    pub total: i64,
    /// Of them hot ones.
    pub hot: i64,
    /// Of them those whose next contact is due or overdue.
    pub due: i64,
}

/// One customer of theirs at a store.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Held {
    /// The engagement.
    pub id: Id,
    /// The customer.
    pub customer_id: Id,
    /// The store.
    pub store_id: Id,
    /// The class.
    pub class: String,
    /// The grade.
    pub grade: Option<String>,
    /// When the next contact is due.
    pub next_contact_on: Option<NaiveDate>,
    /// Where it stands.
    pub path: String,
}

const HELD: &str =
    "SELECT e.id, e.customer_id, e.store_id, e.class, e.grade, e.next_contact_on, e.path FROM engagements e";

/// Writes whose engagements are meant: those of a person that the reader may assign.
fn of<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, user: Id) {
    q.push(" WHERE e.tenant_id = ").bind(look.scope.tenant).push(" AND e.owner_id = ").bind(user);
    q.push(" AND e.deleted_at IS NULL AND ");
    policy::condition(q, &look.scope.reach(CUSTOMER.name, Action::Assign), "e", &CUSTOMER, Action::Assign, look.now);
}

fn hot(q: &mut Query) {
    q.push("(e.class = 'vip' OR (e.class <> 'lapsed' AND e.grade IN (").bind_all(HOT_GRADES).push(")))");
}

/// How many customers someone owns by store.
pub async fn counts<C: ConnectionTrait>(
    look: &Look<'_, C>,
    user: Id,
    today: NaiveDate,
) -> Result<Vec<StoreCount>, DbError> {
    let mut q = Query::new();
    q.push("SELECT e.store_id, count(*) AS total, count(CASE WHEN ");
    hot(&mut q);
    q.push(" THEN 1 END) AS hot, count(CASE WHEN e.next_contact_on <= ").bind(today).push(" THEN 1 END) AS due");
    q.push(" FROM engagements e");
    of(&mut q, look, user);
    q.push(" GROUP BY e.store_id ORDER BY e.store_id");
    sql::all(look.conn, &q.text, q.values).await
}

/// Those with a next contact on or before a day, the longest overdue first.
pub async fn promised<C: ConnectionTrait>(
    look: &Look<'_, C>,
    user: Id,
    until: NaiveDate,
    limit: i64,
) -> Result<Vec<Held>, DbError> {
    let mut q = Query::new();
    q.push(HELD);
    of(&mut q, look, user);
    q.push(" AND e.next_contact_on IS NOT NULL AND e.next_contact_on <= ").bind(until);
    q.push(" ORDER BY e.next_contact_on, e.customer_id LIMIT ").bind(limit);
    sql::all(look.conn, &q.text, q.values).await
}

/// Hot ones, the last touched first.
pub async fn hot_ones<C: ConnectionTrait>(look: &Look<'_, C>, user: Id, limit: i64) -> Result<Vec<Held>, DbError> {
    let mut q = Query::new();
    q.push(HELD);
    of(&mut q, look, user);
    q.push(" AND ");
    hot(&mut q);
    q.push(" ORDER BY e.touched_at DESC, e.customer_id LIMIT ").bind(limit);
    sql::all(look.conn, &q.text, q.values).await
}

/// Those of some customers that someone owns, at stores where the reader may assign.
pub async fn held<C: ConnectionTrait>(look: &Look<'_, C>, user: Id, customers: &[Id]) -> Result<Vec<Held>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push(HELD);
    of(&mut q, look, user);
    q.push(" AND e.customer_id IN (").bind_all(customers.iter().copied()).push(") ORDER BY e.customer_id, e.id");
    sql::all(look.conn, &q.text, q.values).await
}

/// Those of some engagements that someone owns, at stores where the reader may assign.
pub async fn held_by_id<C: ConnectionTrait>(look: &Look<'_, C>, user: Id, ids: &[Id]) -> Result<Vec<Held>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push(HELD);
    of(&mut q, look, user);
    q.push(" AND e.id IN (").bind_all(ids.iter().copied()).push(")");
    sql::all(look.conn, &q.text, q.values).await
}

/// The next customers that someone owns, behind one of them.
pub async fn next_customers<C: ConnectionTrait>(
    look: &Look<'_, C>,
    user: Id,
    after: Option<Id>,
    limit: i64,
) -> Result<Vec<Id>, DbError> {
    let mut q = Query::new();
    q.push("SELECT DISTINCT e.customer_id FROM engagements e");
    of(&mut q, look, user);
    q.push(" AND e.customer_id > ").bind(after.unwrap_or(Id::nil())).push(" ORDER BY e.customer_id LIMIT ").bind(limit);
    q.rows(look.conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Gives views a new owner, of those that another one has; which ones it were is returned.
pub(super) async fn pass_views(tx: &Tx<'_>, from: Id, to: Id, only: Option<&[Id]>) -> Result<Vec<Id>, DbError> {
    let mut q = Query::new();
    q.push("UPDATE saved_views SET version = version + 1, owner_id = ").bind(to);
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND owner_id = ").bind(from);
    q.push(" AND shared_with IS NOT NULL AND deleted_at IS NULL");
    match only {
        Some([]) => return Ok(Vec::new()),
        Some(ids) => drop(q.push(" AND id IN (").bind_all(ids.iter().copied()).push(")")),
        None => {}
    }
    q.push(" RETURNING id");
    q.rows(tx.conn()).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// People with posts at a store under a role that someone has or had there.
pub(super) async fn peers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    user: Id,
) -> Result<Vec<Id>, DbError> {
    let text = "SELECT DISTINCT p.user_id FROM posts own JOIN nodes o ON o.tenant_id = own.tenant_id AND o.id = own.node_id \
         JOIN posts p ON p.tenant_id = own.tenant_id AND p.role_id = own.role_id \
         JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         WHERE own.tenant_id = $1 AND own.user_id = $2 AND o.store_id = $3 AND n.store_id = $3 AND p.user_id <> $2";
    let rows = sql::rows(conn, text, [tenant.into(), user.into(), store.into()]).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Those who look after people at stores on a day: holders of `users.manage` at the store itself.
pub(super) async fn managers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    stores: &[Id],
    day: NaiveDate,
) -> Result<Vec<Id>, DbError> {
    if stores.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT DISTINCT p.user_id FROM posts p JOIN role_capabilities c ON c.tenant_id = p.tenant_id AND c.role_id = p.role_id");
    q.push(" JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id WHERE p.tenant_id = ").bind(tenant);
    q.push(" AND c.capability = 'users.manage' AND u.status = 'active' AND u.deleted_at IS NULL AND p.valid_from <= ");
    q.bind(day).push(" AND (p.valid_to IS NULL OR p.valid_to > ").bind(day).push(") AND p.node_id IN (");
    q.bind_all(stores.iter().copied()).push(")");
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}
