//! Losing an opportunity (战败, LEAD-07): the consultant says so with a reason and how it is known, somebody else confirms
//! it or gives it back.

use chrono::{Days, NaiveDate};
use kernel::{Action, Id, Tx};
use organisation::dictionaries;
use records::commands::FieldError;
use records::{Input, Refusal};

use super::ledger::Note;
use super::model::Opportunity;
use super::open::day;
use super::states::Act;
use super::step::{require, take};
use crate::kind::LOSS;
use crate::levels;

/// The function that confirms losses (`capability-opportunities-review`).
pub const REVIEW: &str = "opportunities.review";

/// The reason that asks what was bought instead.
const COMPETITOR: &str = "competitor";

/// How old the last contact may be (domain.md §2.1).
const CONTACT_DAYS: i64 = 3;

/// What is said of a loss.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// Why (dictionary `lost-reason`).
    pub reason: String,
    /// What was bought instead.
    pub competitor: Option<String>,
    /// How that is known.
    pub evidence: String,
}

/// Asks that it be closed as lost. Refuses `opportunity-competitor-missing` where a competitor was bought,
/// `opportunity-defeat-needs-contact` where nobody spoke with the customer in the last three days, and what is missing.
pub async fn ask_defeat(tx: &mut Tx<'_>, id: Id, loss: Loss) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::Edit).await?;
    super::states::next(held.state(), Act::AskDefeat)?;
    let competitor = loss.competitor.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty());
    let evidence = loss.evidence.trim().to_owned();
    let mut errors = Vec::new();
    let mut wrong = |field: &str, code: &str| errors.push(FieldError { field: field.into(), code: code.into() });
    if loss.reason.is_empty() {
        wrong("reason", "field-required");
    }
    if loss.reason == COMPETITOR && competitor.is_none() {
        wrong("competitor", "opportunity-competitor-missing");
    }
    if evidence.is_empty() {
        wrong("evidence", "field-required");
    }
    if evidence.chars().count() > 2_000 || competitor.as_ref().is_some_and(|c| c.chars().count() > 100) {
        wrong("evidence", "field-too-long");
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    dictionaries::check(tx, &LOSS, None, &Input::from_iter([("reason", loss.reason.as_str())]), &[]).await?;
    if held.touched_at < tx.now().plus_days(-CONTACT_DAYS) {
        return Err(Refusal::Rule("opportunity-defeat-needs-contact"));
    }
    let columns = vec![
        ("reason", loss.reason.as_str().into()),
        ("competitor", competitor.clone().into()),
        ("evidence", evidence.as_str().into()),
        ("asked_by", tx.scope().user().into()),
    ];
    let note = Note { reason: Some(loss.reason), competitor, note: Some(evidence) };
    let at = tx.now();
    take(tx, &held, Act::AskDefeat, columns, note, at).await
}

/// Takes the request back.
pub async fn withdraw(tx: &mut Tx<'_>, id: Id) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::Edit).await?;
    let at = tx.now();
    take(tx, &held, Act::Withdraw, reopened(None), Note::default(), at).await
}

/// Confirms the loss: somebody with the function [`REVIEW`] who did not ask for it (`opportunity-review-own`).
pub async fn approve(tx: &mut Tx<'_>, id: Id, said: Option<String>) -> Result<Opportunity, Refusal> {
    let held = reviewed(tx, id).await?;
    let at = tx.now();
    let columns = vec![("level", levels::LOST.into()), ("closed_at", at.into()), ("next_on", None::<NaiveDate>.into())];
    let note = Note { reason: held.reason.clone(), competitor: held.competitor.clone(), note: said };
    take(tx, &held, Act::Approve, columns, note, at).await
}

/// Gives it back to its owner with a reason; the next contact is due tomorrow.
pub async fn give_back(tx: &mut Tx<'_>, id: Id, said: Option<String>) -> Result<Opportunity, Refusal> {
    let held = reviewed(tx, id).await?;
    let said = said.filter(|text| !text.trim().is_empty()).ok_or_else(|| Refusal::field("note", "field-required"))?;
    let at = tx.now();
    let columns = reopened(day(at).checked_add_days(Days::new(1)));
    take(tx, &held, Act::Return, columns, Note { note: Some(said), ..Note::default() }, at).await
}

async fn reviewed(tx: &Tx<'_>, id: Id) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::See).await?;
    if !tx.scope().may(REVIEW) {
        return Err(Refusal::Forbidden);
    }
    super::states::next(held.state(), Act::Approve)?;
    match held.asked_by.is_some() && held.asked_by == tx.scope().user() {
        true => Err(Refusal::Rule("opportunity-review-own")),
        false => Ok(held),
    }
}

/// What a row that is open again no longer says.
fn reopened(next_on: Option<NaiveDate>) -> Vec<(&'static str, kernel::Value)> {
    let mut columns: Vec<(&'static str, kernel::Value)> = vec![
        ("reason", None::<String>.into()),
        ("competitor", None::<String>.into()),
        ("evidence", None::<String>.into()),
        ("asked_by", None::<Id>.into()),
    ];
    columns.extend(next_on.map(|day| ("next_on", Some(day).into())));
    columns
}
