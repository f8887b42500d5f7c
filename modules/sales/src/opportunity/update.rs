//! Opening an opportunity from what was typed, and changing its facts.

use chrono::NaiveDate;
use customers::lookup;
use kernel::scope::Place;
use kernel::{Access, Action, Id, Tx, Value};
use organisation::dictionaries;
use records::commands::FieldError;
use records::input::{self, Context};
use records::policy::Look;
use records::{Datum, Input, Refusal, Uses};

use super::ledger::Note;
use super::model::NewOpportunity;
use super::open::{day, interests, open, shown};
use super::queries;
use super::states::Act;
use super::step::{require, take};
use crate::kind::OPPORTUNITY;
use crate::levels;

/// Opens one for a customer whom the actor may see, at the input's `store` (else the home store, else the only one they
/// reach). See [`open`] for what is refused.
pub(super) async fn create(tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
    writable(tx, input)?;
    let sheet = read(tx, input)?;
    dictionaries::check(tx, &OPPORTUNITY, None, input, &[]).await?;
    let customer = sheet.id("customer").ok_or_else(|| Refusal::field("customer", "field-required"))?;
    let known = lookup::by_ids(&Look::within(tx), Action::See, &[customer]).await?;
    let asked = input.filled("store").map(|text| text.parse::<Id>());
    let asked = asked.transpose().map_err(|_| Refusal::field("store", "field-unknown-record"))?;
    let wanted = asked.or(tx.scope().powers.home_store);
    let at = known.iter().find(|m| Some(m.store) == wanted).or_else(|| known.first().filter(|_| asked.is_none()));
    let at = at.ok_or_else(|| Refusal::field("customer", "field-unknown-record"))?;
    let place = standing_of(tx, customer, at.store).await?;
    if !tx.scope().reach(OPPORTUNITY.name, Action::Create).covers(&place) {
        return Err(Refusal::field("customer", "opportunity-of-a-colleague"));
    }
    let new = NewOpportunity {
        level: sheet.text("level"),
        models: sheet.text("models"),
        expected_on: sheet.date("expected_on"),
        amount: sheet.money()?,
        source: sheet.text("source"),
        next_on: sheet.next_on(day(tx.now()))?,
        remark: sheet.text("remark"),
        ..NewOpportunity::new(customer, at.store)
    };
    open(tx, new).await
}

async fn standing_of(tx: &Tx<'_>, customer: Id, store: Id) -> Result<Place, Refusal> {
    let found = customers::engagements::pace::standing(tx.conn(), tx.tenant(), customer, store).await?;
    Ok(found.ok_or_else(|| Refusal::field("customer", "opportunity-without-engagement"))?.place())
}

