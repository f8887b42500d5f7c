//! Writing what rows say of cars: new ones together, known ones where they lack something, then visits and readings.

use customers::import::{PartOutcome, PartRow};
use kernel::journal::Change;
use kernel::{DbError, Id, Tx, Value};
use records::Kind;
use records::custom::{self, Values};
use records::import::{Message, Mode, Options, Severity};
use records::operations::{self, Capture};

use super::decide::{Car, Known};
use super::part::Decided;
use super::wish::Wish;
use crate::bulk;
use crate::kind::VEHICLE;
use crate::odometer::{self, NewReading};
use crate::parties::{NewParty, Role, queries as parties};
use crate::plates::{queries as plates, type_of};
use crate::undo::Vehicles;
use crate::vehicle::{NewVehicle, Vehicle, queries as vehicles, rules, search};
use crate::visits::NewVisit;

/// What a row adds to a known car.
#[derive(Clone, Debug, Default)]
pub(super) struct Difference {
    /// Texts and days by column, with what stood there.
    pub columns: Vec<(&'static str, Value, Change)>,
    /// Custom fields for a car that lacks them.
    pub custom: Values,
    /// A plate for a car that has none.
    pub plate: Option<String>,
    /// An owner for a car that has none.
    pub owner: Option<Id>,
    /// What is to be said.
    pub messages: Vec<Message>,
}

impl Difference {
    /// Whether the row says nothing new.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.custom.is_empty() && self.plate.is_none() && self.owner.is_none()
    }
}

/// What a row adds to or changes in a known car. A sheet fills what is missing; another plate or owner than the file has
/// is told and left to a person, because sheets are often older than files.
pub(super) fn difference(known: &Known, id: Id, wish: &Wish, customer: Option<Id>, mode: Mode) -> Difference {
    let mut found = Difference::default();
    let Some(car) = known.car(id) else { return found };
    let (owner, has) = (
        known.parties(id).iter().find(|p| p.role == Role::Owner.name()),
        known.parties(id).iter().any(|p| Some(p.customer_id) == customer),
    );
    if owner.is_some() && !has {
        found.messages.push(Message::row(Severity::Warning, "vehicle-import-other-owner"));
    }
    if !known.editable(id) || !mode.updates() {
        return found;
    }
    let new = &wish.car;
    let mut text = |column: &'static str, held: &Option<String>, said: &Option<String>| {
        if held.is_none()
            && let Some(said) = said
        {
            let change = Change { field: column.into(), before: None, after: Some(said.clone()) };
            found.columns.push((column, said.as_str().into(), change));
        }
    };
    text("vin", &car.vin, &new.vin);
    text("engine_no", &car.engine_no, &new.engine_no);
    text("chassis_no", &car.chassis_no, &new.chassis_no);
    text("brand", &car.brand, &new.brand);
    text("series", &car.series, &new.series);
    text("model", &car.model, &new.model);
    text("colour", &car.colour, &new.colour);
    let days =
        [("delivered_on", car.delivered_on, new.delivered_on), ("registered_on", car.registered_on, new.registered_on)];
    for (column, held, said) in days.into_iter().filter(|(_, held, _)| held.is_none()).chain([(
        "insured_until",
        car.insured_until,
        new.insured_until,
    )]) {
        // The end of an insurance moves on with every renewal; the other days stay.
        if let Some(day) = said.filter(|day| held.is_none_or(|held| held < *day)) {
            let change =
                Change { field: column.into(), before: held.map(|d| d.to_string()), after: Some(day.to_string()) };
            found.columns.push((column, day.into(), change));
        }
    }
    let lacking = new.custom.iter().filter(|(field, _)| !known.has_custom(id, field));
    found.custom = lacking.map(|(field, datum)| (*field, datum.clone())).collect();
    match (&car.plate, &new.plate) {
        (None, Some(plate)) if !known.worn(plate, Some(id)) => found.plate = Some(plate.clone()),
        (Some(held), Some(said)) if held != said => {
            found.messages.push(Message::row(Severity::Info, "vehicle-import-other-plate"))
        }
        _ => {}
    }
    if owner.is_none() && !has {
        found.owner = customer;
    }
    found
}

