//! What every act on an opportunity has in common: may they, is it possible now, and the change with its fact, its journal,
//! the customer's timeline and its event.

use customers::engagements::Class;
use customers::engagements::pace::{self, Pace};
use kernel::journal::Change;
use kernel::{Action, Fen, Id, Instant, Tx, Value};
use records::policy::Look;
use records::{Refusal, find};

use super::ledger::{self, Note};
use super::model::Opportunity;
use super::states::{Act, next};
use super::{queries, tell};
use crate::kind::OPPORTUNITY;
use crate::levels;

/// An opportunity with which someone may do this.
pub(crate) async fn require(tx: &Tx<'_>, id: Id, action: Action) -> Result<Opportunity, Refusal> {
    find::require(&Look::within(tx), &OPPORTUNITY, id, action).await?;
    queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)
}

/// Does an act: the row changes to what the act leads to and to `columns`; everything that tells of it is written. The
/// opportunity as it stands afterwards is returned.
pub(crate) async fn take(
    tx: &mut Tx<'_>,
    held: &Opportunity,
    act: Act,
    mut columns: Vec<(&'static str, Value)>,
    note: Note,
    at: Instant,
) -> Result<Opportunity, Refusal> {
    let to = next(held.state(), act)?;
    columns.push(("state", to.name().into()));
    if !queries::change(tx, held, columns).await? {
        let now = queries::find(tx.conn(), tx.tenant(), held.id).await?.ok_or(Refusal::NotFound)?;
        return Err(Refusal::Conflict(now.version));
    }
    let now = queries::find(tx.conn(), tx.tenant(), held.id).await?.ok_or(Refusal::NotFound)?;
    tx.record_because("opportunity", held.id, act.journal(), changes(held, &now), note.note.clone());
    if act != Act::Edit && act != Act::Follow {
        ledger::moved(tx, Some(held), &now, Some(act), at, note.clone()).await?;
        tell::done(tx, held, &now, act, &note, at).await?;
        let told = serde_json::json!({ "act": act.name(), "from_state": held.state, "state": now.state, "from_stage": held.stage, "stage": now.stage,
            "level": now.level, "customer": now.customer_id, "store": now.store_id, "owner": now.owner_id, "reason": note.reason });
        tx.emit("opportunity.moved.v1", "opportunity", held.id, told);
    }
    if held.level != now.level {
        ledger::rated(tx, &now, Some(&held.level), &now.level, at).await?;
    }
    keep_pace(tx, held, &now, at).await?;
    Ok(now)
}

/// The customer's engagement stands as the opportunity does: grade, next contact, class of somebody who has bought.
async fn keep_pace(tx: &mut Tx<'_>, held: &Opportunity, now: &Opportunity, at: Instant) -> Result<(), Refusal> {
    let contact = now.touched_at > held.touched_at;
    if held.level == now.level && held.next_on == now.next_on && held.state == now.state && !contact {
        return Ok(());
    }
    let Some(engagement) = pace::standing(tx.conn(), tx.tenant(), now.customer_id, now.store_id).await? else {
        return Ok(());
    };
    let bought = (now.level == levels::DELIVERED).then_some(Class::Customer);
    let pace = Pace {
        class: bought,
        grade: (held.level != now.level).then_some(now.level.as_str()),
        next_contact_on: now.next_on,
        touched_at: Some(at),
    };
    pace::keep(tx, &engagement, pace).await
}

/// Before and after of every field that people see.
fn changes(held: &Opportunity, now: &Opportunity) -> Vec<Change> {
    type Of = fn(&Opportunity) -> Option<String>;
    let fields: [(&str, Of); 12] = [
        ("state", |o| Some(o.state.clone())),
        ("stage", |o| Some(o.stage.clone())),
        ("level", |o| Some(o.level.clone())),
        ("models", |o| o.models.clone()),
        ("amount", |o| o.amount.map(|fen| Fen(fen).plain())),
        ("expected_on", |o| o.expected_on.map(|day| day.to_string())),
        ("next_on", |o| o.next_on.map(|day| day.to_string())),
        ("source", |o| o.source.clone()),
        ("remark", |o| o.remark.clone()),
        ("reason", |o| o.reason.clone()),
        ("competitor", |o| o.competitor.clone()),
        ("wake_on", |o| o.wake_on.map(|day| day.to_string())),
    ];
    fields.into_iter().filter_map(|(name, of)| Change::of(name, of(held), of(now))).collect()
}
