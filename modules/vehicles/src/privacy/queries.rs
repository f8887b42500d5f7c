//! All SQL of what cars tell of a person.

use chrono::NaiveDate;
use kernel::erasure::among;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};
use sea_orm::FromQueryResult;

/// What someone was or is to a car.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Stake {
    pub id: Id,
    pub vehicle_id: Id,
    pub role: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub delivered_on: Option<NaiveDate>,
}

/// All that files ever were to cars.
pub(super) async fn stakes(conn: &impl ConnectionTrait, tenant: Tenant, files: &[Id]) -> Result<Vec<Stake>, DbError> {
    let mut q = Query::new();
    q.push(
        "SELECT p.id, p.vehicle_id, p.role, p.valid_from, p.valid_to, v.delivered_on FROM vehicle_parties p \
            JOIN vehicles v ON v.tenant_id = p.tenant_id AND v.id = p.vehicle_id WHERE p.tenant_id = ",
    );
    q.bind(tenant).push(" AND ");
    among(&mut q, "p.customer_id", files);
    sql::all(conn, &q.text, q.values).await
}

/// A visit of someone.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Stay {
    pub id: Id,
    pub kind: String,
    pub at: Instant,
}

/// The visits of files.
pub(super) async fn stays(conn: &impl ConnectionTrait, tenant: Tenant, files: &[Id]) -> Result<Vec<Stay>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id, kind, at FROM visits WHERE tenant_id = ").bind(tenant).push(" AND ");
    among(&mut q, "customer_id", files);
    sql::all(conn, &q.text, q.values).await
}

/// A plate as a car wore it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Plate {
    pub id: Id,
    pub vehicle_id: Id,
    pub plate: String,
    pub raw: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

/// The plates that cars wore while someone owned them. One that a car still wears is a former owner's no longer.
pub(super) async fn plates(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    stakes: &[Stake],
) -> Result<Vec<Plate>, DbError> {
    let owned: Vec<&Stake> = stakes.iter().filter(|s| s.role == "owner").collect();
    let cars: Vec<Id> = owned.iter().map(|s| s.vehicle_id).collect();
    let mut q = Query::new();
    q.push("SELECT id, vehicle_id, plate, raw, valid_from, valid_to FROM vehicle_plates WHERE tenant_id = ");
    q.bind(tenant).push(" AND ");
    among(&mut q, "vehicle_id", &cars);
    let mut all: Vec<Plate> = sql::all(conn, &q.text, q.values).await?;
    all.retain(|plate| owned.iter().any(|stake| stake.vehicle_id == plate.vehicle_id && worn_while(plate, stake)));
    Ok(all)
}

fn worn_while(plate: &Plate, stake: &Stake) -> bool {
    let begins_before_end = plate.valid_from.zip(stake.valid_to).is_none_or(|(from, to)| from < to);
    let ends_after_begin = plate.valid_to.zip(stake.valid_from).is_none_or(|(to, from)| to > from);
    let still_worn = plate.valid_to.is_none() && stake.valid_to.is_some();
    begins_before_end && ends_after_begin && !still_worn
}

/// A plate goes with its row.
pub(super) async fn remove_plate(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "DELETE FROM vehicle_plates WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into()]).await.map(drop)
}

/// A car that shows a plate.
#[derive(FromQueryResult)]
pub(super) struct Bared {
    pub id: Id,
    pub vin: Option<String>,
    pub chassis_no: Option<String>,
}

/// Of some cars those that show a plate of which no row is left.
pub(super) async fn bared(tx: &Tx<'_>, cars: &[Id]) -> Result<Vec<Bared>, DbError> {
    let mut q = Query::new();
    q.push("SELECT v.id, v.vin, v.chassis_no FROM vehicles v WHERE v.tenant_id = ").bind(tx.tenant());
    q.push(" AND v.plate IS NOT NULL AND ");
    among(&mut q, "v.id", cars);
    q.push(" AND NOT EXISTS (SELECT 1 FROM vehicle_plates p WHERE p.tenant_id = v.tenant_id AND p.vehicle_id = v.id AND p.valid_to IS NULL)");
    sql::all(tx.conn(), &q.text, q.values).await
}

/// A visit no longer says whose it was.
pub(super) async fn part_visit(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "UPDATE visits SET customer_id = NULL WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into()]).await.map(drop)
}

/// What someone was to a car goes.
pub(super) async fn remove_stake(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "DELETE FROM vehicle_parties WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into()]).await.map(drop)
}
