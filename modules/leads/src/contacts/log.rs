//! Logging a contact in one form: by which way, how it came out, what was said, and when next.

use kernel::{Action, Id, Tx};
use records::{Input, Refusal};

use super::model::{NewContact, is_real};
use super::queries;
use crate::LEAD;
use crate::lead::Lead;
use crate::lead::invalid::editable;
use crate::lead::machine::{Act, State, step};
use crate::lead::moves::{self, Step};
use crate::lead::queries as leads;
use crate::sources::CONTACTS;

/// The longest words about it.
const CONTENT: usize = 2_000;

/// Logs a contact with a lead. A real one brings the lead on; an attempt that reached nobody is kept and leaves the clock
/// of the first contact running.
pub async fn log(tx: &mut Tx<'_>, id: Id, contact: NewContact) -> Result<State, Refusal> {
    let lead = editable(tx, id, Action::Edit).await?;
    step(lead.state(), Act::Contact)?;
    for (field, value) in [("channel", &contact.channel), ("result", &contact.result)] {
        if value.is_empty() {
            return Err(Refusal::field(field, "field-required"));
        }
    }
    let codes: Input = [("channel", &contact.channel), ("result", &contact.result)].into_iter().collect();
    organisation::dictionaries::check(tx, &CONTACTS, None, &codes, &[]).await?;
    if contact.content.as_ref().is_some_and(|text| text.chars().count() > CONTENT) {
        return Err(Refusal::field("content", "field-too-long"));
    }
    if contact.next_at.is_some_and(|at| at < tx.now()) {
        return Err(Refusal::field("next_at", "lead-next-in-the-past"));
    }
    note(tx, lead, contact).await
}

/// Writes a contact down with a lead as it was read. Permission and codes are the caller's matter.
pub(crate) async fn note(tx: &mut Tx<'_>, mut lead: Lead, contact: NewContact) -> Result<State, Refusal> {
    let id = lead.id;
    let logged = queries::insert(tx, id, &contact).await?;
    let told = serde_json::json!({ "contact": logged, "channel": contact.channel, "result": contact.result, "store": lead.store_id });
    let next = contact.next_at.map(|at| at.0);
    if is_real(&contact.result) {
        let first = lead.contacted_at.unwrap_or(tx.now());
        let columns =
            vec![("contacted_at", Some(first.0).into()), ("alarm_at", None::<i64>.into()), ("due_at", next.into())];
        let to = moves::take(tx, &mut lead, Act::Contact, Step { columns, ..Step::default() }).await?;
        tx.emit("lead.contacted.v1", LEAD.name, id, told);
        return Ok(to);
    }
    // The clock of the first contact stays; a later contact may be put off.
    if lead.state() == State::Contacted
        && next.is_some()
        && !leads::change(tx, &lead, vec![("due_at", next.into())]).await?
    {
        return Err(Refusal::Conflict(lead.version + 1));
    }
    tx.record(LEAD.name, id, "update", vec![]);
    tx.emit("lead.attempted.v1", LEAD.name, id, told);
    Ok(lead.state())
}
