//! All SQL of plates.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};

use super::model::{Worn, type_of};

/// The plates of a vehicle, the present one first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, vehicle: Id) -> Result<Vec<Worn>, DbError> {
    let text = "SELECT id, vehicle_id, plate, plate_type, raw, valid_from, valid_to, created_at FROM vehicle_plates \
         WHERE tenant_id = $1 AND vehicle_id = $2 ORDER BY CASE WHEN valid_to IS NULL THEN 0 ELSE 1 END, valid_to DESC, id DESC";
    sql::all(conn, text, [tenant.into(), vehicle.into()]).await
}

const COLUMNS: [&str; 10] = [
    "tenant_id",
    "id",
    "vehicle_id",
    "plate",
    "plate_type",
    "raw",
    "valid_from",
    "valid_to",
    "created_at",
    "created_by",
];

/// The row of a plate put on.
pub(crate) fn row(
    tx: &Tx<'_>,
    vehicle: Id,
    plate: &str,
    raw: Option<&str>,
    from: Option<NaiveDate>,
    at: Instant,
) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        vehicle.into(),
        plate.into(),
        type_of(plate).into(),
        raw.map(str::to_owned).into(),
        from.into(),
        None::<NaiveDate>.into(),
        at.into(),
        tx.scope().user().into(),
    ]
}

/// Writes rows of [`row`].
pub(crate) async fn insert(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "vehicle_plates", &COLUMNS, rows).await
}

/// The plate comes off: its row ends on a day.
pub(crate) async fn end(tx: &Tx<'_>, vehicle: Id, on: NaiveDate) -> Result<(), DbError> {
    let text = "UPDATE vehicle_plates SET valid_to = $3 WHERE tenant_id = $1 AND vehicle_id = $2 AND valid_to IS NULL";
    sql::run(tx.conn(), text, [tx.tenant().into(), vehicle.into(), on.into()]).await.map(drop)
}
