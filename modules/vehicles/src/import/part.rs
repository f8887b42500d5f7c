//! The seam to the import of customers.

use std::collections::HashMap;

use async_trait::async_trait;
use customers::import::{Own, Part, PartIntake, PartOutcome, PartRow};
use kernel::{Action, DbError, Id, Instant, Tx};
use records::import::{AnyLook, Draft, Key, Message, Options, Severity, Target};
use records::input::Context;
use records::policy::Look;
use records::{FieldKind, Kind, Refusal};

use super::decide::{Car, Fresh, Known};
use super::wish::{Wish, wish};
use super::write;
use crate::parties::{Role, queries as parties};
use crate::undo::Vehicles;
use crate::{VEHICLE, lookup, visits};

/// Vehicles in the import of customers.
#[derive(Clone, Copy, Debug, Default)]
pub struct VehiclePart;

#[async_trait]
impl Part for VehiclePart {
    fn targets(&self) -> Vec<Target> {
        let text = |name| Target::new(name, FieldKind::Text);
        let day = |name| Target::new(name, FieldKind::Date);
        vec![
            Target::new("vehicle.plate", FieldKind::Plate).key(Key::Plate),
            Target::new("vehicle.vin", FieldKind::Vin).key(Key::Vin),
            text("vehicle.brand"),
            text("vehicle.series"),
            text("vehicle.model"),
            text("vehicle.colour"),
            text("vehicle.engine_no"),
            text("vehicle.chassis_no"),
            day("vehicle.delivered_on"),
            day("vehicle.registered_on"),
            day("vehicle.insured_until"),
        ]
    }

    fn custom(&self) -> Option<&'static Kind> {
        Some(&VEHICLE)
    }

    async fn open(&self, look: &AnyLook<'_>, options: &Options) -> Result<Box<dyn PartIntake>, Refusal> {
        let own = Own::load(look, &options.place.path, &VEHICLE).await?;
        Ok(Box::new(VehicleIntake { options: options.clone(), own, reversible: Vehicles::default() }))
    }
}

/// A part at work.
struct VehicleIntake {
    options: Options,
    own: Own,
    reversible: Vehicles,
}

/// What was decided about the rows of a step.
pub(super) struct Decided {
    /// Place among the rows, the wish, the customer.
    pub wishes: Vec<(usize, Wish, Option<Id>)>,
    /// The car of each wish; none where this person may not enter cars.
    pub cars: Vec<Option<Car>>,
    /// What is known.
    pub known: Known,
    /// Visits that stand already at the store: vehicle, moment, number.
    pub told: std::collections::HashSet<(Id, Instant, Option<String>)>,
    /// What the rows come to, in their order.
    pub outcomes: Vec<PartOutcome>,
}

