//! Vehicles with everything dated about them.

use std::collections::HashMap;

use identifiers::engine;
use kernel::journal::Change;
use kernel::scope::Place;
use kernel::{DbError, Id, Instant, Tx, Value, clock};
use records::custom::Values;
use records::{Kind, custom};

use crate::custodies;
use crate::kind::VEHICLE;
use crate::odometer::{self, rules as odometer_rules};
use crate::parties::queries as parties;
use crate::plates::{self, queries as plate_rows};
use crate::vehicle::model::{NewVehicle, notes_json};
use crate::vehicle::queries::{COLUMNS, Findable};
use crate::vehicle::rules;

/// Rows of the tables that a batch fills.
#[derive(Default)]
struct Rows {
    vehicles: Vec<Vec<Value>>,
    custom: Vec<(Id, Values)>,
    plates: Vec<Vec<Value>>,
    parties: Vec<Vec<Value>>,
    readings: Vec<Vec<Value>>,
    found: Vec<Findable>,
    entered: HashMap<Id, Place>,
}

/// Makes vehicles with their plates, parties, readings, custodies, search terms and journal; their ids come in the order
/// given. Permission, duplicates and the validity of values are the caller's matter. Several thousand a second; callers
/// commit in steps.
pub async fn insert(tx: &mut Tx<'_>, batch: Vec<NewVehicle>) -> Result<Vec<Id>, DbError> {
    let (mut rows, mut ids) = (Rows::default(), Vec::with_capacity(batch.len()));
    let kind = match batch.iter().any(|new| !new.custom.is_empty()) {
        true => custom::kind_of(tx.conn(), tx.tenant(), &VEHICLE).await?,
        false => &VEHICLE,
    };
    for new in batch {
        ids.push(one(tx, kind, &mut rows, new));
    }
    let values: Vec<(Id, &Values)> = rows.custom.iter().map(|(id, values)| (*id, values)).collect();
    custom::write_new(tx, kind, &values).await?;
    kernel::sql::insert(tx.conn(), "vehicles", &COLUMNS, rows.vehicles).await?;
    plate_rows::insert(tx, rows.plates).await?;
    parties::insert(tx, rows.parties).await?;
    odometer::queries::insert(tx, rows.readings).await?;
    custodies::derive_new(tx, &rows.found, &rows.entered).await?;
    Ok(ids)
}

fn one(tx: &mut Tx<'_>, kind: &'static Kind, rows: &mut Rows, new: NewVehicle) -> Id {
    let at = new.at.unwrap_or(tx.now());
    let id = if new.at.is_some() { clock::id_at(at) } else { tx.new_id() };
    let sort_key = rules::sort_key(new.plate.as_deref(), new.vin.as_deref(), new.chassis_no.as_deref());
    let (readings, judged) = odometer::rows_of(tx, id, &new.readings, &[], at);
    rows.vehicles.push(vehicle_row(tx, id, &new, &sort_key, odometer_rules::last(&judged), at));
    rows.readings.extend(readings);
    if let Some(plate) = &new.plate {
        rows.plates.push(plate_rows::row(tx, id, plate, new.plate_raw.as_deref(), new.plate_from, at));
    }
    rows.parties.extend(new.parties.iter().map(|party| parties::row(tx, id, party, at)));
    tx.record("vehicle", id, "create", journal(kind, &new));
    tx.emit(
        "vehicle.created.v1",
        "vehicle",
        id,
        serde_json::json!({ "customers": new.parties.iter().map(|p| p.customer).collect::<Vec<_>>() }),
    );
    if let Some(place) = new.entered_at {
        rows.entered.insert(id, place);
    }
    rows.custom.push((id, new.custom));
    rows.found.push(Findable {
        id,
        vin: new.vin,
        chassis_no: new.chassis_no,
        plate: new.plate,
        sort_key,
        updated_at: at,
        gone: false,
    });
    id
}

fn vehicle_row(
    tx: &Tx<'_>,
    id: Id,
    new: &NewVehicle,
    sort_key: &str,
    odometer: Option<(i64, chrono::NaiveDate)>,
    at: Instant,
) -> Vec<Value> {
    let today = at.utc().date_naive();
    let model_year =
        new.model_year.or_else(|| rules::model_year(new.vin.as_deref(), new.delivered_on, new.registered_on, today));
    vec![
        tx.tenant().into(),
        id.into(),
        new.vin.clone().into(),
        new.vin.as_ref().map(|_| new.vin_verdict.name()).into(),
        new.vin_raw.clone().into(),
        new.chassis_no.clone().into(),
        new.engine_no.clone().into(),
        new.engine_no.as_deref().map(engine::fold).into(),
        new.motor_nos.clone().into(),
        new.model_id.into(),
        new.brand.clone().into(),
        new.series.clone().into(),
        new.model.clone().into(),
        new.colour.clone().into(),
        model_year.into(),
        new.plate.clone().into(),
        new.plate.as_deref().and_then(plates::type_of).into(),
        sort_key.into(),
        new.registered_on.into(),
        new.delivered_on.into(),
        new.insured_until.into(),
        odometer.map(|(km, _)| km).into(),
        odometer.map(|(_, on)| on).into(),
        new.usage.as_deref().unwrap_or("private").into(),
        new.status.as_deref().unwrap_or("in_use").into(),
        new.remark.clone().into(),
        notes_json(&new.doubts).into(),
        notes_json(&new.raw).into(),
        1_i64.into(),
        at.into(),
        tx.scope().user().into(),
        at.into(),
    ]
}

/// What the journal keeps of a new vehicle.
fn journal(kind: &'static Kind, new: &NewVehicle) -> Vec<Change> {
    let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string());
    [
        ("vin", new.vin.clone()),
        ("plate", new.plate.clone()),
        ("chassis_no", new.chassis_no.clone()),
        ("engine_no", new.engine_no.clone()),
        ("motor_nos", new.motor_nos.clone()),
        ("brand", new.brand.clone()),
        ("series", new.series.clone()),
        ("model", new.model.clone()),
        ("colour", new.colour.clone()),
        ("delivered_on", day(new.delivered_on)),
        ("registered_on", day(new.registered_on)),
        ("insured_until", day(new.insured_until)),
        ("usage", new.usage.clone()),
        ("status", new.status.clone()),
        ("remark", new.remark.clone()),
    ]
    .into_iter()
    .filter_map(|(field, after)| Change::of(field, None, after))
    .chain(new.custom.iter().filter_map(|(field, datum)| custom::told(kind, field, None, Some(datum))))
    .collect()
}
