//! Opening an opportunity: at most one at a time of a customer with a store.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use customers::engagements::Class;
use customers::engagements::pace::{self, Pace};
use identifiers::search_terms::number_terms;
use kernel::clock::id_at;
use kernel::journal::Change;
use kernel::{DbError, Fen, Id, Instant, Tx, numbering};
use records::Refusal;
use records::input::BETWEEN_CODES;

use super::ledger::{self, Note};
use super::model::{NewOpportunity, Opportunity, number};
use super::queries::{self, Interest};
use super::states::State;
use super::tell;
use crate::kind::OPPORTUNITY;
use crate::{levels, stages};

/// The counter that numbers come from.
pub(crate) const SERIES: &str = "opportunity";

/// Opens one; its id is returned. Refuses `opportunity-open-already` where the customer has one at the store already,
/// whoever's it is, `opportunity-without-engagement`, `opportunity-stage-unknown` and `opportunity-level-closed`.
/// Permission is the caller's matter.
pub async fn open(tx: &mut Tx<'_>, new: NewOpportunity) -> Result<Id, Refusal> {
    let at = new.at.unwrap_or(tx.now());
    let today = day(at);
    queries::take_turn(tx, new.customer, new.store).await?;
    let engagement = pace::standing(tx.conn(), tx.tenant(), new.customer, new.store)
        .await?
        .ok_or_else(|| Refusal::field("customer", "opportunity-without-engagement"))?;
    if queries::live(tx.conn(), tx.tenant(), new.customer, new.store).await?.is_some() {
        return Err(Refusal::field("customer", "opportunity-open-already"));
    }
    let (stages, levels) = (stages::all(tx.conn(), tx.tenant()).await?, levels::all(tx.conn(), tx.tenant()).await?);
    let stage = new.stage.unwrap_or_else(|| stages::FILED.to_owned());
    if !stages.open().any(|s| s.code == stage) {
        return Err(Refusal::field("stage", "opportunity-stage-unknown"));
    }
    let level = new.level.unwrap_or_else(|| levels::UNRATED.to_owned());
    let rated = levels.open().find(|l| l.code == level);
    let rated = rated.ok_or_else(|| Refusal::field("level", "opportunity-level-closed"))?;
    let expected = rated.purchase_days.and_then(|days| today.checked_add_days(Days::new(days.max(0) as u64)));
    let interests = interests(tx, new.models.as_deref()).await?;
    let now = Opportunity {
        id: new.at.map_or_else(|| tx.new_id(), id_at),
        number: number(numbering::take(tx, SERIES, 1).await?),
        customer_id: new.customer,
        store_id: new.store,
        owner_id: engagement.owner_id,
        path: engagement.path.clone(),
        state: State::Open.name().to_owned(),
        stage,
        models: shown(&interests),
        expected_on: new.expected_on.or(expected),
        amount: new.amount,
        source: new.source.or_else(|| engagement.source.clone()),
        next_on: Some(new.next_on.unwrap_or_else(|| levels.next_on(&level, today))),
        level,
        reason: None,
        competitor: None,
        evidence: None,
        asked_by: None,
        wake_on: None,
        before_id: new.before,
        remark: new.remark,
        stage_at: at,
        touched_at: at,
        closed_at: None,
        created_at: at,
        version: 1,
    };
    insert(tx, &now, new.source_id, new.lead).await?;
    queries::set_models(tx, now.id, &interests).await?;
    let passed: Vec<&str> = stages.reached(None, &now.stage).iter().map(|s| s.code.as_str()).collect();
    ledger::moved(tx, None, &now, None, at, Note::default()).await?;
    ledger::rated(tx, &now, None, &now.level, at).await?;
    ledger::reached(tx, &now, &passed, at, at).await?;
    let terms: BTreeSet<String> = number_terms(&now.number).into_iter().collect();
    let anchor = [(now.id, Some(now.store_id))];
    records::search::reindex(tx, &OPPORTUNITY, now.id, &anchor, &BTreeSet::new(), &terms).await?;
    let pace = Pace {
        class: Some(Class::Prospect),
        grade: Some(&now.level),
        next_contact_on: now.next_on,
        touched_at: Some(at),
    };
    pace::keep(tx, &engagement, pace).await?;
    tell::opened(tx, &now, at).await?;
    tx.record("opportunity", now.id, "create", first(&now));
    let told = serde_json::json!({ "customer": now.customer_id, "store": now.store_id, "owner": now.owner_id, "stage": now.stage, "level": now.level, "lead": new.lead, "before": now.before_id });
    tx.emit("opportunity.opened.v1", "opportunity", now.id, told);
    Ok(now.id)
}

