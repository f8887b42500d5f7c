//! Changing one vehicle. The plate goes its own dated way; everything else is a column with its journal.

use kernel::journal::Change;
use kernel::{Action, Id, Tx, Value};
use organisation::dictionaries;
use records::policy::Look;
use records::{Datum, FieldKind, Input, Refusal, Source, custom, find};

use super::create::{context, overrides, unknown, writable};
use super::model::{self, Vehicle, notes_json};
use super::reading::{self, Sheet};
use super::{queries, rules, search};
use crate::catalogue;
use crate::kind::VEHICLE;
use crate::plates::{self, Taken};

/// Changes a vehicle that stands at `version`. `plate_taken` says what becomes of another car with the plate (`bare`,
/// `swap`; refused unless given), `plate_on` the day of the change (today unless given). The new version is returned.
pub async fn update(tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
    let custodies = find::require(&Look::within(tx), &VEHICLE, id, Action::Edit).await?;
    let now = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if now.version != version {
        return Err(Refusal::Conflict(now.version));
    }
    let kind = custom::writing(tx, &VEHICLE, input, false).await?;
    writable(tx.scope(), kind, input)?;
    let mut input = input.clone();
    // The year of an unchanged VIN is resolved by the days on file.
    for (field, day) in [("delivered_on", now.delivered_on), ("registered_on", now.registered_on)] {
        if input.get("vin").is_some()
            && input.get(field).is_none()
            && let Some(day) = day
        {
            input.set(field, day.to_string());
        }
    }
    let context = context(tx.now());
    let overriding = overrides(tx.scope(), &input)?
        || (now.vin_verdict.as_deref() == Some("overridden") && input.filled("vin") == now.vin.as_deref());
    let mut sheet = reading::read(kind, &input, context, overriding).map_err(Refusal::Invalid)?;
    dictionaries::check(tx, kind, Some(id), &input, &[]).await?;
    let missing = custom::missing(kind, &sheet.custom, false);
    if !missing.is_empty() {
        return Err(Refusal::Invalid(missing));
    }
    let held =
        custom::of_records(tx.conn(), tx.keys(), tx.tenant(), kind, &[id]).await?.remove(&id).unwrap_or_default();
    catalogue::complete(tx, &mut sheet).await?;
    if let Some(vin) = sheet.text("vin").filter(|vin| now.vin.as_ref() != Some(vin)) {
        unknown(tx, &vin, Some(id)).await?;
    }
    identified(&now, &sheet)?;
    let before = search::Before::of(tx, &[id], &[]).await?;
    let (columns, mut changes) = columns(&now, &sheet);
    changes.extend(custom::changes(tx, kind, &held, &sheet.custom).await?);
    if !changes.is_empty() {
        if !queries::change(tx, id, version, columns).await? {
            return Err(Refusal::Conflict(now.version));
        }
        custom::write(tx, kind, id, &sheet.custom).await?;
        tx.record("vehicle", id, "update", changes);
    }
    if sheet.values.contains_key("plate") {
        let on = input.filled("plate_on").and_then(records::input::date).unwrap_or(context.today);
        let taken = match input.filled("plate_taken") {
            Some("bare") => Taken::Bare,
            Some("swap") => Taken::Swap,
            _ => Taken::Refuse,
        };
        plates::change(tx, id, sheet.text("plate").as_deref(), sheet.raw.get("plate").map(String::as_str), on, taken)
            .await?;
    }
    before.renew(tx).await?;
    crate::custodies::queries::touch(tx, &custodies).await?;
    let after = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if after.version != version {
        tx.emit("vehicle.updated.v1", "vehicle", id, serde_json::json!({}));
    }
    Ok(after.version)
}

/// A car keeps something to be known by.
fn identified(now: &Vehicle, sheet: &Sheet) -> Result<(), Refusal> {
    let keeps = |field: &str, held: &Option<String>| {
        if sheet.values.contains_key(field) { sheet.text(field).is_some() } else { held.is_some() }
    };
    match keeps("vin", &now.vin) || keeps("plate", &now.plate) || keeps("chassis_no", &now.chassis_no) {
        true => Ok(()),
        false => Err(Refusal::field("vin", "vehicle-without-identifier")),
    }
}

