//! All SQL of odometer readings.

use std::collections::HashMap;

use chrono::NaiveDate;
use identifiers::odometer::Reading;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value};
use sea_orm::FromQueryResult;

use super::NewReading;
use super::rules::{self, Judged};

/// A reading as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Stored {
    /// Its id.
    pub id: Id,
    /// The vehicle.
    pub vehicle_id: Id,
    /// Kilometres.
    pub km: i64,
    /// Its day.
    pub read_on: NaiveDate,
    /// Where it comes from: `entry`, `visit`, `import`.
    pub source: String,
    /// `valid` or `suspect`.
    pub verdict: String,
    /// The code of the doubt.
    pub doubt: Option<String>,
    /// A new odometer had been fitted.
    pub replaced: bool,
    /// The store that read it.
    pub store_id: Option<Id>,
    /// When it was written.
    pub created_at: Instant,
}

impl Stored {
    /// As the rules take it. A stored doubt stands for any reason: all that counts is that it is not relied on.
    pub fn judged(&self) -> Judged {
        let doubt = (self.verdict != "valid").then_some(identifiers::Reason::OdometerJump);
        Judged { reading: Reading { on: self.read_on, km: rules::km(self.km), replaced: self.replaced }, doubt }
    }
}

/// Readings of vehicles, oldest first.
pub async fn of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    vehicles: &[Id],
) -> Result<HashMap<Id, Vec<Stored>>, DbError> {
    let mut found: HashMap<Id, Vec<Stored>> = HashMap::new();
    if vehicles.is_empty() {
        return Ok(found);
    }
    let text = format!(
        "SELECT id, vehicle_id, km, read_on, source, verdict, doubt, replaced, store_id, created_at FROM odometer_readings \
         WHERE tenant_id = $1 AND vehicle_id IN ({}) ORDER BY read_on, id",
        sql::placeholders(2, vehicles.len())
    );
    for reading in
        sql::all::<Stored>(conn, &text, std::iter::once(tenant.into()).chain(vehicles.iter().map(|id| (*id).into())))
            .await?
    {
        found.entry(reading.vehicle_id).or_default().push(reading);
    }
    Ok(found)
}

const COLUMNS: [&str; 12] = [
    "tenant_id",
    "id",
    "vehicle_id",
    "km",
    "read_on",
    "source",
    "verdict",
    "doubt",
    "replaced",
    "store_id",
    "created_at",
    "created_by",
];

/// The row of a reading.
pub(crate) fn row(
    tx: &Tx<'_>,
    vehicle: Id,
    new: &NewReading,
    doubt: Option<identifiers::Reason>,
    at: Instant,
) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        vehicle.into(),
        new.km.into(),
        new.on.into(),
        new.source.into(),
        if doubt.is_none() { "valid" } else { "suspect" }.into(),
        doubt.map(|reason| format!("identifier-{}", reason.code())).into(),
        new.replaced.into(),
        new.store.into(),
        at.into(),
        tx.scope().user().into(),
    ]
}

/// Writes rows of [`row`].
pub(crate) async fn insert(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "odometer_readings", &COLUMNS, rows).await
}

/// Vehicles in one statement: their values are bound by name, which is slow for wide statements on SQLite.
const TOGETHER: usize = 50;

/// Writes the last plausible readings into their vehicles.
pub(super) async fn mirror_many(tx: &Tx<'_>, last: &[(Id, i64, NaiveDate)]) -> Result<(), DbError> {
    for part in last.chunks(TOGETHER) {
        let mut q = Query::new();
        q.push("UPDATE vehicles SET odometer_km = CASE id");
        for (id, km, _) in part {
            q.push(" WHEN ").bind(*id).push(" THEN ").bind(*km);
        }
        q.push(" END, odometer_on = CASE id");
        for (id, _, on) in part {
            q.push(" WHEN ").bind(*id).push(" THEN ").bind(*on);
        }
        q.push(" END WHERE tenant_id = ").bind(tx.tenant());
        q.push(" AND id IN (").bind_all(part.iter().map(|(id, ..)| *id)).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}