/// Writes the rows of a step.
pub(super) async fn write(
    tx: &mut Tx<'_>,
    reversible: &Vehicles,
    (options, kind): (&Options, &'static Kind),
    rows: &[PartRow<'_>],
    mut decided: Decided,
) -> Result<Vec<PartOutcome>, DbError> {
    let mut batch: Vec<NewVehicle> = Vec::new();
    for ((_, wish, customer), car) in decided.wishes.iter().zip(&decided.cars) {
        if let Some(Car::New(number)) = car {
            match batch.get_mut(*number) {
                // Another row about the same new car: whoever stands there first is the owner.
                Some(made) => supplement(made, wish),
                None => batch.push(NewVehicle {
                    parties: customer.map(NewParty::owner).into_iter().collect(),
                    ..wish.car.clone()
                }),
            }
        }
    }
    let known = decided.cars.iter().filter_map(|car| if let Some(Car::Known(id)) = car { Some(*id) } else { None });
    let capture = Capture::before(tx, reversible, options.import, known).await?;
    let made = bulk::insert(tx, batch).await?;
    operations::note(tx, options.import, VEHICLE.name, made.iter().copied()).await?;
    let (mut visits, mut readings) = (Vec::new(), Vec::new());
    for ((at, wish, customer), car) in decided.wishes.iter().zip(&decided.cars) {
        let id = match car {
            Some(Car::Known(id)) => {
                let difference = difference(&decided.known, *id, wish, *customer, options.mode);
                if let Some(car) = decided.known.car(*id).filter(|_| !difference.is_empty()) {
                    change(tx, kind, car, difference, wish).await?;
                }
                *id
            }
            Some(Car::New(number)) => made[*number],
            None => continue,
        };
        let draft = rows[*at].draft;
        let number = draft.text("visit.number").map(str::to_owned);
        match wish.at {
            Some(when) if decided.told.insert((id, when, number.clone())) => {
                let new =
                    NewVisit::service(id, options.place.store, options.place.path.clone(), when, options.place.zone);
                let kind = if wish.km.is_some() || Wish::work(draft).is_some() || Wish::amount(draft).is_some() {
                    "service"
                } else {
                    "sales"
                };
                let adviser = draft.text("visit.adviser").map(str::to_owned);
                visits.push(NewVisit {
                    customer: *customer,
                    kind,
                    number,
                    km: wish.km,
                    work: Wish::work(draft),
                    amount: Wish::amount(draft),
                    adviser,
                    ..new
                });
            }
            Some(_) => {}
            None => readings.extend(wish.km.map(|km| {
                (
                    id,
                    NewReading {
                        store: Some(options.place.store),
                        ..NewReading::new(km, wish.read_on(options.today, options.place.zone), "import")
                    },
                )
            })),
        }
    }
    bulk::visits(tx, visits).await?;
    odometer::record_many(tx, &readings).await?;
    capture.after(tx).await?;
    Ok(decided.outcomes)
}

fn supplement(made: &mut NewVehicle, wish: &Wish) {
    let fill = |held: &mut Option<String>, said: &Option<String>| {
        if held.is_none() {
            held.clone_from(said);
        }
    };
    if made.vin.is_none() {
        made.vin_verdict = wish.car.vin_verdict;
    }
    fill(&mut made.vin, &wish.car.vin);
    fill(&mut made.plate, &wish.car.plate);
    fill(&mut made.engine_no, &wish.car.engine_no);
    fill(&mut made.brand, &wish.car.brand);
    fill(&mut made.series, &wish.car.series);
    fill(&mut made.model, &wish.car.model);
    fill(&mut made.colour, &wish.car.colour);
    for (field, datum) in &wish.car.custom {
        made.custom.entry(field).or_insert_with(|| datum.clone());
    }
}

async fn change(
    tx: &mut Tx<'_>,
    kind: &'static Kind,
    car: &Vehicle,
    difference: Difference,
    wish: &Wish,
) -> Result<(), DbError> {
    let before = search::Before::of(tx, &[car.id], difference.owner.as_slice()).await?;
    let mut columns: Vec<(&str, Value)> = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    for (column, value, change) in difference.columns {
        match column {
            "vin" => columns.push(("vin_verdict", wish.car.vin_verdict.name().into())),
            "engine_no" => {
                columns.push(("engine_folded", wish.car.engine_no.as_deref().map(identifiers::engine::fold).into()))
            }
            _ => {}
        }
        columns.push((column, value));
        changes.push(change);
    }
    let now = tx.now();
    let plate = car.plate.as_ref().or(difference.plate.as_ref());
    if let Some(plate) = &difference.plate {
        plates::insert(tx, vec![plates::row(tx, car.id, plate, wish.car.plate_raw.as_deref(), None, now)]).await?;
        columns.push(("plate", plate.as_str().into()));
        columns.push(("plate_type", type_of(plate).into()));
        changes.push(Change { field: "plate".into(), before: None, after: Some(plate.clone()) });
    }
    let (vin, chassis) =
        (car.vin.as_ref().or(wish.car.vin.as_ref()), car.chassis_no.as_ref().or(wish.car.chassis_no.as_ref()));
    columns.push((
        "sort_key",
        rules::sort_key(plate.map(String::as_str), vin.map(String::as_str), chassis.map(String::as_str)).into(),
    ));
    for (field, datum) in &difference.custom {
        changes.extend(custom::told(kind, field, None, Some(datum)));
    }
    custom::write_new(tx, kind, &[(car.id, &difference.custom)]).await?;
    vehicles::mirror(tx, car.id, columns).await?;
    if let Some(customer) = difference.owner {
        parties::insert(tx, vec![parties::row(tx, car.id, &NewParty::owner(customer), now)]).await?;
        changes.push(Change { field: "owner".into(), before: None, after: Some(customer.to_string()) });
    }
    tx.record("vehicle", car.id, "update", changes);
    before.renew(tx).await
}