/// Columns and journal of what really changes.
fn columns(now: &Vehicle, sheet: &Sheet) -> (Vec<(&'static str, Value)>, Vec<Change>) {
    let (mut columns, mut changes) = (Vec::new(), Vec::new());
    for (name, datum) in &sheet.values {
        let Some(field) = VEHICLE.field(name).filter(|f| f.name != "plate") else { continue };
        let Source::Base(column) = field.source else { continue };
        let after = datum.plain(field.kind);
        if let Some(change) = Change::of(name, held(now, name), after) {
            columns.push((column, value(field.kind, datum)));
            changes.push(change);
        }
    }
    if sheet.values.contains_key("vin") && changes.iter().any(|c| c.field == "vin") {
        let verdict = sheet.text("vin").map(|_| sheet.vin_verdict.name());
        columns.push(("vin_verdict", verdict.into()));
        columns.push(("vin_raw", sheet.raw.get("vin").cloned().into()));
    }
    if changes.iter().any(|c| c.field == "engine_no") {
        columns.push(("engine_folded", sheet.text("engine_no").as_deref().map(identifiers::engine::fold).into()));
    }
    let (mut doubts, mut raw) = (model::notes(now.doubts.as_deref()), model::notes(now.raw.as_deref()));
    for name in sheet.values.keys() {
        doubts.remove(*name);
        raw.remove(*name);
    }
    doubts.extend(sheet.doubts.clone());
    raw.extend(sheet.raw.clone());
    if let Some(change) = Change::of("doubts", now.doubts.clone(), notes_json(&doubts)) {
        columns.push(("doubts", change.after.clone().into()));
        columns.push(("raw", notes_json(&raw).into()));
        changes.push(change);
    }
    if changes.iter().any(|c| c.field == "vin" || c.field == "chassis_no") {
        let stands = |field: &str, held: &Option<String>| {
            if sheet.values.contains_key(field) { sheet.text(field) } else { held.clone() }
        };
        let key = rules::sort_key(
            now.plate.as_deref(),
            stands("vin", &now.vin).as_deref(),
            stands("chassis_no", &now.chassis_no).as_deref(),
        );
        columns.push(("sort_key", key.into()));
    }
    (columns, changes)
}

/// What stands there now, in plain form.
fn held(now: &Vehicle, field: &str) -> Option<String> {
    match field {
        "vin" => now.vin.clone(),
        "chassis_no" => now.chassis_no.clone(),
        "engine_no" => now.engine_no.clone(),
        "motor_nos" => now.motor_nos.clone(),
        "catalogue_model" => now.model_id.map(|id| id.to_string()),
        "brand" => now.brand.clone(),
        "series" => now.series.clone(),
        "model" => now.model.clone(),
        "colour" => now.colour.clone(),
        "model_year" => now.model_year.map(|y| y.to_string()),
        "registered_on" => now.registered_on.map(|d| d.to_string()),
        "delivered_on" => now.delivered_on.map(|d| d.to_string()),
        "insured_until" => now.insured_until.map(|d| d.to_string()),
        "usage" => Some(now.usage.clone()),
        "status" => Some(now.status.clone()),
        "remark" => now.remark.clone(),
        _ => None,
    }
}

/// The value of a column; empty is NULL of the column's type, because PostgreSQL tells NULLs apart by type.
fn value(kind: FieldKind, datum: &Datum) -> Value {
    match datum {
        Datum::Text(text) if !text.is_empty() => text.as_str().into(),
        Datum::Integer(n) => (*n).into(),
        Datum::Date(day) => (*day).into(),
        Datum::Bool(yes) => (*yes).into(),
        Datum::Reference(id, _) => (*id).into(),
        _ => match kind {
            FieldKind::Date => None::<chrono::NaiveDate>.into(),
            FieldKind::Reference { .. } => None::<Id>.into(),
            FieldKind::Integer | FieldKind::Money | FieldKind::Kilometres | FieldKind::Instant => None::<i64>.into(),
            _ => None::<String>.into(),
        },
    }
}
