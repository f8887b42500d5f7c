//! An arrival: it makes a lead, or joins the one that is open already (LEAD-01).

use kernel::scope::Place;
use kernel::{Access, Action, Id, Scope, Tx, numbering};
use organisation::dictionaries;
use records::commands::FieldError;
use records::policy::Look;
use records::{Input, Refusal, input};

use super::model::Lead;
use super::reading::{self, Sheet};
use super::{State, places, queries, search};
use crate::arrivals::{self, NewArrival};
use crate::seams::Seams;
use crate::sources::{self, Origin};
use crate::{LEAD, alarms};

pub use crate::arrivals::Outcome;

/// What an arrival came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The lead: a new one, or the one that was joined.
    pub lead: Id,
    /// What it came to.
    pub outcome: Outcome,
}

/// Takes an arrival in from an input: fields of the descriptor, and `source` (a code of a source or of a channel, or a
/// source's id), `raw` (the words as they came), `received_at` and `model_id`. Somebody whose lead is open within the
/// actor's reach joins it; a lead that only others know does not stand in the way and is not told.
pub async fn create(tx: &mut Tx<'_>, seams: &Seams, typed: &Input) -> Result<Made, Refusal> {
    let context = reading::context(tx.now());
    writable(tx.scope(), typed)?;
    let sheet = reading::read(typed, context)?;
    complete(&sheet, typed)?;
    let origin = sources::origin(tx, typed.filled("source")).await?;
    let mut codes = typed.clone();
    match origin.source {
        Some(_) => drop(codes.0.remove("source")),
        None => codes.set("source", origin.channel.clone()),
    }
    dictionaries::check(tx, &sources::CODES, None, &codes, &[]).await?;
    let received_at = match typed.filled("received_at") {
        Some(text) => kernel::Instant::parse(text, context.zone)
            .filter(|at| *at <= tx.now().plus_seconds(300))
            .ok_or_else(|| Refusal::field("received_at", "field-not-a-moment"))?,
        None => tx.now(),
    };
    let place = place(tx, typed).await?;
    let phone = sheet.phone.clone().flatten();
    let known_by = phone.as_ref().filter(|p| !p.is_virtual).map(|p| p.phone.as_str());
    let wechat = sheet.text("wechat");
    // Whoever takes a number waits for others who do: of two arrivals of one person at the same moment one finds the other.
    let serial = numbering::take(tx, LEAD.name, 1).await?;
    let reach = tx.scope().reach(LEAD.name, Action::See);
    let same = queries::open_of(tx.conn(), tx.tenant(), known_by, wechat)
        .await?
        .into_iter()
        .find(|lead| reach.covers(&lead.place()) || place.store.is_some() && lead.store_id == place.store);
    let mut arrival = NewArrival {
        lead: Id::nil(),
        person: arrivals::person(tx.keys(), known_by, wechat),
        origin: origin.clone(),
        outcome: Outcome::New,
        store: place.store,
        raw: typed.filled("raw").map(str::to_owned),
        received_at,
    };
    if let Some(same) = same {
        (arrival.lead, arrival.outcome) = (same.id, Outcome::SameLead);
        join(tx, &same, arrival).await?;
        return Ok(Made { lead: same.id, outcome: Outcome::SameLead });
    }
    let outcome = known(tx, known_by).await?;
    let id = tx.new_id();
    (arrival.lead, arrival.outcome) = (id, outcome);
    lay(tx, seams, New { id, number: number(serial), sheet, phone, origin, place, received_at }, typed).await?;
    arrivals::write(tx, vec![arrival]).await?;
    let told = serde_json::json!({ "outcome": outcome.name() });
    tx.record(LEAD.name, id, "create", vec![]);
    tx.emit("lead.arrived.v1", LEAD.name, id, told);
    Ok(Made { lead: id, outcome })
}

/// `L000123`.
pub(crate) fn number(serial: i64) -> String {
    format!("L{serial:06}")
}

struct New {
    id: Id,
    number: String,
    sheet: Sheet,
    phone: Option<customers::NewPhone>,
    origin: Origin,
    place: Place,
    received_at: kernel::Instant,
}

/// Writes the row with its search terms.
async fn lay(tx: &Tx<'_>, seams: &Seams, new: New, typed: &Input) -> Result<(), Refusal> {
    let New { id, number, sheet, phone, origin, place, received_at } = new;
    let name = sheet.name.clone().unwrap_or_default();
    let owned = place.owner.is_some();
    let due = match owned {
        true => Some(alarms::first_contact(tx, seams, place.store, &place.path).await?.0),
        false => None,
    };
    let model_id = typed.filled("model_id").and_then(|text| text.parse::<Id>().ok());
    if let Some(model) = model_id
        && vehicles::catalogue::queries::model(tx.conn(), tx.tenant(), model).await?.is_none()
    {
        return Err(Refusal::field("model_id", "field-unknown-record"));
    }
    let text = |field: &str| sheet.text(field).map(str::to_owned);
    let number_of = phone.as_ref().map(|p| p.phone.clone());
    let values = vec![
        ("number", number.as_str().into()),
        ("name", name.as_str().into()),
        ("sort_key", identifiers::pinyin::sort_key(&name).into()),
        ("phone", number_of.clone().into()),
        ("phone_virtual", phone.as_ref().is_some_and(|p| p.is_virtual).into()),
        ("wechat", text("wechat").into()),
        ("channel", origin.channel.as_str().into()),
        ("source_id", origin.source.into()),
        ("paid", origin.paid.into()),
        ("level", text("level").into()),
        ("model", text("model").into()),
        ("model_id", model_id.into()),
        ("city", text("city").into()),
        ("district", text("district").into()),
        ("remark", text("remark").into()),
        ("state", if owned { State::Assigned } else { State::New }.name().into()),
        ("store_id", place.store.into()),
        ("owner_id", place.owner.into()),
        ("path", place.path.as_str().into()),
        ("received_at", received_at.into()),
        ("assigned_at", owned.then_some(tx.now().0).into()),
        ("due_at", due.map(|at| at.0).into()),
        ("alarm_at", due.map(|at| at.0).into()),
        ("alarms", 0_i64.into()),
        ("came_store_id", place.store.into()),
        ("came_owner_id", place.owner.into()),
        ("came_path", place.path.as_str().into()),
        ("limit_at", due.map(|at| at.0).into()),
        ("arrivals", 1_i64.into()),
    ];
    queries::insert(tx, id, values).await?;
    search::lay(tx, id, place.store, &search::terms(&name, &number, number_of.as_deref())).await?;
    Ok(())
}

