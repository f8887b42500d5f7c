//! All SQL of parties.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use records::import::Key;

use super::model::{NewParty, Party};

const SELECT: &str = "SELECT id, vehicle_id, customer_id, role, valid_from, valid_to, created_at FROM vehicle_parties";

/// The parties of a vehicle, those of today first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, vehicle: Id) -> Result<Vec<Party>, DbError> {
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND vehicle_id = $2 ORDER BY CASE WHEN valid_to IS NULL THEN 0 ELSE 1 END, role DESC, valid_to DESC, id DESC"
    );
    sql::all(conn, &text, [tenant.into(), vehicle.into()]).await
}

/// The present parties of vehicles.
pub async fn present(conn: &impl ConnectionTrait, tenant: Tenant, vehicles: &[Id]) -> Result<Vec<Party>, DbError> {
    if vehicles.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND valid_to IS NULL AND vehicle_id IN ({}) ORDER BY id",
        sql::placeholders(2, vehicles.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(vehicles.iter().map(|id| (*id).into()))).await
}

/// What customers have to do with cars today.
pub async fn of_customers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customers: &[Id],
) -> Result<Vec<Party>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND valid_to IS NULL AND customer_id IN ({}) ORDER BY id",
        sql::placeholders(2, customers.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(customers.iter().map(|id| (*id).into()))).await
}

/// The owners of today of cars by their VIN or the plate they wear, whoever asks: key and customer. For the house's own
/// guard, never for showing.
pub(crate) async fn owners_by(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    key: Key,
    texts: &[&str],
) -> Result<Vec<(String, Id)>, DbError> {
    let column = match key {
        Key::Vin => "v.vin",
        Key::Plate => "v.plate",
        Key::Phone | Key::IdNumber => return Ok(Vec::new()),
    };
    let mut found = Vec::new();
    for part in texts.chunks(400) {
        let text = format!(
            "SELECT {column} AS key, p.customer_id FROM vehicles v CROSS JOIN vehicle_parties p WHERE v.tenant_id = $1 \
             AND {column} IS NOT NULL AND {column} IN ({}) AND v.deleted_at IS NULL AND p.tenant_id = v.tenant_id \
             AND p.vehicle_id = v.id AND p.valid_to IS NULL AND p.role = 'owner'",
            sql::placeholders(2, part.len())
        );
        let values = std::iter::once(tenant.into()).chain(part.iter().map(|text| (*text).into()));
        for row in sql::rows(conn, &text, values).await? {
            found.push((row.try_get("", "key")?, row.try_get("", "customer_id")?));
        }
    }
    Ok(found)
}

const COLUMNS: [&str; 9] =
    ["tenant_id", "id", "vehicle_id", "customer_id", "role", "valid_from", "valid_to", "created_at", "created_by"];

/// The row of a party.
pub(crate) fn row(tx: &Tx<'_>, vehicle: Id, new: &NewParty, at: Instant) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        vehicle.into(),
        new.customer.into(),
        new.role.name().into(),
        new.from.into(),
        None::<NaiveDate>.into(),
        at.into(),
        tx.scope().user().into(),
    ]
}

/// Writes rows of [`row`].
pub(crate) async fn insert(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "vehicle_parties", &COLUMNS, rows).await
}

/// Parties end on a day.
pub(crate) async fn end(tx: &Tx<'_>, ids: &[Id], on: NaiveDate) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = format!(
        "UPDATE vehicle_parties SET valid_to = $2 WHERE tenant_id = $1 AND valid_to IS NULL AND id IN ({})",
        sql::placeholders(3, ids.len())
    );
    sql::run(tx.conn(), &text, [tx.tenant().into(), on.into()].into_iter().chain(ids.iter().map(|id| (*id).into())))
        .await
        .map(drop)
}
