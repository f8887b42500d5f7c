//! All SQL of custodies. The parties' engagements are read where they stand, because a join is one query for a whole
//! batch.

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value};
use sea_orm::FromQueryResult;

/// A custody as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Custody {
    /// Its id: the anchor that policy and shares speak of.
    pub id: Id,
    /// The vehicle.
    pub vehicle_id: Id,
    /// The store.
    pub store_id: Id,
    /// The consultant.
    pub owner_id: Option<Id>,
    /// The place in the organisation.
    pub path: String,
    /// Whether the store entered the car itself.
    pub entered_here: bool,
}

/// The engagement of a car's present party.
#[derive(Debug, FromQueryResult)]
pub struct PartyClaim {
    /// The vehicle.
    pub vehicle_id: Id,
    /// The customer.
    pub customer_id: Id,
    /// `owner`, `driver`, `payer`.
    pub role: String,
    /// The engagement.
    pub engagement_id: Id,
    /// The store.
    pub store_id: Id,
    /// The consultant.
    pub owner_id: Option<Id>,
    /// The place.
    pub path: String,
    /// Since when they are a customer there.
    pub created_at: Instant,
}

/// A visit with the engagement of the one who came.
#[derive(Debug, FromQueryResult)]
pub struct VisitClaim {
    /// The visit.
    pub id: Id,
    /// The vehicle.
    pub vehicle_id: Id,
    /// The store.
    pub store_id: Id,
    /// The store's place at the time.
    pub store_path: String,
    /// When.
    pub at: Instant,
    /// The consultant of the one who came.
    pub owner_id: Option<Id>,
    /// The place of their engagement.
    pub path: Option<String>,
}

fn for_vehicles(tenant: Tenant, vehicles: &[Id]) -> impl Iterator<Item = Value> {
    std::iter::once(tenant.into()).chain(vehicles.iter().map(|id| (*id).into()))
}

/// Custodies of vehicles.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, vehicles: &[Id]) -> Result<Vec<Custody>, DbError> {
    let text = format!(
        "SELECT id, vehicle_id, store_id, owner_id, path, entered_here FROM custodies WHERE tenant_id = $1 AND deleted_at IS NULL AND vehicle_id IN ({})",
        sql::placeholders(2, vehicles.len())
    );
    sql::all(conn, &text, for_vehicles(tenant, vehicles)).await
}

/// Engagements of the present parties of vehicles.
pub async fn party_claims(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    vehicles: &[Id],
) -> Result<Vec<PartyClaim>, DbError> {
    let text = format!(
        "SELECT p.vehicle_id, p.customer_id, p.role, e.id AS engagement_id, e.store_id, e.owner_id, e.path, e.created_at \
         FROM vehicle_parties p CROSS JOIN engagements e \
         WHERE p.tenant_id = $1 AND p.valid_to IS NULL AND p.vehicle_id IN ({}) \
         AND e.tenant_id = p.tenant_id AND e.customer_id = p.customer_id AND e.deleted_at IS NULL",
        sql::placeholders(2, vehicles.len())
    );
    sql::all(conn, &text, for_vehicles(tenant, vehicles)).await
}

/// Visits of vehicles.
pub async fn visit_claims(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    vehicles: &[Id],
) -> Result<Vec<VisitClaim>, DbError> {
    let text = format!(
        "SELECT v.id, v.vehicle_id, v.store_id, v.path AS store_path, v.at, e.owner_id, e.path FROM visits v \
         LEFT JOIN engagements e ON e.tenant_id = v.tenant_id AND e.customer_id = v.customer_id AND e.store_id = v.store_id AND e.deleted_at IS NULL \
         WHERE v.tenant_id = $1 AND v.vehicle_id IN ({})",
        sql::placeholders(2, vehicles.len())
    );
    sql::all(conn, &text, for_vehicles(tenant, vehicles)).await
}

