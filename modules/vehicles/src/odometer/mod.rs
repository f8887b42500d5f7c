//! Odometer readings: dated, judged, never thrown away (domain.md §2.4).

pub mod queries;
mod record;
pub mod rules;

use chrono::NaiveDate;
use identifiers::odometer::Reading;
use kernel::{Id, Tx, Value};

pub use record::{enter, record, record_many};
use rules::Judged;

/// A reading to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewReading {
    /// Kilometres.
    pub km: i64,
    /// Its day.
    pub on: NaiveDate,
    /// Where it comes from: `entry`, `visit`, `import`.
    pub source: &'static str,
    /// A new odometer had been fitted.
    pub replaced: bool,
    /// The store that read it.
    pub store: Option<Id>,
}

impl NewReading {
    /// A reading of an odometer that is still the first one.
    pub fn new(km: i64, on: NaiveDate, source: &'static str) -> NewReading {
        NewReading { km, on, source, replaced: false, store: None }
    }

    pub(crate) fn reading(&self) -> Reading {
        Reading { on: self.on, km: rules::km(self.km), replaced: self.replaced }
    }
}

/// Judges readings of one vehicle beside those known, and makes their rows. All readings come back, judged.
pub(crate) fn rows_of(
    tx: &Tx<'_>,
    vehicle: Id,
    readings: &[NewReading],
    known: &[Judged],
    at: kernel::Instant,
) -> (Vec<Vec<Value>>, Vec<Judged>) {
    let mut sorted = readings.to_vec();
    sorted.sort_by_key(|r| (r.on, r.replaced, r.km));
    let judged = rules::judge_all(sorted.iter().map(NewReading::reading).collect(), known);
    let rows =
        sorted.iter().zip(&judged).map(|(new, judged)| queries::row(tx, vehicle, new, judged.doubt, at)).collect();
    let mut all = known.to_vec();
    all.extend(judged);
    (rows, all)
}