/// The day of a moment, by the house's clock.
pub(crate) fn day(at: Instant) -> NaiveDate {
    at.date_in(organisation::HOUSE_ZONE)
}

/// Models of interest from what was typed; those whose names stand in the catalogue are known by it.
pub(super) async fn interests(tx: &Tx<'_>, typed: Option<&str>) -> Result<Vec<Interest>, DbError> {
    let mut names: Vec<String> = Vec::new();
    for name in typed.unwrap_or_default().split(BETWEEN_CODES).map(str::trim).filter(|n| !n.is_empty()) {
        if !names.iter().any(|held| held == name) {
            names.push(name.to_owned());
        }
    }
    names.truncate(10);
    let known = queries::catalogue(tx, &names).await?;
    let model = |name: &str| known.iter().find(|(held, _)| held == name).map(|(_, id)| *id);
    Ok(names.into_iter().map(|name| Interest { model_id: model(&name), name }).collect())
}

/// The models as the row mirrors them.
pub(super) fn shown(interests: &[Interest]) -> Option<String> {
    let names: Vec<&str> = interests.iter().map(|i| i.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join("、"))
}

async fn insert(tx: &Tx<'_>, now: &Opportunity, source: Option<Id>, lead: Option<Id>) -> Result<(), Refusal> {
    let columns = vec![
        ("tenant_id", tx.tenant().into()),
        ("id", now.id.into()),
        ("number", now.number.as_str().into()),
        ("customer_id", now.customer_id.into()),
        ("store_id", now.store_id.into()),
        ("owner_id", now.owner_id.into()),
        ("path", now.path.as_str().into()),
        ("state", now.state.as_str().into()),
        ("stage", now.stage.as_str().into()),
        ("level", now.level.as_str().into()),
        ("models", now.models.clone().into()),
        ("expected_on", now.expected_on.into()),
        ("amount", now.amount.into()),
        ("source", now.source.clone().into()),
        ("source_id", source.into()),
        ("lead_id", lead.into()),
        ("next_on", now.next_on.into()),
        ("before_id", now.before_id.into()),
        ("remark", now.remark.clone().into()),
        ("stage_at", now.stage_at.into()),
        ("touched_at", now.touched_at.into()),
        ("version", now.version.into()),
        ("created_at", now.created_at.into()),
        ("created_by", tx.scope().user().into()),
        ("updated_at", tx.now().into()),
    ];
    Ok(queries::insert(tx, columns).await?)
}

/// What the journal tells of the beginning.
fn first(now: &Opportunity) -> Vec<Change> {
    let facts = [
        ("number", Some(now.number.clone())),
        ("customer", Some(now.customer_id.to_string())),
        ("stage", Some(now.stage.clone())),
        ("level", Some(now.level.clone())),
        ("models", now.models.clone()),
        ("amount", now.amount.map(|fen| Fen(fen).plain())),
        ("expected_on", now.expected_on.map(|day| day.to_string())),
        ("next_on", now.next_on.map(|day| day.to_string())),
        ("source", now.source.clone()),
        ("remark", now.remark.clone()),
    ];
    facts.into_iter().filter_map(|(field, after)| Change::of(field, None, after)).collect()
}
