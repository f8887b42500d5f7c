//! Making one vehicle: what was typed is read, checked against what is known within reach, and entered.

use customers::{CUSTOMER, places};
use kernel::scope::Place;
use kernel::{Access, Action, Id, Scope, Tx};
use organisation::dictionaries;
use records::commands::FieldError;
use records::custom::Values;
use records::input::Context;
use records::policy::Look;
use records::{Input, Kind, Refusal, custom, find};

use super::model::NewVehicle;
use super::queries;
use super::reading;
use crate::catalogue;
use crate::kind::VEHICLE;
use crate::odometer::NewReading;
use crate::parties::{NewParty, Role};
use crate::{bulk, lookup};

/// The function that takes a VIN against its check digit.
pub const OVERRIDE: &str = "vehicles.override";

/// The context in which values are read at a moment.
pub(crate) fn context(now: kernel::Instant) -> Context {
    let zone = organisation::HOUSE_ZONE;
    Context { today: now.date_in(zone), zone }
}

/// Makes a vehicle from an input: fields of the descriptor, and besides them `customer` with `role` (the owner unless
/// given), `store` (code or id; the home store unless given), `odometer` in km, and `vin_override`.
///
/// A VIN that a car within reach has already is refused (`vehicle-vin-known`); one that only others know is not there
/// for the writer, and a second row is made (see `schema.rs`).
pub async fn create(tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
    let context = context(tx.now());
    let kind = custom::writing(tx, &VEHICLE, input, true).await?;
    writable(tx.scope(), kind, input)?;
    // The store is no field that is written: it says where the car is entered.
    let fields: Input =
        input.0.iter().filter(|(name, _)| name.as_str() != "store").map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let mut sheet = reading::read(kind, &fields, context, overrides(tx.scope(), input)?).map_err(Refusal::Invalid)?;
    dictionaries::check(tx, kind, None, &fields, &[]).await?;
    // What is hidden from someone cannot be asked of them.
    let open = |e: &FieldError| tx.scope().field_at_best(VEHICLE.name, &e.field) > Access::Hidden;
    let missing: Vec<FieldError> = custom::missing(kind, &sheet.custom, true).into_iter().filter(open).collect();
    if !missing.is_empty() {
        return Err(Refusal::Invalid(missing));
    }
    custom::changes(tx, kind, &Values::new(), &sheet.custom).await?;
    if !["vin", "plate", "chassis_no"].into_iter().any(|field| sheet.text(field).is_some()) {
        return Err(Refusal::field("vin", "vehicle-without-identifier"));
    }
    catalogue::complete(tx, &mut sheet).await?;
    if let Some(vin) = sheet.text("vin") {
        unknown(tx, &vin, None).await?;
    }
    if let Some(plate) = sheet.text("plate")
        && !lookup::by_plates(&Look::within(tx), Action::See, &[plate]).await?.is_empty()
    {
        return Err(Refusal::field("plate", "vehicle-plate-worn"));
    }
    let mut new = sheet.vehicle();
    new.parties = party(tx, input).await?;
    let place = place(tx, input).await?;
    if !works_at(tx.scope(), Action::Create, &place) {
        return Err(Refusal::field("store", "vehicle-place-out-of-reach"));
    }
    odometer(&mut new, input, context, place.store)?;
    if !stands_there(tx, &new, place.store).await? {
        new.entered_at = Some(place);
    }
    let made = bulk::insert(tx, vec![new]).await?;
    made.into_iter().next().ok_or_else(|| kernel::DbError::Custom("a batch of one came back empty".into()).into())
}

/// Refuses a VIN that another car within reach has. People who write the same VIN at once take turns.
pub(crate) async fn unknown(tx: &Tx<'_>, vin: &str, except: Option<Id>) -> Result<(), Refusal> {
    queries::take_turn(tx, vin).await?;
    let known = lookup::by_vins(&Look::within(tx), Action::See, &[vin.to_owned()]).await?;
    match known.iter().any(|m| Some(m.vehicle) != except) {
        true => Err(Refusal::field("vin", "vehicle-vin-known")),
        false => Ok(()),
    }
}

