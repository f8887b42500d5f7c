//! All SQL of the vehicle's own table.

use std::collections::BTreeSet;

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value};
use sea_orm::FromQueryResult;

use super::model::Vehicle;
use super::search;

const SELECT: &str = "SELECT id, vin, vin_verdict, vin_raw, chassis_no, engine_no, motor_nos, model_id, brand, series, model, colour, model_year, \
     plate, plate_type, registered_on, delivered_on, insured_until, odometer_km, odometer_on, usage, status, remark, doubts, raw, version FROM vehicles";

/// A vehicle; permission has been shown by the caller.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Vehicle>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"),
        [tenant.into(), id.into()],
    )
    .await
}

/// Vehicles by id; permission has been shown by the caller.
pub async fn by_ids(conn: &impl ConnectionTrait, tenant: Tenant, ids: &[Id]) -> Result<Vec<Vehicle>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text =
        format!("{SELECT} WHERE tenant_id = $1 AND deleted_at IS NULL AND id IN ({})", sql::placeholders(2, ids.len()));
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(ids.iter().map(|id| (*id).into()))).await
}

/// What a vehicle is found and sorted by.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Findable {
    /// Its id.
    pub id: Id,
    /// VIN.
    pub vin: Option<String>,
    /// Chassis number.
    pub chassis_no: Option<String>,
    /// Plate.
    pub plate: Option<String>,
    /// What lists are sorted by.
    pub sort_key: String,
    /// When it last changed.
    pub updated_at: Instant,
    /// Whether it was put away.
    pub gone: bool,
}

impl Findable {
    /// Its search terms.
    pub fn terms(&self) -> BTreeSet<String> {
        search::terms(self.vin.as_deref(), self.chassis_no.as_deref(), self.plate.as_deref())
    }
}

/// Vehicles as custodies and search need them, those put away among them.
pub async fn findable(conn: &impl ConnectionTrait, tenant: Tenant, ids: &[Id]) -> Result<Vec<Findable>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, vin, chassis_no, plate, sort_key, updated_at, deleted_at IS NOT NULL AS gone FROM vehicles WHERE tenant_id = $1 AND id IN ({})",
        sql::placeholders(2, ids.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(ids.iter().map(|id| (*id).into()))).await
}

/// A car that a customer has.
#[derive(Debug, FromQueryResult)]
pub struct CarOf {
    /// The customer.
    pub customer_id: Id,
    /// VIN.
    pub vin: Option<String>,
    /// Chassis number.
    pub chassis_no: Option<String>,
    /// Plate.
    pub plate: Option<String>,
}

/// The identifiers of cars that customers have now.
pub async fn cars_of(conn: &impl ConnectionTrait, tenant: Tenant, customers: &[Id]) -> Result<Vec<CarOf>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT p.customer_id, v.vin, v.chassis_no, v.plate FROM vehicle_parties p CROSS JOIN vehicles v \
         WHERE p.tenant_id = $1 AND p.valid_to IS NULL AND p.customer_id IN ({}) AND v.tenant_id = p.tenant_id AND v.id = p.vehicle_id AND v.deleted_at IS NULL",
        sql::placeholders(2, customers.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(customers.iter().map(|id| (*id).into()))).await
}

/// Where a customer's search terms hang.
#[derive(Debug, FromQueryResult)]
pub struct EngagementOf {
    /// The engagement.
    pub id: Id,
    /// The customer.
    pub customer_id: Id,
    /// The store.
    pub store_id: Id,
    /// The place in the organisation.
    pub path: String,
}

/// The engagements of customers.
pub async fn engagements_of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customers: &[Id],
) -> Result<Vec<EngagementOf>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, customer_id, store_id, path FROM engagements WHERE tenant_id = $1 AND deleted_at IS NULL AND customer_id IN ({})",
        sql::placeholders(2, customers.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(customers.iter().map(|id| (*id).into()))).await
}

/// Changes columns of a vehicle that still stands at `version`; false when someone was faster.
pub async fn change(tx: &Tx<'_>, id: Id, version: i64, changes: Vec<(&str, Value)>) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("UPDATE vehicles SET version = version + 1, updated_at = ").bind(tx.now());
    for (column, value) in changes {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ")
        .bind(tx.tenant())
        .push(" AND id = ")
        .bind(id)
        .push(" AND version = ")
        .bind(version)
        .push(" AND deleted_at IS NULL");
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// Changes mirrored columns; the version rises, whatever it is.
pub async fn mirror(tx: &Tx<'_>, id: Id, changes: Vec<(&str, Value)>) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE vehicles SET version = version + 1, updated_at = ").bind(tx.now());
    for (column, value) in changes {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(id);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// Columns of a new row, in the order of the rows that `bulk` makes.
pub const COLUMNS: [&str; 32] = [
    "tenant_id",
    "id",
    "vin",
    "vin_verdict",
    "vin_raw",
    "chassis_no",
    "engine_no",
    "engine_folded",
    "motor_nos",
    "model_id",
    "brand",
    "series",
    "model",
    "colour",
    "model_year",
    "plate",
    "plate_type",
    "sort_key",
    "registered_on",
    "delivered_on",
    "insured_until",
    "odometer_km",
    "odometer_on",
    "usage",
    "status",
    "remark",
    "doubts",
    "raw",
    "version",
    "created_at",
    "created_by",
    "updated_at",
];

/// People who write the same VIN at the same moment take turns, so that the second one sees the first one's car. On
/// SQLite the write transaction itself is the turn.
pub async fn take_turn(tx: &Tx<'_>, vin: &str) -> Result<(), DbError> {
    if tx.conn().get_database_backend() == sea_orm::DbBackend::Postgres {
        sql::run(
            tx.conn(),
            "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))",
            [format!("vin {vin}").into(), tx.tenant().into()],
        )
        .await?;
    }
    Ok(())
}
