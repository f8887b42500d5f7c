//! Writing on a timeline: notes with mentions, and contacts that people log by hand.

use kernel::{Action, Id, Instant, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::mentions::mentioned;
use super::model::NewEntry;
use super::queries;
use crate::engagements::{Engagement, queries as engagements};
use crate::kind::CUSTOMER;

/// Kinds that people write by hand; others come from what happens.
const BY_HAND: [&str; 4] = ["note", "call", "visit", "message"];

/// Writes a note at a store (the home store unless given). Colleagues mentioned by `@name` are told by the event
/// `customer.noted.v1`.
pub async fn add_note(tx: &mut Tx<'_>, customer: Id, store: Option<Id>, text: &str) -> Result<(), Refusal> {
    add_entry(tx, customer, store, "note", None, text).await
}

/// Logs a note, call, visit or message, at a moment before now if it was then. It counts as a contact (CUS-16).
pub async fn add_entry(
    tx: &mut Tx<'_>,
    customer: Id,
    store: Option<Id>,
    kind: &str,
    at: Option<Instant>,
    text: &str,
) -> Result<(), Refusal> {
    let engagement = engagement(tx, customer, store).await?;
    let kind =
        BY_HAND.into_iter().find(|k| *k == kind).ok_or_else(|| Refusal::field("kind", "timeline-kind-unknown"))?;
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::field("body", "field-required"));
    }
    if text.chars().count() > 20_000 {
        return Err(Refusal::field("body", "field-too-long"));
    }
    if at.is_some_and(|at| at > tx.now()) {
        return Err(Refusal::field("at", "timeline-in-the-future"));
    }
    let people = queries::people_named(tx.conn(), tx.tenant(), &mentioned(text)).await?;
    let ids: Vec<Id> = people.iter().map(|(id, _)| *id).collect();
    let mut entry = NewEntry::at_store(engagement.store_id, engagement.path.clone(), kind).saying(text);
    entry.at = at;
    if !people.is_empty() {
        entry.data = Some(
            serde_json::json!({ "mentions": people.iter().map(|(id, name)| serde_json::json!({ "id": id, "name": name })).collect::<Vec<_>>() }),
        );
    }
    queries::write(tx, vec![(customer, entry)]).await?;
    engagements::touch(tx, &[engagement.id], at.unwrap_or(tx.now())).await?;
    tx.emit(
        "customer.noted.v1",
        "customer",
        customer,
        serde_json::json!({ "kind": kind, "store": engagement.store_id, "by": tx.scope().user(), "mentions": ids }),
    );
    Ok(())
}

/// The engagement that someone writes at: whoever sees a customer may leave a note.
async fn engagement(tx: &Tx<'_>, customer: Id, store: Option<Id>) -> Result<Engagement, Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::See).await?;
    let mut mine = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let wanted = store.or(tx.scope().powers.home_store);
    match mine.iter().position(|e| Some(e.store_id) == wanted) {
        Some(at) => Ok(mine.swap_remove(at)),
        None if store.is_some() => Err(Refusal::NotFound),
        None => mine.into_iter().next().ok_or(Refusal::NotFound),
    }
}
