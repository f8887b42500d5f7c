//! Putting an opportunity off, giving it to the pool, taking one from there, and taking up one that was lost.

use chrono::{Months, NaiveDate};
use customers::Seams;
use customers::engagements::pace;
use kernel::scope::Place;
use kernel::{Action, Id, Tx};
use records::Refusal;

use super::ledger::{self, Note};
use super::model::{NewOpportunity, Opportunity};
use super::open::{day, open};
use super::queries;
use super::states::{Act, State, next};
use super::step::{require, take};
use crate::kind::OPPORTUNITY;
use crate::levels;

/// Puts it off until a day (休眠, domain.md §1.2): a reason, and a day within twelve months. Refuses
/// `opportunity-wake-impossible`.
pub async fn sleep(tx: &mut Tx<'_>, id: Id, until: NaiveDate, reason: &str) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::Edit).await?;
    next(held.state(), Act::Sleep)?;
    let (at, reason) = (tx.now(), said(reason)?);
    let today = day(at);
    if until <= today || today.checked_add_months(Months::new(12)).is_some_and(|last| until > last) {
        return Err(Refusal::field("wake_on", "opportunity-wake-impossible"));
    }
    let columns =
        vec![("level", levels::DORMANT.into()), ("wake_on", until.into()), ("next_on", None::<NaiveDate>.into())];
    take(tx, &held, Act::Sleep, columns, Note { note: Some(reason), ..Note::default() }, at).await
}

/// Takes up one that sleeps. It is unrated again, and due today.
pub async fn wake(tx: &mut Tx<'_>, id: Id) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::Edit).await?;
    let at = tx.now();
    take(tx, &held, Act::Wake, woken(day(at)), Note::default(), at).await
}

/// Gives it to the pool of its store; whoever may assign it may.
pub async fn release(tx: &mut Tx<'_>, id: Id, reason: &str) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::Assign).await?;
    next(held.state(), Act::Release)?;
    let (at, reason) = (tx.now(), said(reason)?);
    let columns = vec![("next_on", None::<NaiveDate>.into())];
    take(tx, &held, Act::Release, columns, Note { note: Some(reason), ..Note::default() }, at).await
}

/// Takes one from the pool of a store where one works: of those who do so at the same moment one gets it, the others are
/// told how it stands. The customer goes along.
pub async fn claim(tx: &mut Tx<'_>, seams: &Seams, id: Id) -> Result<Id, Refusal> {
    let (held, me) = offered(tx, id).await?;
    next(held.state(), Act::Claim)?;
    let at = tx.now();
    take(tx, &held, Act::Claim, woken(day(at)), Note::default(), at).await?;
    own(tx, seams, &held, me).await?;
    Ok(id)
}

/// Opens a new opportunity for somebody who was lost, linked to the old one, which stays what it is (domain.md §2.1). A
/// colleague of the store may do so from the pool; the customer goes along. Refuses `opportunity-taken-up-already`.
pub async fn reactivate(tx: &mut Tx<'_>, seams: &Seams, id: Id, evidence: &str) -> Result<Id, Refusal> {
    let (held, me) = offered(tx, id).await?;
    next(held.state(), Act::Reactivate)?;
    let (at, evidence) = (tx.now(), said(evidence)?);
    if ledger::taken_up(tx, &held).await? {
        return Err(Refusal::Rule("opportunity-taken-up-already"));
    }
    let new = NewOpportunity {
        models: held.models.clone(),
        amount: held.amount,
        source: held.source.clone(),
        before: Some(held.id),
        next_on: Some(day(at)),
        remark: Some(evidence.clone()),
        ..NewOpportunity::new(held.customer_id, held.store_id)
    };
    let made = open(tx, new).await?;
    let note = Note { note: Some(evidence), ..Note::default() };
    take(tx, &held, Act::Reactivate, Vec::new(), note, at).await?;
    own(tx, seams, &held, me).await?;
    Ok(made)
}

/// One that its reader reaches, or that stands in the pool of a store where they work and may open opportunities; and who
/// they are.
async fn offered(tx: &Tx<'_>, id: Id) -> Result<(Opportunity, Option<Id>), Refusal> {
    let me = tx.scope().user();
    match require(tx, id, Action::Edit).await {
        Err(Refusal::NotFound | Refusal::Forbidden) => {}
        other => return Ok((other?, me)),
    }
    let held = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let place = Place { owner: me, store: Some(held.store_id), path: held.path.clone() };
    let works_there = tx.scope().powers.home_store == Some(held.store_id);
    let may = works_there && tx.scope().reach(OPPORTUNITY.name, Action::Create).covers(&place);
    match may && in_pool(&held, day(tx.now())) {
        true => Ok((held, me)),
        false => Err(Refusal::NotFound),
    }
}

/// Days after which somebody who was lost may be called by a colleague: the first of the calls of domain.md §2.1.
pub(crate) const SECOND_CHANCE_DAYS: i64 = 30;

/// Whether colleagues of the store are offered it: given to the pool, or lost for a while.
fn in_pool(held: &Opportunity, today: NaiveDate) -> bool {
    match held.state() {
        State::Pool => true,
        State::Defeated => held.closed_at.is_some_and(|at| (today - day(at)).num_days() >= SECOND_CHANCE_DAYS),
        _ => false,
    }
}

/// The customer is the consultant's who took them; managers take nobody for themselves.
async fn own(tx: &mut Tx<'_>, seams: &Seams, held: &Opportunity, me: Option<Id>) -> Result<(), Refusal> {
    let Some(me) = me.filter(|me| held.owner_id != Some(*me)) else { return Ok(()) };
    let engagement = pace::standing(tx.conn(), tx.tenant(), held.customer_id, held.store_id).await?;
    let Some(engagement) = engagement.filter(|e| e.owner_id != Some(me)) else { return Ok(()) };
    if tx.scope().reach(OPPORTUNITY.name, Action::Edit).owner.is_none() {
        return Ok(());
    }
    pace::hand(tx, seams, &engagement, me, None).await
}

fn woken(today: NaiveDate) -> Vec<(&'static str, kernel::Value)> {
    vec![("level", levels::UNRATED.into()), ("wake_on", None::<NaiveDate>.into()), ("next_on", Some(today).into())]
}

fn said(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::field("note", "field-required")),
        1..=2_000 => Ok(text.to_owned()),
        _ => Err(Refusal::field("note", "field-too-long")),
    }
}
