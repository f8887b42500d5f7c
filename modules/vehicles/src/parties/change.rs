//! Changing owners, drivers and payers. Nothing is overwritten: what held ends on a day, what holds begins.

use chrono::NaiveDate;
use customers::CUSTOMER;
use customers::timeline::{self, NewEntry};
use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::{NewParty, Party, Role, queries};
use crate::kind::VEHICLE;
use crate::vehicle::queries as vehicles;
use crate::vehicle::{Vehicle, rules, search};

/// Gives a car to another owner from a day on; none where the new owner is not known. The former owner's row stays,
/// with its end.
///
/// Refuses `vehicle-owner-same` and `vehicle-date-before-beginning`; a customer out of sight is not found.
pub async fn change_owner(tx: &mut Tx<'_>, vehicle: Id, customer: Option<Id>, on: NaiveDate) -> Result<(), Refusal> {
    let this = open(tx, vehicle, customer).await?;
    let present = queries::present(tx.conn(), tx.tenant(), &[vehicle]).await?;
    let former: Vec<&Party> = present.iter().filter(|p| p.role == Role::Owner.name()).collect();
    if former.first().map(|p| p.customer_id) == customer {
        return Err(Refusal::field("customer", "vehicle-owner-same"));
    }
    if former.iter().any(|p| p.valid_from.is_some_and(|from| from > on)) {
        return Err(Refusal::field("on", "vehicle-date-before-beginning"));
    }
    let before = search::Before::of(tx, &[vehicle], customer.as_slice()).await?;
    queries::end(tx, &former.iter().map(|p| p.id).collect::<Vec<_>>(), on).await?;
    for party in &former {
        tell(tx, &this, party.customer_id, "car-left").await?;
    }
    if let Some(customer) = customer {
        begin(tx, vehicle, NewParty { customer, role: Role::Owner, from: Some(on) }).await?;
        tell(tx, &this, customer, "car-came").await?;
    }
    let text = |id: Option<Id>| id.map(|id| id.to_string());
    note(tx, vehicle, "owner", text(former.first().map(|p| p.customer_id)), text(customer)).await?;
    before.renew(tx).await?;
    tx.emit(
        "vehicle.owner_changed.v1",
        "vehicle",
        vehicle,
        serde_json::json!({ "from": former.first().map(|p| p.customer_id), "to": customer, "on": on }),
    );
    Ok(())
}

/// Adds a driver or a payer from a day on. Refuses `vehicle-party-known`; an owner comes through [`change_owner`].
pub async fn add(tx: &mut Tx<'_>, vehicle: Id, new: NewParty) -> Result<(), Refusal> {
    if new.role == Role::Owner {
        let on = new.from.unwrap_or_else(|| tx.now().utc().date_naive());
        return change_owner(tx, vehicle, Some(new.customer), on).await;
    }
    let this = open(tx, vehicle, Some(new.customer)).await?;
    let present = queries::present(tx.conn(), tx.tenant(), &[vehicle]).await?;
    if present.iter().any(|p| p.customer_id == new.customer && p.role == new.role.name()) {
        return Err(Refusal::field("customer", "vehicle-party-known"));
    }
    let before = search::Before::of(tx, &[vehicle], &[new.customer]).await?;
    begin(tx, vehicle, new).await?;
    tell(tx, &this, new.customer, "car-came").await?;
    note(tx, vehicle, new.role.name(), None, Some(new.customer.to_string())).await?;
    before.renew(tx).await?;
    Ok(())
}

/// A driver or payer no longer is, from a day on. An owner ends without a successor. The party must be in sight.
pub async fn remove(tx: &mut Tx<'_>, vehicle: Id, party: Id, on: NaiveDate) -> Result<(), Refusal> {
    let this = open(tx, vehicle, None).await?;
    let present = queries::present(tx.conn(), tx.tenant(), &[vehicle]).await?;
    let party = present.into_iter().find(|p| p.id == party).ok_or(Refusal::NotFound)?;
    find::require(&Look::within(tx), &CUSTOMER, party.customer_id, Action::See).await?;
    if party.valid_from.is_some_and(|from| from > on) {
        return Err(Refusal::field("on", "vehicle-date-before-beginning"));
    }
    let before = search::Before::of(tx, &[vehicle], &[]).await?;
    queries::end(tx, &[party.id], on).await?;
    tell(tx, &this, party.customer_id, "car-left").await?;
    let role = Role::from_name(&party.role).unwrap_or(Role::Payer);
    note(tx, vehicle, role.name(), Some(party.customer_id.to_string()), None).await?;
    before.renew(tx).await?;
    Ok(())
}

/// Shows that the car may be changed and the customer be seen.
async fn open(tx: &Tx<'_>, vehicle: Id, customer: Option<Id>) -> Result<Vehicle, Refusal> {
    let look = Look::within(tx);
    find::require(&look, &VEHICLE, vehicle, Action::Edit).await?;
    if let Some(customer) = customer {
        find::require(&look, &CUSTOMER, customer, Action::See).await?;
    }
    vehicles::find(tx.conn(), tx.tenant(), vehicle).await?.ok_or(Refusal::NotFound)
}

async fn begin(tx: &Tx<'_>, vehicle: Id, new: NewParty) -> Result<(), Refusal> {
    queries::insert(tx, vec![queries::row(tx, vehicle, &new, tx.now())]).await?;
    Ok(())
}

/// The vehicle's journal is read by all its stores, so it names customers by id and not by name.
async fn note(
    tx: &mut Tx<'_>,
    vehicle: Id,
    field: &str,
    before: Option<String>,
    after: Option<String>,
) -> Result<(), Refusal> {
    tx.record("vehicle", vehicle, "party", Change::of(field, before, after).into_iter().collect());
    vehicles::mirror(tx, vehicle, Vec::new()).await?;
    Ok(())
}

/// Writes on the customer's timeline, at those of their stores that the writer sees.
async fn tell(tx: &Tx<'_>, vehicle: &Vehicle, customer: Id, kind: &'static str) -> Result<(), Refusal> {
    let visible = find::anchors(&Look::within(tx), &CUSTOMER, customer, Action::See).await?;
    let engagements = vehicles::engagements_of(tx.conn(), tx.tenant(), &[customer]).await?;
    let title = rules::title(vehicle.plate.as_deref(), vehicle.vin.as_deref(), vehicle.chassis_no.as_deref());
    let body = [Some(title), vehicle.model.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let entries = engagements
        .into_iter()
        .filter(|e| visible.contains(&e.id))
        .map(|e| {
            (customer, NewEntry::at_store(e.store_id, e.path, kind).saying(body.clone()).about("vehicle", vehicle.id))
        })
        .collect();
    timeline::write(tx, entries).await?;
    Ok(())
}
