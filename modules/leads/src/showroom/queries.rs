//! All SQL of the visit itself.

use std::collections::HashMap;

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use records::policy::{self, Look};

use super::VISIT;
use super::model::Visit;
use crate::rows;

const SELECT: &str = "SELECT id, number, arrived_at, heads, name, phone, sex, age, came, turn, model, remark, state, result, left_at, store_id, \
     owner_id, path, lead_id, customer_id, version FROM showroom_visits";

/// A visit by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Visit>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL");
    sql::one(conn, &text, [tenant.into(), id.into()]).await
}

/// Writes new visits, all with values of the same columns.
pub(super) async fn insert(tx: &Tx<'_>, visits: Vec<(Id, Vec<(&'static str, Value)>)>) -> Result<(), DbError> {
    rows::insert(tx, "showroom_visits", visits).await
}

/// Changes columns of a visit that still stands as it was read: compare and set. False when someone was faster.
pub(super) async fn change(tx: &Tx<'_>, visit: &Visit, changes: Vec<(&str, Value)>) -> Result<bool, DbError> {
    rows::change(tx, "showroom_visits", (visit.id, visit.version, &visit.state), changes).await
}

/// The visits of a board within a reach: those who are in the house, the longest first, and those who came since a moment
/// and left, the last first.
pub(super) async fn board<C: ConnectionTrait>(
    look: &Look<'_, C>,
    store: Option<Id>,
    since: Instant,
    limit: i64,
) -> Result<(Vec<Id>, Vec<Id>), DbError> {
    let reach = look.scope.reach(VISIT.name, Action::See);
    let ids = async |what: &str, from: Option<Instant>, order: &str| -> Result<Vec<Id>, DbError> {
        let mut q = Query::new();
        q.push("SELECT a.id FROM showroom_visits a WHERE a.tenant_id = ").bind(look.scope.tenant);
        q.push(" AND a.deleted_at IS NULL AND ").push(what);
        if let Some(from) = from {
            q.push(" AND a.arrived_at >= ").bind(from);
        }
        // The place is an expression that no index holds: a day, or whoever is in the house, is little (decision 0004).
        if let Some(store) = store {
            q.push(" AND a.store_id = ").bind(store);
        }
        q.push(" AND ");
        policy::condition(&mut q, &reach, "a", &VISIT, Action::See, look.now);
        q.push(" ORDER BY ").push(order).limit(limit);
        q.rows(look.conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
    };
    let open = ids("a.left_at IS NULL", None, "a.arrived_at, a.id").await?;
    let closed = ids("a.left_at IS NOT NULL", Some(since), "a.arrived_at DESC, a.id DESC").await?;
    Ok((open, closed))
}

/// The states that visits have reached so far, by visit.
pub(super) async fn reached(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    visits: &[Id],
) -> Result<HashMap<Id, Vec<String>>, DbError> {
    let mut reached: HashMap<Id, Vec<String>> = HashMap::new();
    if visits.is_empty() {
        return Ok(reached);
    }
    let mut q = Query::new();
    q.push("SELECT visit_id, to_state FROM showroom_moves WHERE tenant_id = ").bind(tenant);
    q.push(" AND visit_id IN (").bind_all(visits.iter().copied()).push(") ORDER BY id");
    for row in q.rows(conn).await? {
        reached.entry(row.try_get_by_index(0)?).or_default().push(row.try_get_by_index(1)?);
    }
    Ok(reached)
}

/// The customer of a store who has this number, the file changed last of several. It is the store's own knowledge: whether
/// the actor may see the file is another matter.
pub(super) async fn customer_of(tx: &Tx<'_>, store: Id, phone: &str) -> Result<Option<Id>, DbError> {
    let text = "SELECT c.id FROM customer_phones p JOIN customers c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id \
         JOIN engagements e ON e.tenant_id = c.tenant_id AND e.customer_id = c.id AND e.store_id = $3 AND e.deleted_at IS NULL \
         WHERE p.tenant_id = $1 AND p.phone = $2 AND p.is_virtual = $4 AND c.deleted_at IS NULL ORDER BY c.updated_at DESC, c.id LIMIT 1";
    sql::row(tx.conn(), text, [tx.tenant().into(), phone.into(), store.into(), false.into()])
        .await?
        .map(|row| row.try_get_by_index(0))
        .transpose()
}

/// The visits of a lead.
pub(crate) async fn of_lead(conn: &impl ConnectionTrait, tenant: Tenant, lead: Id) -> Result<Vec<Visit>, DbError> {
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND lead_id = $2 AND deleted_at IS NULL ORDER BY arrived_at DESC, id DESC LIMIT 50"
    );
    sql::all(conn, &text, [tenant.into(), lead.into()]).await
}

/// The visits of customers.
pub(super) async fn of_customers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customers: &[Id],
) -> Result<Vec<Visit>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push(SELECT).push(" WHERE tenant_id = ").bind(tenant);
    q.push(" AND customer_id IN (").bind_all(customers.iter().copied()).push(") ORDER BY arrived_at, id");
    sql::all(conn, &q.text, q.values).await
}

/// Hangs the visits of a lead on its customer's file.
pub(super) async fn file(tx: &Tx<'_>, lead: Id, customer: Id) -> Result<(), DbError> {
    let text =
        "UPDATE showroom_visits SET customer_id = $3 WHERE tenant_id = $1 AND lead_id = $2 AND customer_id IS NULL";
    sql::run(tx.conn(), text, [tx.tenant().into(), lead.into(), customer.into()]).await.map(drop)
}
