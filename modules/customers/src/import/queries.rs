//! SQL that only the import needs: many customers at a time.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant};
use records::custom::Values;
use records::{Datum, FieldKind, Kind, custom};
use sea_orm::FromQueryResult;

use crate::customer::Facts;
use crate::engagements::Engagement;
use crate::kind as columns;

/// A person with a post in a store.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Person {
    /// Who.
    pub id: Id,
    /// Their name.
    pub name: String,
    /// How they sign in.
    pub login: String,
    /// Path of their first post in the store.
    pub path: String,
}

/// Active people with a post inside a store on a day, their first post first.
pub(super) async fn people(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    day: NaiveDate,
) -> Result<Vec<Person>, DbError> {
    let text = "SELECT u.id, u.name, u.login, n.path FROM users u JOIN posts p ON p.tenant_id = u.tenant_id AND p.user_id = u.id \
         JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         WHERE u.tenant_id = $1 AND n.store_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3) \
         AND u.status = 'active' AND u.deleted_at IS NULL AND n.deleted_at IS NULL ORDER BY p.position, p.id";
    sql::all(conn, text, [tenant.into(), store.into(), day.into()]).await
}

/// Whether a store has rules of assignment at work.
pub(super) async fn has_rules(conn: &impl ConnectionTrait, tenant: Tenant, store: Id) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM assignment_rules WHERE tenant_id = $1 AND store_id = $2 AND active = TRUE AND deleted_at IS NULL LIMIT 1";
    Ok(sql::row(conn, text, [tenant.into(), store.into()]).await?.is_some())
}

/// The zone of a store.
pub(super) async fn zone(conn: &impl ConnectionTrait, tenant: Tenant, store: Id) -> Result<Option<String>, DbError> {
    let text = "SELECT time_zone FROM nodes WHERE tenant_id = $1 AND id = $2";
    sql::row(conn, text, [tenant.into(), store.into()]).await?.map(|row| row.try_get_by_index(0)).transpose()
}

/// A customer as compared with a row.
pub(super) struct Stored {
    /// Columns of the file.
    pub facts: Facts,
    /// Custom fields.
    pub custom: Values,
    /// The keyed hash of the identity number.
    pub id_hash: Option<String>,
    /// For optimistic locking.
    pub version: i64,
    /// Numbers.
    pub phones: Vec<String>,
    /// The engagement with the store of the import.
    pub engagement: Option<Engagement>,
}

/// Customers by id; the caller has shown that they may be seen.
pub(super) async fn stored(
    conn: &impl ConnectionTrait,
    keys: &kernel::crypto::Keys,
    tenant: Tenant,
    kind: &'static Kind,
    store: Id,
    ids: &[Id],
) -> Result<HashMap<Id, Stored>, DbError> {
    let mut found = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let fields: Vec<_> = columns::facts().collect();
    let mut q = Query::new();
    q.push("SELECT id, version, id_hash");
    for (_, column) in &fields {
        q.push(", ").push(column);
    }
    q.push(" FROM customers WHERE tenant_id = ")
        .bind(tenant)
        .push(" AND deleted_at IS NULL AND id IN (")
        .bind_all(ids.iter().copied())
        .push(")");
    for row in q.rows(conn).await? {
        let mut facts = Facts::default();
        for (at, (field, _)) in fields.iter().enumerate() {
            let datum = match field.kind {
                FieldKind::Date => row.try_get_by_index::<Option<NaiveDate>>(at + 3)?.map(Datum::Date),
                _ => row.try_get_by_index::<Option<String>>(at + 3)?.map(Datum::Text),
            };
            facts.set(field.name, datum.unwrap_or(Datum::Empty));
        }
        let stored = Stored {
            facts,
            custom: Values::new(),
            id_hash: row.try_get_by_index(2)?,
            version: row.try_get_by_index(1)?,
            phones: Vec::new(),
            engagement: None,
        };
        found.insert(row.try_get_by_index::<Id>(0)?, stored);
    }
    for (id, values) in custom::of_records(conn, keys, tenant, kind, ids).await? {
        if let Some(stored) = found.get_mut(&id) {
            stored.custom = values;
        }
    }
    let mut q = Query::new();
    q.push("SELECT customer_id, phone FROM customer_phones WHERE tenant_id = ")
        .bind(tenant)
        .push(" AND customer_id IN (")
        .bind_all(ids.iter().copied())
        .push(")");
    for row in q.rows(conn).await? {
        if let Some(stored) = found.get_mut(&row.try_get_by_index::<Id>(0)?) {
            stored.phones.push(row.try_get_by_index(1)?);
        }
    }
    let mut q = Query::new();
    q.push("SELECT id, customer_id, store_id, owner_id, path, class, grade, source, remark, assigned_at, touched_at, next_contact_on, protected_until, created_at, version ");
    q.push("FROM engagements WHERE tenant_id = ")
        .bind(tenant)
        .push(" AND store_id = ")
        .bind(store)
        .push(" AND deleted_at IS NULL AND customer_id IN (");
    q.bind_all(ids.iter().copied()).push(")");
    for row in q.rows(conn).await? {
        let engagement = Engagement::from_query_result(&row, "")?;
        if let Some(stored) = found.get_mut(&engagement.customer_id) {
            stored.engagement = Some(engagement);
        }
    }
    Ok(found)
}

/// Visits that the timelines of customers tell already, by customer and moment.
pub(super) async fn known_visits(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    customers: &[Id],
) -> Result<HashSet<(Id, Instant)>, DbError> {
    if customers.is_empty() {
        return Ok(HashSet::new());
    }
    let mut q = Query::new();
    q.push("SELECT customer_id, at FROM timeline WHERE tenant_id = ")
        .bind(tenant)
        .push(" AND store_id = ")
        .bind(store)
        .push(" AND kind IN ('visit', 'service')");
    q.push(" AND customer_id IN (").bind_all(customers.iter().copied()).push(")");
    q.rows(conn).await?.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}
