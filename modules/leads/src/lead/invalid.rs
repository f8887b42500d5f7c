//! Leads that are none: said by the owner, for paid sources agreed to by a manager (domain.md §2.1). They stay in what a
//! source brought.

use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Input, Refusal, find};

use super::moves::{self, Step};
use super::{Act, State, queries};
use crate::LEAD;
use crate::seams::Seams;
use crate::sources::REASONS;

/// The longest words about it.
const NOTE: usize = 500;

/// Says that a lead is none, with the reason (dictionary `lead-invalid`) and words. Of a paid source it waits for a
/// manager, unless the actor is one.
pub async fn invalidate(tx: &mut Tx<'_>, id: Id, reason: &str, note: &str) -> Result<State, Refusal> {
    let mut lead = editable(tx, id, Action::Edit).await?;
    if reason.is_empty() {
        return Err(Refusal::field("reason", "field-required"));
    }
    let codes: Input = [("reason", reason)].into_iter().collect();
    organisation::dictionaries::check(tx, &REASONS, None, &codes, &[]).await?;
    if note.chars().count() > NOTE {
        return Err(Refusal::field("note", "field-too-long"));
    }
    let manager = find::require(&Look::within(tx), &LEAD, id, Action::Assign).await.is_ok();
    let act = if lead.paid && !manager { Act::Doubt } else { Act::Invalidate };
    let columns = vec![("reason", Some(reason.to_owned()).into()), ("alarm_at", None::<i64>.into())];
    let words = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
    let to = moves::take(tx, &mut lead, act, Step { columns, reason: words, ..Step::default() }).await?;
    let event = if act == Act::Doubt { "lead.doubted.v1" } else { "lead.invalidated.v1" };
    tx.emit(event, LEAD.name, id, serde_json::json!({ "reason": reason }));
    Ok(to)
}

/// A manager's verdict on a lead whose owner says that it is none.
pub async fn judge(tx: &mut Tx<'_>, seams: &Seams, id: Id, agreed: bool, note: &str) -> Result<State, Refusal> {
    let mut lead = editable(tx, id, Action::Assign).await?;
    let mut step = Step { reason: Some(note.trim().to_owned()).filter(|n| !n.is_empty()), ..Step::default() };
    if agreed {
        let to = moves::take(tx, &mut lead, Act::Confirm, step).await?;
        tx.emit("lead.invalidated.v1", LEAD.name, id, serde_json::json!({}));
        return Ok(to);
    }
    let (due, _) = crate::alarms::first_contact(tx, seams, lead.store_id, &lead.path).await?;
    step.columns = vec![
        ("reason", None::<String>.into()),
        ("assigned_at", Some(tx.now().0).into()),
        ("due_at", Some(due.0).into()),
        ("alarm_at", Some(due.0).into()),
        ("alarms", 0_i64.into()),
    ];
    let owner = lead.owner_id;
    let to = moves::take(tx, &mut lead, Act::Return, step).await?;
    tx.emit("lead.assigned.v1", LEAD.name, id, serde_json::json!({ "owner": owner, "by": tx.scope().user() }));
    Ok(to)
}

/// Takes back that a lead is none.
pub async fn reopen(tx: &mut Tx<'_>, id: Id) -> Result<State, Refusal> {
    let mut lead = editable(tx, id, Action::Assign).await?;
    let columns = vec![("reason", None::<String>.into()), ("closed_at", None::<i64>.into())];
    let to = moves::take(tx, &mut lead, Act::Reopen, Step { owner: Some(None), columns, ..Step::default() }).await?;
    tx.emit("lead.reopened.v1", LEAD.name, id, serde_json::json!({}));
    Ok(to)
}

/// A lead that the actor may do this with.
pub(crate) async fn editable(tx: &Tx<'_>, id: Id, action: Action) -> Result<super::Lead, Refusal> {
    find::require(&Look::within(tx), &LEAD, id, action).await?;
    queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)
}
