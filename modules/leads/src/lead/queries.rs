//! All SQL of the lead itself.

use std::collections::HashMap;

use kernel::sql::Query;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};

use super::model::Lead;
use crate::rows;

const SELECT: &str = "SELECT id, number, name, phone, phone_virtual, wechat, channel, source_id, paid, level, model, model_id, city, district, remark, \
     state, store_id, owner_id, path, received_at, assigned_at, due_at, alarm_at, alarms, contacted_at, former_id, pooled_at, customer_id, arrivals, version \
     FROM leads";

/// A lead by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Lead>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL");
    sql::one(conn, &text, [tenant.into(), id.into()]).await
}

/// Leads that are not closed by what a person is known by, the oldest first. Two statements, each on its own index.
pub async fn open_of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    phone: Option<&str>,
    wechat: Option<&str>,
) -> Result<Vec<Lead>, DbError> {
    let mut found: Vec<Lead> = Vec::new();
    for (column, value) in [("phone", phone), ("wechat", wechat)] {
        let Some(value) = value else { continue };
        let text = format!(
            "{SELECT} WHERE tenant_id = $1 AND {column} = $2 AND phone_virtual = $3 AND state NOT IN ('filed', 'invalid') AND deleted_at IS NULL \
             ORDER BY received_at, id LIMIT 20"
        );
        found.extend(sql::all::<Lead>(conn, &text, [tenant.into(), value.into(), false.into()]).await?);
    }
    Ok(found)
}

/// Writes a new lead.
pub async fn insert(tx: &Tx<'_>, id: Id, values: Vec<(&'static str, Value)>) -> Result<(), DbError> {
    insert_all(tx, vec![(id, values)]).await
}

/// Writes new leads, all with values of the same columns.
pub async fn insert_all(tx: &Tx<'_>, leads: Vec<(Id, Vec<(&'static str, Value)>)>) -> Result<(), DbError> {
    rows::insert(tx, "leads", leads).await
}

/// Changes columns of a lead that still stands as it was read: compare and set. False when someone was faster.
pub async fn change(tx: &Tx<'_>, lead: &Lead, changes: Vec<(&str, Value)>) -> Result<bool, DbError> {
    rows::change(tx, "leads", (lead.id, lead.version, &lead.state), changes).await
}

/// How many open leads each of the people has, and when the newest of all that they were given came in. Read by seeks:
/// what they have closed in years is not counted through.
pub async fn loads(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    people: &[Id],
) -> Result<HashMap<Id, (i64, i64)>, DbError> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let of = "l.tenant_id = u.tenant_id AND l.owner_id = u.id AND l.deleted_at IS NULL";
    let mut q = Query::new();
    q.push(&format!(
        "SELECT u.id, (SELECT count(*) FROM leads l WHERE {of} AND l.state IN ('assigned', 'contacted')) AS n, \
         (SELECT l.received_at FROM leads l WHERE {of} ORDER BY l.received_at DESC LIMIT 1) AS newest FROM users u WHERE u.tenant_id = "
    ));
    q.bind(tenant).push(" AND u.id IN (").bind_all(people.iter().copied()).push(")");
    let mut loads = HashMap::new();
    for row in q.rows(conn).await? {
        let newest: Option<i64> = row.try_get("", "newest")?;
        loads.insert(row.try_get("", "id")?, (row.try_get("", "n")?, newest.unwrap_or(0)));
    }
    Ok(loads)
}

/// Leads whose first contact is late, the latest first.
pub async fn alarmed(tx: &Tx<'_>, until: Instant, limit: i64) -> Result<Vec<Lead>, DbError> {
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND alarm_at IS NOT NULL AND alarm_at <= $2 AND deleted_at IS NULL ORDER BY alarm_at, id LIMIT {limit}"
    );
    sql::all(tx.conn(), &text, [tx.tenant().into(), until.into()]).await
}

/// Leads in the pools of stores, the newest first.
pub async fn pooled(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    stores: &[Id],
    limit: i64,
) -> Result<Vec<Lead>, DbError> {
    let mut found: Vec<Lead> = Vec::new();
    for store in stores {
        let text = format!(
            "{SELECT} WHERE tenant_id = $1 AND store_id = $2 AND state = 'pool' AND pooled_at IS NOT NULL AND deleted_at IS NULL \
             ORDER BY pooled_at DESC, id DESC LIMIT {limit}"
        );
        found.extend(sql::all::<Lead>(conn, &text, [tenant.into(), (*store).into()]).await?);
    }
    found.sort_by_key(|lead| std::cmp::Reverse((lead.pooled_at, lead.id)));
    found.truncate(limit.max(0) as usize);
    Ok(found)
}

/// The leads of customers.
pub async fn of_customers(conn: &impl ConnectionTrait, tenant: Tenant, customers: &[Id]) -> Result<Vec<Lead>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push(SELECT).push(" WHERE tenant_id = ").bind(tenant);
    q.push(" AND customer_id IN (").bind_all(customers.iter().copied()).push(") ORDER BY received_at, id");
    sql::all(conn, &q.text, q.values).await
}

/// The name of a person, for pages.
pub async fn user_names(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    ids: &[Id],
) -> Result<HashMap<Id, String>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, name FROM users WHERE tenant_id = ").bind(tenant);
    q.push(" AND id IN (").bind_all(ids.iter().copied()).push(")");
    q.rows(conn).await?.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
}
