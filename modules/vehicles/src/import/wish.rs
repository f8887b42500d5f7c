//! What a row says of a car and of a visit.

use chrono::NaiveDate;
use identifiers::{engine, vin as vins};
use kernel::{Fen, Instant};
use records::Datum;
use records::import::{Draft, Standing, Value};

use crate::vehicle::model::{NewVehicle, VinVerdict};

/// A row's car.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wish {
    /// The car as it would be made.
    pub car: NewVehicle,
    /// Odometer in km.
    pub km: Option<i64>,
    /// The visit, if the row tells of one.
    pub at: Option<Instant>,
}

/// The car of a row; none where the row has nothing to know a car by (a model that a prospect has in mind is no car).
pub(super) fn wish(draft: &Draft) -> Option<Wish> {
    let text = |target: &str| draft.text(target).map(str::to_owned);
    let mut car = NewVehicle {
        brand: text("vehicle.brand"),
        series: text("vehicle.series"),
        model: text("vehicle.model"),
        colour: text("vehicle.colour"),
        chassis_no: text("vehicle.chassis_no").map(|number| vins::normalise(&number)),
        delivered_on: draft.date("vehicle.delivered_on"),
        registered_on: draft.date("vehicle.registered_on"),
        insured_until: draft.date("vehicle.insured_until"),
        ..NewVehicle::default()
    };
    if let Some(value) = draft.all("vehicle.vin").next() {
        take_vin(&mut car, value);
    }
    if let Some(value) = draft.all("vehicle.plate").next() {
        let text = plain(value);
        match value.standing {
            Standing::Unread => drop(car.raw.insert("plate".into(), value.raw.clone())),
            _ => car.plate = Some(text),
        }
        note(&mut car, "plate", value);
    }
    if let Some(value) = draft.all("vehicle.engine_no").next() {
        let checked = engine::check(&value.raw);
        if let Some(reason) = checked.verdict.reason() {
            car.doubts.insert("engine_no".into(), crate::vehicle::reading::sentence(reason));
        }
        car.engine_no = Some(checked.value).filter(|v| !v.is_empty());
    }
    let known = car.vin.is_some() || car.plate.is_some() || car.chassis_no.is_some();
    // Something was meant as a VIN or a plate, or a car was bought: there is a car, if an unnamed one.
    let meant =
        !car.raw.is_empty() || car.engine_no.is_some() || car.delivered_on.is_some() || car.registered_on.is_some();
    if !known && !meant {
        return None;
    }
    Some(Wish {
        car,
        km: draft.number("visit.odometer").filter(|km| *km >= 0),
        at: draft.number("visit.at").map(Instant),
    })
}

fn plain(value: &Value) -> String {
    match &value.datum {
        Datum::Text(text) => text.clone(),
        _ => value.raw.clone(),
    }
}

/// The raw text beside a value that is doubtful or folded, and its doubt.
fn note(car: &mut NewVehicle, field: &str, value: &Value) {
    if let Some(code) = &value.doubt {
        car.doubts.insert(field.into(), code.to_string());
        car.raw.insert(field.into(), value.raw.clone());
    }
    if field == "plate" && car.plate.as_ref().is_some_and(|p| *p != value.raw) {
        car.plate_raw = Some(value.raw.clone());
    }
}

/// A VIN that can be read is one; a number of another length is a chassis number (domain.md §4.1); the rest stays raw.
fn take_vin(car: &mut NewVehicle, value: &Value) {
    let folded = vins::normalise(&value.raw);
    match value.standing {
        Standing::Sound => car.vin = Some(plain(value)),
        Standing::Doubtful => (car.vin, car.vin_verdict) = (Some(plain(value)), VinVerdict::Suspect),
        Standing::Unread
            if (5..17).contains(&folded.chars().count()) && folded.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            car.chassis_no = Some(folded)
        }
        Standing::Unread => drop(car.raw.insert("vin".into(), value.raw.clone())),
    }
    note(car, "vin", value);
    if car.vin.as_ref().is_some_and(|v| *v != value.raw) {
        car.vin_raw = Some(value.raw.clone());
    }
}

impl Wish {
    /// What recognises the car, the surer first.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        [&self.car.vin, &self.car.chassis_no, &self.car.plate].into_iter().flatten().map(String::as_str)
    }

    /// The amount of the visit.
    pub fn amount(draft: &Draft) -> Option<Fen> {
        draft.number("visit.amount").map(Fen)
    }

    /// What was done, all columns of it.
    pub fn work(draft: &Draft) -> Option<String> {
        let works: Vec<&str> = draft.all("visit.work").map(|v| v.raw.as_str()).collect();
        (!works.is_empty()).then(|| works.join("；"))
    }

    /// The day of the reading: that of the visit, else the day of the import.
    pub fn read_on(&self, today: NaiveDate, zone: chrono_tz::Tz) -> NaiveDate {
        self.at.map_or(today, |at| at.date_in(zone))
    }
}

#[cfg(test)]
#[path = "wish_tests.rs"]
mod tests;
