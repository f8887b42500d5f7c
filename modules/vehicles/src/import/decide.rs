//! Which car a row means, among those within reach.

use std::collections::{BTreeSet, HashMap};

use kernel::{Action, ConnectionTrait, DbError, Id};
use records::custom::Values;
use records::policy::Look;
use records::{Kind, custom};

use super::wish::Wish;
use crate::lookup::{self, Match};
use crate::parties::{Party, queries as parties};
use crate::vehicle::Vehicle;
use crate::vehicle::queries as vehicles;

/// What is known within reach about the cars of a step.
#[derive(Default)]
pub(super) struct Known {
    by_vin: HashMap<String, Id>,
    by_plate: HashMap<String, Vec<Match>>,
    cars: HashMap<Id, Vehicle>,
    custom: HashMap<Id, Values>,
    parties: HashMap<Id, Vec<Party>>,
    customers: HashMap<Id, Vec<Id>>,
    editable: BTreeSet<Id>,
}

/// What a row's car is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Car {
    /// On file already.
    Known(Id),
    /// To be made; rows of one step that mean the same new car share the number.
    New(usize),
}

impl Known {
    /// Looks up what rows speak of: a fixed number of queries a step.
    pub async fn load<C: ConnectionTrait>(
        look: &Look<'_, C>,
        wishes: &[(usize, Wish, Option<Id>)],
        kind: &'static Kind,
    ) -> Result<Known, DbError> {
        let vins: Vec<String> = wishes.iter().filter_map(|(_, w, _)| w.car.vin.clone()).collect();
        let plates: Vec<String> = wishes.iter().filter_map(|(_, w, _)| w.car.plate.clone()).collect();
        let mut known = Known::default();
        let by_vin = lookup::by_vins(look, Action::See, &vins).await?;
        let by_plate = lookup::by_plates(look, Action::See, &plates).await?;
        let customers: Vec<Id> = wishes.iter().filter_map(|(_, _, customer)| *customer).collect();
        let theirs = parties::of_customers(look.conn, look.scope.tenant, &customers).await?;
        let mut ids: BTreeSet<Id> = by_vin.iter().chain(&by_plate).map(|m| m.vehicle).collect();
        // A customer's cars are known to whoever knows the customer, as far as their custody is in reach.
        let seen = reachable(look, theirs.iter().map(|p| p.vehicle_id).collect(), Action::See).await?;
        ids.extend(&seen);
        for m in by_vin {
            known.by_vin.entry(m.key).or_insert(m.vehicle);
        }
        for m in by_plate {
            known.by_plate.entry(m.key.clone()).or_default().push(m);
        }
        for p in theirs.into_iter().filter(|p| seen.contains(&p.vehicle_id)) {
            known.customers.entry(p.customer_id).or_default().push(p.vehicle_id);
        }
        let ids: Vec<Id> = ids.into_iter().collect();
        for p in parties::present(look.conn, look.scope.tenant, &ids).await? {
            known.parties.entry(p.vehicle_id).or_default().push(p);
        }
        known.cars =
            vehicles::by_ids(look.conn, look.scope.tenant, &ids).await?.into_iter().map(|v| (v.id, v)).collect();
        known.custom = custom::of_records(look.conn, look.keys, look.scope.tenant, kind, &ids).await?;
        known.editable = reachable(look, ids, Action::Edit).await?;
        Ok(known)
    }

    /// The car as it stands.
    pub fn car(&self, id: Id) -> Option<&Vehicle> {
        self.cars.get(&id)
    }

    /// Whether a custom field of it has a value.
    pub fn has_custom(&self, id: Id, field: &str) -> bool {
        self.custom.get(&id).is_some_and(|values| values.contains_key(field))
    }

    /// Whether whoever imports may change it.
    pub fn editable(&self, id: Id) -> bool {
        self.editable.contains(&id)
    }