/// Changes the facts of one that stands at `version`; the new version is returned. A new level sets the next contact as
/// its rhythm says, unless the input says so itself. An open opportunity keeps a next contact (LEAD-05).
pub(super) async fn update(tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
    let held = require(tx, id, Action::Edit).await?;
    if held.version != version {
        return Err(Refusal::Conflict(held.version));
    }
    writable(tx, input)?;
    let sheet = read(tx, input)?;
    if input.get("customer").is_some() && sheet.id("customer") != Some(held.customer_id) {
        return Err(Refusal::field("customer", "opportunity-customer-stays"));
    }
    dictionaries::check(tx, &OPPORTUNITY, Some(id), input, &[]).await?;
    let today = day(tx.now());
    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    if let Some(level) = sheet.text("level").filter(|level| *level != held.level) {
        let levels = levels::all(tx.conn(), tx.tenant()).await?;
        if !levels.open().any(|l| l.code == level) {
            return Err(Refusal::field("level", "opportunity-level-closed"));
        }
        if sheet.date("next_on").is_none() || sheet.date("next_on") == held.next_on {
            columns.push(("next_on", Some(levels.next_on(&level, today)).into()));
        }
        columns.push(("level", level.into()));
    } else if input.get("level").is_some() && sheet.text("level").is_none() {
        return Err(Refusal::field("level", "field-required"));
    }
    let planned = columns.iter().any(|(name, _)| *name == "next_on");
    if input.get("next_on").is_some() && !planned && sheet.date("next_on") != held.next_on {
        let next = sheet.next_on(today)?.ok_or_else(|| Refusal::field("next_on", "opportunity-next-required"))?;
        columns.push(("next_on", Some(next).into()));
    }
    if input.get("models").is_some() {
        let wishes = interests(tx, sheet.text("models").as_deref()).await?;
        if shown(&wishes) != held.models {
            queries::set_models(tx, id, &wishes).await?;
            columns.push(("models", shown(&wishes).into()));
        }
    }
    if input.get("amount").is_some() && sheet.money()? != held.amount {
        columns.push(("amount", sheet.money()?.into()));
    }
    if input.get("expected_on").is_some() && sheet.date("expected_on") != held.expected_on {
        columns.push(("expected_on", sheet.date("expected_on").into()));
    }
    for (name, was) in [("source", &held.source), ("remark", &held.remark)] {
        if input.get(name).is_some() && sheet.text(name) != *was {
            columns.push((name, sheet.text(name).into()));
        }
    }
    if columns.is_empty() {
        return Ok(version);
    }
    let at = tx.now();
    let now = take(tx, &held, Act::Edit, columns, Note::default(), at).await?;
    tx.emit("opportunity.updated.v1", "opportunity", id, serde_json::json!({ "level": now.level }));
    Ok(now.version)
}

/// Fields that are hidden from someone everywhere, or shown to them in part only, are not theirs to write.
fn writable(tx: &Tx<'_>, input: &Input) -> Result<(), Refusal> {
    let open = |name: &str| tx.scope().field_at_best(OPPORTUNITY.name, name) == Access::Shown;
    let closed = |name: &&String| OPPORTUNITY.field(name).is_some() && name.as_str() != "store" && !open(name);
    let errors: Vec<FieldError> = input
        .0
        .keys()
        .filter(closed)
        .map(|name| FieldError { field: name.clone(), code: "field-not-writable".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

/// What was typed, read by the kinds of its fields.
struct Sheet(Vec<(&'static str, Datum)>);

fn read(tx: &Tx<'_>, input: &Input) -> Result<Sheet, Refusal> {
    let context = Context { today: day(tx.now()), zone: organisation::HOUSE_ZONE };
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    for field in OPPORTUNITY.fields_for(Uses::FORM) {
        let Some(text) = input.get(field.name) else { continue };
        match input::read(field, text, context) {
            Ok(reading) => values.push((field.name, reading.datum)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(Sheet(values)) } else { Err(Refusal::Invalid(errors)) }
}

impl Sheet {
    fn get(&self, name: &str) -> Option<&Datum> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, datum)| datum)
    }

    fn text(&self, name: &str) -> Option<String> {
        match self.get(name) {
            Some(Datum::Text(text)) if !text.is_empty() => Some(text.clone()),
            _ => None,
        }
    }

    fn date(&self, name: &str) -> Option<NaiveDate> {
        match self.get(name) {
            Some(Datum::Date(day)) => Some(*day),
            _ => None,
        }
    }

    fn id(&self, name: &str) -> Option<Id> {
        match self.get(name) {
            Some(Datum::Reference(id, _)) => Some(*id),
            _ => None,
        }
    }

    fn money(&self) -> Result<Option<i64>, Refusal> {
        match self.get("amount") {
            Some(Datum::Integer(fen)) if *fen < 0 => Err(Refusal::field("amount", "opportunity-amount-negative")),
            Some(Datum::Integer(fen)) => Ok(Some(*fen)),
            _ => Ok(None),
        }
    }

    fn next_on(&self, today: NaiveDate) -> Result<Option<NaiveDate>, Refusal> {
        match self.date("next_on") {
            Some(next) if next < today => Err(Refusal::field("next_on", "opportunity-next-in-the-past")),
            next => Ok(next),
        }
    }
}