/// They arrive again while their lead is open: it is counted, and nothing of the lead is changed.
async fn join(tx: &mut Tx<'_>, lead: &Lead, arrival: NewArrival) -> Result<(), Refusal> {
    arrivals::write(tx, vec![arrival]).await?;
    arrivals::count(tx, lead.id).await?;
    tx.record(LEAD.name, lead.id, "update", vec![]);
    tx.emit("lead.returned.v1", LEAD.name, lead.id, serde_json::json!({ "owner": lead.owner_id }));
    Ok(())
}

/// Whether a customer within the actor's reach has this number, and owns a car.
async fn known(tx: &Tx<'_>, phone: Option<&str>) -> Result<Outcome, Refusal> {
    let Some(phone) = phone else { return Ok(Outcome::New) };
    let found = customers::lookup::by_phones(&Look::within(tx), Action::See, &[phone.to_owned()]).await?;
    let Some(first) = found.first() else { return Ok(Outcome::New) };
    let owner = vehicles::vehicle::queries::cars_of(tx.conn(), tx.tenant(), &[first.customer]).await?;
    Ok(if owner.is_empty() { Outcome::Known } else { Outcome::Owner })
}

/// A field that is hidden from someone everywhere cannot be written by them.
fn writable(scope: &Scope, typed: &Input) -> Result<(), Refusal> {
    let closed = |name: &str| LEAD.field(name).is_some() && scope.field_at_best(LEAD.name, name) == Access::Hidden;
    let errors: Vec<FieldError> = typed
        .0
        .keys()
        .filter(|name| closed(name))
        .map(|name| FieldError { field: name.clone(), code: "field-not-writable".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

/// A lead needs a name, one way to the person, and a source (domain.md §2.1).
fn complete(sheet: &Sheet, typed: &Input) -> Result<(), Refusal> {
    let mut errors = input::missing(&LEAD, |field| field != "name" || sheet.name.is_some());
    let reachable = sheet.phone.clone().flatten().is_some() || sheet.text("wechat").is_some();
    if !reachable {
        errors.push(FieldError { field: "phone".into(), code: "lead-without-contact".into() });
    }
    if typed.filled("source").is_none() {
        errors.push(FieldError { field: "source".into(), code: "field-required".into() });
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

/// The store asked for, else the actor's; the head office where there is none. The owner asked for, else the actor where
/// their role works leads of their own.
async fn place(tx: &Tx<'_>, typed: &Input) -> Result<Place, Refusal> {
    let scope = tx.scope();
    let home = scope.powers.home_store.map(|id| id.to_string());
    let place = match typed.filled("store").map(str::to_owned).or(home) {
        None => {
            if typed.filled("owner").is_some() {
                return Err(Refusal::field("owner", "lead-owner-elsewhere"));
            }
            let path = match scope.powers.home_path.is_empty() {
                true => places::root(tx.conn(), tx.tenant()).await?,
                false => scope.powers.home_path.clone(),
            };
            Place { owner: None, store: None, path }
        }
        Some(key) => {
            let store = customers::places::store(tx.conn(), tx.tenant(), &key).await?;
            let store = store.ok_or_else(|| Refusal::field("store", "lead-store-unknown"))?;
            let own = scope.reach(LEAD.name, Action::Create).owner.filter(|_| places::works_at(scope, store.id));
            let asked = match typed.get("owner") {
                Some("") => None,
                Some(text) => Some(text.parse().map_err(|_| Refusal::field("owner", "field-unknown-record"))?),
                None => own,
            };
            match asked {
                Some(owner) => {
                    let owner = places::owner(tx, store.id, owner).await?;
                    Place { owner: Some(owner.id), store: Some(store.id), path: owner.path }
                }
                None => Place { owner: None, store: Some(store.id), path: store.path },
            }
        }
    };
    // Whoever works leads of their own may also leave one with the store where they work.
    let left = Place { owner: scope.user(), ..place.clone() };
    let allowed = places::within_reach(scope, Action::Create, &place)
        || place.owner.is_none() && places::within_reach(scope, Action::Create, &left);
    if allowed { Ok(place) } else { Err(Refusal::field("store", "lead-place-out-of-reach")) }
}
