//! What is assumed before a file has been looked at. Each table is what a few pairs would say; a file with many
//! duplicates soon says it better.

use crate::level::Level;
use crate::model::{Model, Table};
use crate::slot::Slot;

/// Levels that a slot never reaches keep a little, so that nothing is impossible.
const LEAST: f64 = 1e-4;

/// Shares by level, from the worst to the best: differs, related, near, close, sounds, swapped, same.
fn same(slot: Slot) -> [f64; Level::COUNT] {
    match slot {
        Slot::Surname => [0.04, 0.01, 0.02, 0.06, 0.02, 0.02, 0.83],
        Slot::Given => [0.05, 0.02, 0.04, 0.06, 0.04, 0.00, 0.79],
        Slot::Whole => [0.05, 0.06, 0.06, 0.08, 0.00, 0.00, 0.75],
        Slot::Sex => [0.02, 0.00, 0.00, 0.00, 0.00, 0.00, 0.98],
        Slot::Birth => [0.03, 0.02, 0.03, 0.07, 0.00, 0.00, 0.85],
        Slot::Number => [0.08, 0.00, 0.03, 0.07, 0.00, 0.00, 0.82],
        Slot::Address => [0.10, 0.10, 0.05, 0.10, 0.00, 0.03, 0.62],
        Slot::Address2 => [0.20, 0.05, 0.05, 0.10, 0.00, 0.00, 0.60],
        Slot::Suburb => [0.07, 0.02, 0.03, 0.08, 0.00, 0.00, 0.80],
        Slot::Postcode => [0.05, 0.00, 0.03, 0.07, 0.00, 0.00, 0.85],
        Slot::State => [0.05, 0.00, 0.01, 0.02, 0.00, 0.00, 0.92],
        Slot::Phone => [0.25, 0.00, 0.01, 0.06, 0.00, 0.00, 0.68],
        Slot::Email => [0.25, 0.00, 0.05, 0.05, 0.00, 0.00, 0.65],
        Slot::Plate => [0.25, 0.00, 0.00, 0.05, 0.00, 0.00, 0.70],
        Slot::Vin => [0.25, 0.00, 0.03, 0.05, 0.00, 0.00, 0.67],
        Slot::IdNumber => [0.02, 0.00, 0.00, 0.05, 0.00, 0.00, 0.93],
    }
}

fn household(slot: Slot) -> [f64; Level::COUNT] {
    match slot {
        Slot::Surname => [0.48, 0.00, 0.00, 0.01, 0.00, 0.01, 0.50],
        // Brothers and sisters often share one hanzi of the two.
        Slot::Given => [0.86, 0.04, 0.09, 0.004, 0.003, 0.0, 0.003],
        Slot::Number | Slot::Suburb | Slot::Postcode | Slot::State => [0.08, 0.00, 0.01, 0.03, 0.00, 0.00, 0.88],
        Slot::Address => [0.10, 0.10, 0.05, 0.08, 0.00, 0.02, 0.65],
        Slot::Address2 => [0.20, 0.05, 0.05, 0.10, 0.00, 0.00, 0.60],
        Slot::Phone => [0.48, 0.00, 0.01, 0.02, 0.00, 0.00, 0.48],
        Slot::Plate | Slot::Vin => [0.60, 0.00, 0.01, 0.02, 0.00, 0.00, 0.37],
        other => strangers(other),
    }
}

fn strangers(slot: Slot) -> [f64; Level::COUNT] {
    match slot {
        Slot::Surname => [0.90, 0.06, 0.01, 0.005, 0.005, 0.0001, 0.02],
        Slot::Given => [0.90, 0.06, 0.03, 0.003, 0.002, 0.0, 0.005],
        Slot::Whole => [0.97, 0.02, 0.005, 0.0005, 0.0, 0.0, 0.0001],
        Slot::Sex => [0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5],
        Slot::Birth => [0.975, 0.02, 0.004, 0.0005, 0.0, 0.0, 0.00005],
        Slot::Number => [0.85, 0.0, 0.05, 0.08, 0.0, 0.0, 0.02],
        Slot::Address | Slot::Address2 => [0.93, 0.06, 0.008, 0.001, 0.0, 0.0001, 0.001],
        Slot::Suburb => [0.93, 0.03, 0.01, 0.005, 0.0, 0.0, 0.02],
        Slot::Postcode => [0.83, 0.0, 0.15, 0.01, 0.0, 0.0, 0.01],
        Slot::State => [0.80, 0.0, 0.0, 0.0, 0.0, 0.0, 0.20],
        Slot::Phone | Slot::Plate => [0.9996, 0.0002, 0.0001, 0.00001, 0.0, 0.0, 0.000001],
        Slot::Email | Slot::Vin => [0.9998, 0.0, 0.0001, 0.00001, 0.0, 0.0, 0.000001],
        Slot::IdNumber => [0.9999, 0.0, 0.0, 0.0001, 0.0, 0.0, 0.000001],
    }
}

fn table(of: impl Fn(Slot) -> [f64; Level::COUNT], least: f64) -> Table {
    Slot::ALL.map(|slot| {
        let row = of(slot).map(|share| share.max(least));
        let sum: f64 = row.iter().sum();
        row.map(|share| share / sum)
    })
}

impl Model {
    /// The model before anything is known of a file of so many records.
    pub fn usual(records: usize) -> Self {
        let share = (0.2 / records.max(2) as f64).min(0.1);
        Self {
            same: table(same, LEAST),
            household: table(household, LEAST),
            strangers: table(strangers, 1e-7),
            same_share: share,
            household_share: share / 2.0,
        }
    }
}
