//! Changing a car's plate, also where another car wears it.

use chrono::NaiveDate;
use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::{queries, type_of};
use crate::kind::VEHICLE;
use crate::lookup;
use crate::vehicle::queries as vehicles;
use crate::vehicle::{Vehicle, rules, search};

/// What becomes of another car, within the reader's reach, that wears the plate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taken {
    /// The change is refused, so that someone decides.
    #[default]
    Refuse,
    /// It is left without a plate.
    Bare,
    /// It gets this car's plate: the two are swapped.
    Swap,
}

/// Puts a plate on a car from a day on, or takes it off. `plate` is normalised and checked. A car that the reader does
/// not see plays no part: a plate is never a key.
///
/// Refuses `vehicle-plate-worn` and `vehicle-date-before-beginning` at the field `plate`, and whatever forbids the
/// change of either car.
pub async fn change(
    tx: &mut Tx<'_>,
    vehicle: Id,
    plate: Option<&str>,
    raw: Option<&str>,
    on: NaiveDate,
    taken: Taken,
) -> Result<(), Refusal> {
    find::require(&Look::within(tx), &VEHICLE, vehicle, Action::Edit).await?;
    let this = vehicles::find(tx.conn(), tx.tenant(), vehicle).await?.ok_or(Refusal::NotFound)?;
    if this.plate.as_deref() == plate {
        return Ok(());
    }
    let wearers = wearers(tx, vehicle, plate).await?;
    if !wearers.is_empty() && taken == Taken::Refuse {
        return Err(Refusal::field("plate", "vehicle-plate-worn"));
    }
    let mut touched = vec![vehicle];
    touched.extend(wearers.iter().copied());
    let before = search::Before::of(tx, &touched, &[]).await?;
    for (n, other) in wearers.iter().enumerate() {
        find::require(&Look::within(tx), &VEHICLE, *other, Action::Edit).await?;
        let other = vehicles::find(tx.conn(), tx.tenant(), *other).await?.ok_or(Refusal::NotFound)?;
        let gets = if taken == Taken::Swap && n == 0 { this.plate.as_deref() } else { None };
        put(tx, &other, gets, None, on).await?;
    }
    put(tx, &this, plate, raw, on).await?;
    before.renew(tx).await?;
    Ok(())
}

/// Other cars within reach that wear a plate now.
async fn wearers(tx: &Tx<'_>, vehicle: Id, plate: Option<&str>) -> Result<Vec<Id>, Refusal> {
    let Some(plate) = plate else { return Ok(Vec::new()) };
    let mut found: Vec<Id> = lookup::by_plates(&Look::within(tx), Action::See, &[plate.to_owned()])
        .await?
        .into_iter()
        .map(|m| m.vehicle)
        .filter(|id| *id != vehicle)
        .collect();
    found.dedup();
    Ok(found)
}

async fn put(
    tx: &mut Tx<'_>,
    vehicle: &Vehicle,
    plate: Option<&str>,
    raw: Option<&str>,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let worn = queries::of(tx.conn(), tx.tenant(), vehicle.id).await?;
    if worn.iter().any(|w| w.valid_to.is_none() && w.valid_from.is_some_and(|from| from > on)) {
        return Err(Refusal::field("plate", "vehicle-date-before-beginning"));
    }
    queries::end(tx, vehicle.id, on).await?;
    if let Some(plate) = plate {
        let now = tx.now();
        queries::insert(tx, vec![queries::row(tx, vehicle.id, plate, raw.filter(|r| *r != plate), Some(on), now)])
            .await?;
    }
    let key = rules::sort_key(plate, vehicle.vin.as_deref(), vehicle.chassis_no.as_deref());
    let columns = vec![
        ("plate", plate.map(str::to_owned).into()),
        ("plate_type", plate.and_then(type_of).into()),
        ("sort_key", key.into()),
    ];
    vehicles::mirror(tx, vehicle.id, columns).await?;
    tx.record(
        "vehicle",
        vehicle.id,
        "plate",
        Change::of("plate", vehicle.plate.clone(), plate.map(str::to_owned)).into_iter().collect(),
    );
    tx.emit("vehicle.plated.v1", "vehicle", vehicle.id, serde_json::json!({}));
    Ok(())
}