/// A field that is hidden from someone everywhere cannot be written by them.
pub(crate) fn writable(scope: &Scope, kind: &'static Kind, input: &Input) -> Result<(), Refusal> {
    let closed =
        |field: &str| kind.field(field).is_some() && scope.field_at_best(VEHICLE.name, field) == Access::Hidden;
    let errors: Vec<FieldError> = input
        .0
        .keys()
        .filter(|f| closed(f))
        .map(|f| FieldError { field: f.clone(), code: "field-not-writable".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

/// Whether the VIN is to be taken against its check digit: asked for, and theirs to ask.
pub(crate) fn overrides(scope: &Scope, input: &Input) -> Result<bool, Refusal> {
    let asked = input.filled("vin_override").is_some_and(|v| !matches!(v, "false" | "0"));
    if asked && !scope.may(OVERRIDE) {
        return Err(Refusal::field("vin", "vehicle-override-not-allowed"));
    }
    Ok(asked)
}

async fn party(tx: &Tx<'_>, input: &Input) -> Result<Vec<NewParty>, Refusal> {
    let Some(text) = input.filled("customer") else { return Ok(Vec::new()) };
    let customer: Id = text.parse().map_err(|_| Refusal::field("customer", "field-unknown-record"))?;
    let role = match input.filled("role") {
        None => Role::Owner,
        Some(name) => Role::from_name(name).ok_or_else(|| Refusal::field("role", "vehicle-role-unknown"))?,
    };
    match find::require(&Look::within(tx), &CUSTOMER, customer, Action::See).await {
        Ok(_) => Ok(vec![NewParty { customer, role, from: None }]),
        Err(Refusal::NotFound) => Err(Refusal::field("customer", "field-unknown-record")),
        Err(other) => Err(other),
    }
}

/// Where the car is entered: the store asked for, with the writer as its consultant where their role owns cars.
async fn place(tx: &Tx<'_>, input: &Input) -> Result<Place, Refusal> {
    let powers = &tx.scope().powers;
    let home = powers.home_store.map(|id| id.to_string());
    let key =
        input.filled("store").map(str::to_owned).or(home).ok_or_else(|| Refusal::field("store", "field-required"))?;
    let store = places::store(tx.conn(), tx.tenant(), &key)
        .await?
        .ok_or_else(|| Refusal::field("store", "vehicle-store-unknown"))?;
    let owner = tx.scope().reach(VEHICLE.name, Action::Create).owner;
    let path = if powers.home_store == Some(store.id) && powers.home_path.starts_with(&store.path) {
        powers.home_path.clone()
    } else {
        store.path
    };
    Ok(Place { owner, store: Some(store.id), path })
}

/// Whether someone may do this with cars at a place; one's own rows count only in stores where one works.
fn works_at(scope: &Scope, action: Action, place: &Place) -> bool {
    let mut reach = scope.reach(VEHICLE.name, action);
    let works_there = place
        .store
        .is_some_and(|store| scope.powers.home_store == Some(store) || scope.powers.grantees.contains(&store));
    if !works_there {
        reach.owner = None;
    }
    reach.covers(place)
}

/// Whether the parties' engagements let the store see the car already.
async fn stands_there(tx: &Tx<'_>, new: &NewVehicle, store: Option<Id>) -> Result<bool, Refusal> {
    let customers: Vec<Id> = new.parties.iter().map(|p| p.customer).collect();
    Ok(queries::engagements_of(tx.conn(), tx.tenant(), &customers).await?.iter().any(|e| Some(e.store_id) == store))
}

fn odometer(new: &mut NewVehicle, input: &Input, context: Context, store: Option<Id>) -> Result<(), Refusal> {
    if let Some(text) = input.filled("odometer") {
        let field = records::Field::new("odometer", records::FieldKind::Kilometres);
        match records::input::read(&field, text, context).map_err(|e| Refusal::Invalid(vec![e]))?.datum {
            records::Datum::Integer(km) if km >= 0 => {
                new.readings.push(NewReading { store, ..NewReading::new(km, context.today, "entry") })
            }
            _ => return Err(Refusal::field("odometer", "field-not-a-number")),
        }
    }
    Ok(())
}