/// Vehicles that customers have now or came with, for the followers of engagements.
pub async fn vehicles_of(conn: &impl ConnectionTrait, tenant: Tenant, customers: &[Id]) -> Result<Vec<Id>, DbError> {
    let marks = sql::placeholders(2, customers.len());
    let text = format!(
        "SELECT vehicle_id FROM vehicle_parties WHERE tenant_id = $1 AND valid_to IS NULL AND customer_id IN ({marks}) \
         UNION SELECT vehicle_id FROM visits WHERE tenant_id = $1 AND customer_id IN ({marks})"
    );
    sql::rows(conn, &text, for_vehicles(tenant, customers)).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

const COLUMNS: [&str; 11] = [
    "tenant_id",
    "id",
    "vehicle_id",
    "store_id",
    "owner_id",
    "path",
    "sort_key",
    "touched_at",
    "entered_here",
    "created_at",
    "deleted_at",
];

/// A custody to be written.
pub struct NewCustody {
    /// The custody.
    pub custody: Custody,
    /// The vehicle's sort key.
    pub sort_key: String,
    /// The last visit, or when it came to be.
    pub touched_at: Instant,
}

/// Writes custodies.
pub async fn insert(tx: &Tx<'_>, list: Vec<NewCustody>) -> Result<(), DbError> {
    let rows = list
        .into_iter()
        .map(|new| {
            let c = new.custody;
            vec![
                tx.tenant().into(),
                c.id.into(),
                c.vehicle_id.into(),
                c.store_id.into(),
                c.owner_id.into(),
                c.path.into(),
                new.sort_key.into(),
                new.touched_at.into(),
                c.entered_here.into(),
                tx.now().into(),
                None::<i64>.into(),
            ]
        })
        .collect();
    sql::insert(tx.conn(), "custodies", &COLUMNS, rows).await
}

/// Gives custodies to a consultant at a place.
pub async fn stand(tx: &Tx<'_>, ids: &[Id], owner: Option<Id>, path: &str) -> Result<(), DbError> {
    for part in ids.chunks(500) {
        let mut q = Query::new();
        q.push("UPDATE custodies SET owner_id = ").bind(owner).push(", path = ").bind(path);
        q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id IN (").bind_all(part.iter().copied()).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

/// Puts custodies away.
pub async fn put_away(tx: &Tx<'_>, ids: &[Id]) -> Result<(), DbError> {
    for part in ids.chunks(500) {
        let mut q = Query::new();
        q.push("UPDATE custodies SET deleted_at = ").bind(tx.now());
        q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id IN (").bind_all(part.iter().copied()).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

/// Mirrors a vehicle's sort key, and notes a change at these stores' custodies.
pub async fn mirror_sort_key(tx: &Tx<'_>, vehicle: Id, key: &str) -> Result<(), DbError> {
    // Those put away may come back. One statement for both would walk all custodies: each has an index of its own.
    for of in ["deleted_at IS NULL", "deleted_at IS NOT NULL"] {
        let text = format!("UPDATE custodies SET sort_key = $3 WHERE tenant_id = $1 AND vehicle_id = $2 AND {of}");
        sql::run(tx.conn(), &text, [tx.tenant().into(), vehicle.into(), key.into()]).await?;
    }
    Ok(())
}

/// Notes that something happened with a vehicle for the readers of these custodies.
pub async fn touch(tx: &Tx<'_>, ids: &[Id]) -> Result<(), DbError> {
    let text = format!(
        "UPDATE custodies SET touched_at = $2 WHERE tenant_id = $1 AND touched_at < $2 AND id IN ({})",
        sql::placeholders(3, ids.len())
    );
    let values = [tx.tenant().into(), tx.now().into()].into_iter().chain(ids.iter().map(|id| (*id).into()));
    if ids.is_empty() { Ok(()) } else { sql::run(tx.conn(), &text, values).await.map(drop) }
}

/// Mirrors the last visit into custodies that have not seen it.
pub async fn touch_by_visits(tx: &Tx<'_>, vehicles: &[Id]) -> Result<(), DbError> {
    let last = "(SELECT max(v.at) FROM visits v WHERE v.tenant_id = custodies.tenant_id AND v.vehicle_id = custodies.vehicle_id AND v.store_id = custodies.store_id)";
    let text = format!(
        "UPDATE custodies SET touched_at = {last} WHERE tenant_id = $1 AND deleted_at IS NULL AND vehicle_id IN ({}) AND touched_at < {last}",
        sql::placeholders(2, vehicles.len())
    );
    sql::run(tx.conn(), &text, for_vehicles(tx.tenant(), vehicles)).await.map(drop)
}
