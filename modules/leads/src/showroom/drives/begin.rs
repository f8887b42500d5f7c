//! Beginning a test drive, and bringing the car back.

use kernel::{Id, Tx};
use organisation::dictionaries;
use records::{Anchor, Field, FieldKind, Input, Kind, Refusal, Uses};

use super::super::machine::{Act, State, after};
use super::super::{VISIT, moves};
use super::rules::{self, Licence};
use super::{cars, queries};

/// The longest that a car may be away, in minutes.
const LONGEST: i64 = 240;

/// A drive to be begun now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDrive {
    /// Who drives.
    pub driver: String,
    /// Their licence.
    pub licence: Licence,
    /// The demo car.
    pub car: Id,
    /// For how many minutes.
    pub minutes: i64,
}

/// The class of a licence is held against its dictionary.
static LICENCES: Kind = Kind {
    name: "visit",
    collection: "visits",
    table: "showroom_visits",
    anchor: Anchor { table: "showroom_visits", record: "id" },
    only: None,
    fields: &[Field::new("class", FieldKind::Choice("licence-class")).only(Uses::FORM)],
    title: "number",
    default_sort: "-arrived_at",
    pages: false,
};

/// Begins a drive of a visit, which comes to its test drive by it. Refuses what is wrong with the licence, each by its own
/// sentence, and `drive-car-away` when somebody else has the car meanwhile: of two who want it at the same moment one gets
/// it.
pub async fn begin(tx: &mut Tx<'_>, visit: Id, new: NewDrive) -> Result<Id, Refusal> {
    let stored = moves::editable(tx, visit).await?;
    if stored.state() != State::TestDrive && after(stored.state(), Act::Drive).is_none() {
        return Err(Refusal::Rule(stored.state().refusal()));
    }
    if new.driver.trim().is_empty() {
        return Err(Refusal::field("driver", "field-required"));
    }
    if new.driver.chars().count() > 100 {
        return Err(Refusal::field("driver", "field-too-long"));
    }
    if !(5..=LONGEST).contains(&new.minutes) {
        return Err(Refusal::field("minutes", "drive-minutes-range"));
    }
    if new.licence.class.is_empty() {
        return Err(Refusal::field("class", "field-required"));
    }
    let codes: Input = [("class", new.licence.class.as_str())].into_iter().collect();
    dictionaries::check(tx, &LICENCES, None, &codes, &[]).await?;
    let car = cars::hold(tx, stored.store_id, new.car).await?;
    let (from, until) = (tx.now(), tx.now().plus_seconds(new.minutes * 60));
    rules::judge(&new.licence, car.automatic, until.date_in(organisation::HOUSE_ZONE))?;
    if queries::is_away(tx, car.id, from, until).await? {
        return Err(Refusal::field("car", "drive-car-away"));
    }
    let id = tx.new_id();
    queries::insert(tx, id, visit, &new, until).await?;
    match stored.state() {
        State::TestDrive => tx.record(VISIT.name, visit, "update", vec![]),
        _ => drop(moves::go(tx, stored, Act::Drive, None).await?),
    }
    Ok(id)
}

/// The car of a drive is back.
pub async fn finish(tx: &mut Tx<'_>, visit: Id, drive: Id) -> Result<(), Refusal> {
    let stored = moves::editable(tx, visit).await?;
    let found = queries::find(tx, visit, drive).await?.ok_or(Refusal::NotFound)?;
    if !queries::bring_back(tx, drive).await? {
        return Err(Refusal::Rule("drive-back-already"));
    }
    tx.record(VISIT.name, visit, "update", vec![]);
    let minutes = (tx.now().0 - found.starts_at.0) / 60_000_000;
    let told =
        serde_json::json!({ "drive": drive, "store": stored.store_id, "owner": stored.owner_id, "minutes": minutes });
    tx.emit("test-drive.done.v1", VISIT.name, visit, told);
    Ok(())
}