impl VehicleIntake {
    async fn decide<C: kernel::ConnectionTrait>(
        &self,
        look: &Look<'_, C>,
        rows: &[PartRow<'_>],
    ) -> Result<Decided, DbError> {
        let mut wishes: Vec<(usize, Wish, Option<Id>)> =
            rows.iter().enumerate().filter_map(|(at, row)| Some((at, wish(row.draft)?, row.customer))).collect();
        let mut outcomes = vec![PartOutcome::default(); rows.len()];
        let context = Context { today: self.options.today, zone: self.options.place.zone };
        for (at, wish, _) in &mut wishes {
            let (values, messages) = self.own.values(rows[*at].draft, context);
            wish.car.custom = values;
            outcomes[*at].messages.extend(messages);
        }
        let known = Known::load(look, &wishes, self.own.kind()).await?;
        let (mut fresh, mut cars) = (Fresh::default(), Vec::with_capacity(wishes.len()));
        let may_create = look.scope.can(VEHICLE.name, Action::Create);
        for (at, wish, customer) in &wishes {
            let outcome = &mut outcomes[*at];
            let car = match known.find(wish, *customer) {
                Some(id) => Some(Car::Known(id)),
                None if may_create && self.options.mode.creates() => Some(Car::New(fresh.number(wish))),
                None => None,
            };
            match &car {
                Some(Car::Known(id)) => {
                    let difference = write::difference(&known, *id, wish, *customer, self.options.mode);
                    outcome.changed = !difference.is_empty();
                    outcome.messages.extend(difference.messages.clone());
                }
                Some(Car::New(_)) => {
                    outcome.changed = true;
                    if wish.car.plate.as_ref().is_some_and(|plate| known.worn(plate, None)) {
                        outcome.messages.push(Message::row(Severity::Warning, "vehicle-plate-worn"));
                    }
                }
                None => outcome.messages.push(Message::row(Severity::Warning, "vehicle-import-not-entered")),
            }
            outcome.visit = car.is_some() && wish.at.is_some();
            cars.push(car);
        }
        for (at, row) in rows.iter().enumerate() {
            let named =
                ["vehicle.model", "vehicle.brand", "vehicle.series"].iter().any(|t| row.draft.text(t).is_some());
            if named && !wishes.iter().any(|(place, ..)| *place == at) {
                outcomes[at].messages.push(Message::row(Severity::Info, "vehicle-import-only-a-model"));
            }
        }
        let ids: Vec<Id> =
            cars.iter().filter_map(|car| if let Some(Car::Known(id)) = car { Some(*id) } else { None }).collect();
        let told = visits::queries::known(look.conn, look.scope.tenant, self.options.place.store, &ids).await?;
        for ((at, wish, _), car) in wishes.iter().zip(&cars) {
            if let (Some(Car::Known(id)), Some(when)) = (car, wish.at) {
                outcomes[*at].changed |=
                    !told.contains(&(*id, when, rows[*at].draft.text("visit.number").map(str::to_owned)));
            }
        }
        Ok(Decided { wishes, cars, known, told, outcomes })
    }
}

#[async_trait]
impl PartIntake for VehicleIntake {
    async fn find(&self, look: &AnyLook<'_>, keys: &[(Key, String)]) -> Result<Vec<(Key, String, Id)>, DbError> {
        let of = |wanted: Key| {
            keys.iter().filter(move |(key, _)| *key == wanted).map(|(_, text)| text.clone()).collect::<Vec<_>>()
        };
        let vins = lookup::by_vins(look, Action::See, &of(Key::Vin)).await?;
        let plates = lookup::by_plates(look, Action::See, &of(Key::Plate)).await?;
        let ids: Vec<Id> = vins.iter().chain(&plates).map(|m| m.vehicle).collect();
        let mut people: HashMap<Id, Vec<Id>> = HashMap::new();
        let mut present = parties::present(look.conn, look.scope.tenant, &ids).await?;
        // The owner before the driver; whoever only pays for a car is not meant by it.
        present.retain(|p| p.role != Role::Payer.name());
        present.sort_by_key(|p| p.role != Role::Owner.name());
        for party in present {
            people.entry(party.vehicle_id).or_default().push(party.customer_id);
        }
        let tagged = vins.into_iter().map(|m| (Key::Vin, m)).chain(plates.into_iter().map(|m| (Key::Plate, m)));
        let mut found = Vec::new();
        for (key, m) in tagged {
            found.extend(people.get(&m.vehicle).into_iter().flatten().map(|customer| (key, m.key.clone(), *customer)));
        }
        Ok(found)
    }

    fn tells_owner(&self, draft: &Draft) -> bool {
        ["vehicle.plate", "vehicle.vin"].iter().any(|t| draft.text(t).is_some())
            || draft.date("vehicle.delivered_on").is_some()
    }

    async fn judge(&mut self, look: &AnyLook<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError> {
        Ok(self.decide(look, rows).await?.outcomes)
    }

    async fn apply(&mut self, tx: &mut Tx<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError> {
        let decided = self.decide(&Look::within(tx), rows).await?;
        write::write(tx, &self.reversible, (&self.options, self.own.kind()), rows, decided).await
    }
}
