//! All SQL of visits.

use std::collections::HashSet;

use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value};
use records::policy::{self, Look};

use super::model::{NewVisit, Visit};
use crate::kind::VEHICLE;

/// The visits of a vehicle that the reader may see, newest first: those to stores where the vehicle's custody is within
/// their reach. A visit to another store is not there for them.
pub async fn of_vehicle<C: ConnectionTrait>(
    look: &Look<'_, C>,
    vehicle: Id,
    limit: i64,
) -> Result<Vec<Visit>, DbError> {
    let reach = look.scope.reach(VEHICLE.name, Action::See);
    let mut q = Query::new();
    q.push("SELECT v.id, v.vehicle_id, v.customer_id, v.store_id, n.name AS store_name, v.kind, v.at, v.number, v.km, v.work, v.amount, v.adviser FROM visits v ");
    q.push("JOIN nodes n ON n.tenant_id = v.tenant_id AND n.id = v.store_id WHERE v.tenant_id = ")
        .bind(look.scope.tenant);
    q.push(" AND v.vehicle_id = ").bind(vehicle);
    q.push(" AND EXISTS (SELECT 1 FROM custodies a WHERE a.tenant_id = v.tenant_id AND a.vehicle_id = v.vehicle_id AND a.store_id = v.store_id AND a.deleted_at IS NULL AND ");
    policy::condition(&mut q, &reach, "a", &VEHICLE, Action::See, look.now);
    q.push(") ORDER BY v.at DESC, v.id DESC").limit(limit);
    sql::all(look.conn, &q.text, q.values).await
}

/// What is known of the visits of vehicles at one store, so that a sheet that comes twice says nothing twice: moment and
/// the store's number.
pub async fn known(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    vehicles: &[Id],
) -> Result<HashSet<(Id, Instant, Option<String>)>, DbError> {
    if vehicles.is_empty() {
        return Ok(HashSet::new());
    }
    let text = format!(
        "SELECT vehicle_id, at, number FROM visits WHERE tenant_id = $1 AND store_id = $2 AND vehicle_id IN ({})",
        sql::placeholders(3, vehicles.len())
    );
    let values = [tenant.into(), store.into()].into_iter().chain(vehicles.iter().map(|id| (*id).into()));
    sql::rows(conn, &text, values)
        .await?
        .iter()
        .map(|r| Ok((r.try_get("", "vehicle_id")?, r.try_get("", "at")?, r.try_get("", "number")?)))
        .collect()
}

const COLUMNS: [&str; 15] = [
    "tenant_id",
    "id",
    "vehicle_id",
    "customer_id",
    "store_id",
    "path",
    "kind",
    "at",
    "number",
    "km",
    "work",
    "amount",
    "adviser",
    "created_at",
    "created_by",
];

/// The row of a visit.
pub(crate) fn row(tx: &Tx<'_>, id: Id, new: &NewVisit) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        id.into(),
        new.vehicle.into(),
        new.customer.into(),
        new.store.into(),
        new.path.as_str().into(),
        new.kind.into(),
        new.at.into(),
        new.number.clone().into(),
        new.km.into(),
        new.work.clone().into(),
        new.amount.map(|a| a.0).into(),
        new.adviser.clone().into(),
        tx.now().into(),
        tx.scope().user().into(),
    ]
}

/// Writes rows of [`row`].
pub(crate) async fn insert(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "visits", &COLUMNS, rows).await
}
