//! What a vehicle is: the stored row, and what is to be written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::scope::Place;
use kernel::{Id, Instant};
use records::custom::Values;
use sea_orm::FromQueryResult;

use crate::odometer::NewReading;
use crate::parties::NewParty;

/// Texts by field, as the columns `raw` and `doubts` hold them.
pub type Notes = BTreeMap<String, String>;

/// Reads a JSON object of texts; anything else is empty.
pub fn notes(json: Option<&str>) -> Notes {
    json.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The JSON of notes; none when there are none.
pub fn notes_json(notes: &Notes) -> Option<String> {
    (!notes.is_empty()).then(|| serde_json::json!(notes).to_string())
}

/// The vehicle as commands and pages need it, without policy: the caller has shown that it may be seen.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Vehicle {
    /// Its id.
    pub id: Id,
    /// The normalised VIN.
    pub vin: Option<String>,
    /// See [`VinVerdict`].
    pub vin_verdict: Option<String>,
    /// What was typed as VIN, where it differs.
    pub vin_raw: Option<String>,
    /// The chassis number of a car without a VIN of 17 characters (grey imports, domain.md §4.1).
    pub chassis_no: Option<String>,
    /// The engine number as stamped.
    pub engine_no: Option<String>,
    /// Motor numbers, separated by blanks.
    pub motor_nos: Option<String>,
    /// Its place in the catalogue.
    pub model_id: Option<Id>,
    /// Brand as given.
    pub brand: Option<String>,
    /// Series as given.
    pub series: Option<String>,
    /// Model as given.
    pub model: Option<String>,
    /// Colour as given.
    pub colour: Option<String>,
    /// Model year.
    pub model_year: Option<i64>,
    /// The plate worn now, normalised.
    pub plate: Option<String>,
    /// Its type code (GA 24.7).
    pub plate_type: Option<String>,
    /// First registration.
    pub registered_on: Option<NaiveDate>,
    /// Delivery to the first owner.
    pub delivered_on: Option<NaiveDate>,
    /// Until when it is insured, as far as the sheets tell.
    pub insured_until: Option<NaiveDate>,
    /// The last plausible odometer reading in km.
    pub odometer_km: Option<i64>,
    /// Its day.
    pub odometer_on: Option<NaiveDate>,
    /// Dictionary `vehicle-usage`.
    pub usage: String,
    /// Dictionary `vehicle-status`.
    pub status: String,
    /// A remark.
    pub remark: Option<String>,
    /// JSON, codes of doubts by field.
    pub doubts: Option<String>,
    /// JSON, what was typed beside doubtful values.
    pub raw: Option<String>,
    /// For optimistic locking.
    pub version: i64,
}

/// What the check of a VIN came to where one is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VinVerdict {
    /// Obeys every rule.
    #[default]
    Valid,
    /// Stored and flagged: the check digit is not mandatory where it comes from, or the year is unknown.
    Suspect,
    /// Against the rules, stored on a manager's word (domain.md §4.1).
    Overridden,
}

impl VinVerdict {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            VinVerdict::Valid => "valid",
            VinVerdict::Suspect => "suspect",
            VinVerdict::Overridden => "overridden",
        }
    }
}

/// A vehicle to be made. Permission and duplicates are the caller's matter; values are checked and normalised already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewVehicle {
    /// The normalised VIN.
    pub vin: Option<String>,
    /// What its check came to.
    pub vin_verdict: VinVerdict,
    /// What was typed, where it differs.
    pub vin_raw: Option<String>,
    /// Chassis number of a car without a VIN.
    pub chassis_no: Option<String>,
    /// Engine number.
    pub engine_no: Option<String>,
    /// Motor numbers, separated by blanks.
    pub motor_nos: Option<String>,
    /// Place in the catalogue.
    pub model_id: Option<Id>,
    /// Brand as given.
    pub brand: Option<String>,
    /// Series as given.
    pub series: Option<String>,
    /// Model as given.
    pub model: Option<String>,
    /// Colour as given.
    pub colour: Option<String>,
    /// Model year; read from the VIN when it is none.
    pub model_year: Option<i64>,
    /// The plate, normalised.
    pub plate: Option<String>,
    /// What was typed, where it differs.
    pub plate_raw: Option<String>,
    /// Since when it is worn, where that is known.
    pub plate_from: Option<NaiveDate>,
    /// First registration.
    pub registered_on: Option<NaiveDate>,
    /// Delivery.
    pub delivered_on: Option<NaiveDate>,
    /// Insured until.
    pub insured_until: Option<NaiveDate>,
    /// Dictionary `vehicle-usage`; `private` when none.
    pub usage: Option<String>,
    /// Dictionary `vehicle-status`; `in_use` when none.
    pub status: Option<String>,
    /// A remark.
    pub remark: Option<String>,
    /// Custom fields.
    pub custom: Values,
    /// Codes of doubts by field.
    pub doubts: Notes,
    /// What was typed beside doubtful values.
    pub raw: Notes,
    /// Owner, drivers, payers.
    pub parties: Vec<NewParty>,
    /// Odometer readings, in any order.
    pub readings: Vec<NewReading>,
    /// The place that enters it, with the consultant: for a car without a customer, or one whose customers have no
    /// engagement at the store. Such a custody stays, whatever becomes of the parties.
    pub entered_at: Option<Place>,
    /// When the file began, where that was before now (demo, migration from another system).
    pub at: Option<Instant>,
}