    /// Its present parties.
    pub fn parties(&self, id: Id) -> &[Party] {
        self.parties.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The car that a row means. A VIN decides; without one the plate does, and a customer's own car with the plate or
    /// the model comes before another's.
    pub fn find(&self, wish: &Wish, customer: Option<Id>) -> Option<Id> {
        if let Some(vin) = &wish.car.vin {
            return self.by_vin.get(vin).copied().or_else(|| self.without_vin(wish, customer));
        }
        let own = customer.and_then(|c| self.customers.get(&c));
        if let Some(plate) = &wish.car.plate {
            let wearers = self.by_plate.get(plate)?;
            let theirs = wearers.iter().find(|m| own.is_some_and(|list| list.contains(&m.vehicle)));
            return theirs.or(wearers.first()).map(|m| m.vehicle);
        }
        own?.iter().copied().find(|id| self.car(*id).is_some_and(|car| same_unnamed(car, wish)))
    }

    /// A car with the row's plate of which the VIN was not known yet.
    fn without_vin(&self, wish: &Wish, customer: Option<Id>) -> Option<Id> {
        let wearers = self.by_plate.get(wish.car.plate.as_ref()?)?;
        let of = |id: Id| customer.is_some_and(|c| self.parties(id).iter().any(|p| p.customer_id == c));
        wearers
            .iter()
            .find(|m| m.vin.is_none() && (of(m.vehicle) || self.parties(m.vehicle).is_empty()))
            .map(|m| m.vehicle)
    }

    /// Whether another car within reach wears the plate.
    pub fn worn(&self, plate: &str, except: Option<Id>) -> bool {
        self.by_plate.get(plate).is_some_and(|list| list.iter().any(|m| Some(m.vehicle) != except))
    }
}

/// A car without VIN and plate that says the same: chassis number, or what was raw, model and day.
fn same_unnamed(car: &Vehicle, wish: &Wish) -> bool {
    if wish.car.chassis_no.is_some() {
        return car.chassis_no == wish.car.chassis_no;
    }
    car.vin.is_none()
        && car.plate.is_none()
        && car.model == wish.car.model
        && car.delivered_on == wish.car.delivered_on
        && car.engine_no == wish.car.engine_no
}

async fn reachable<C: ConnectionTrait>(
    look: &Look<'_, C>,
    ids: Vec<Id>,
    action: Action,
) -> Result<BTreeSet<Id>, DbError> {
    lookup::reachable(look, action, &ids).await.map(|list| list.into_iter().collect())
}

/// New cars of a step: rows that name the same one share it.
#[derive(Default)]
pub(super) struct Fresh {
    /// The number of a new car by what recognises it.
    by_key: HashMap<String, usize>,
    /// The VIN of each, once a row has told it.
    vins: Vec<Option<String>>,
}

impl Fresh {
    /// The number of a row's new car.
    pub fn number(&mut self, wish: &Wish) -> usize {
        let vin = wish.car.vin.as_ref();
        let known = wish.keys().find_map(|key| {
            let number = *self.by_key.get(key)?;
            // Two VINs are two cars, whatever plate stands beside them.
            (vin.is_none() || self.vins[number].is_none() || self.vins[number].as_ref() == vin).then_some(number)
        });
        let number = known.unwrap_or_else(|| {
            self.vins.push(None);
            self.vins.len() - 1
        });
        if self.vins[number].is_none() {
            self.vins[number] = vin.cloned();
        }
        for key in wish.keys() {
            self.by_key.entry(key.to_owned()).or_insert(number);
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicle::NewVehicle;

    fn wish(vin: Option<&str>, plate: Option<&str>) -> Wish {
        Wish {
            car: NewVehicle { vin: vin.map(str::to_owned), plate: plate.map(str::to_owned), ..NewVehicle::default() },
            ..Wish::default()
        }
    }

    /// CUS-14: several visits of a new car in one sheet make one car; two VINs are two cars.
    #[test]
    fn rows_share_a_new_car() {
        let mut fresh = Fresh::default();
        let rows = [
            (wish(Some("A"), Some("沪A12345")), 0),
            (wish(None, Some("沪A12345")), 0),
            (wish(Some("A"), None), 0),
            (wish(Some("B"), Some("沪A12345")), 1),
            (wish(None, Some("沪B12345")), 2),
            (wish(Some("C"), Some("沪B12345")), 2),
            (wish(Some("D"), Some("沪B12345")), 3),
            (wish(None, None), 4),
            (wish(None, None), 5),
        ];
        for (n, (wish, number)) in rows.iter().enumerate() {
            assert_eq!(fresh.number(wish), *number, "row {n}");
        }
    }
}
