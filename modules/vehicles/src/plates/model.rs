//! A plate that a car wears or wore.

use chrono::NaiveDate;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// A plate as stored. Plates are reused and swapped between cars, so a plate is never a key (domain.md §4.2).
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Worn {
    /// Its id.
    pub id: Id,
    /// The vehicle.
    pub vehicle_id: Id,
    /// Normalised.
    pub plate: String,
    /// Type code of GA 24.7.
    pub plate_type: Option<String>,
    /// What was typed, where it differs.
    pub raw: Option<String>,
    /// The first day, where it is known.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it was no longer worn; none while it is.
    pub valid_to: Option<NaiveDate>,
    /// When it was written down.
    pub created_at: Instant,
}

/// The type code of a plate as far as its form tells.
pub fn type_of(plate: &str) -> Option<&'static str> {
    identifiers::plate::parse(plate)?.kind.type_code()
}
