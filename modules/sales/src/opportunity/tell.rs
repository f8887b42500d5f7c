//! What the customer's timeline tells of an opportunity. The words stand in the locale files under the key that an entry
//! names, so that it reads in its reader's language; `fields` are those of the opportunity that it speaks of.

use customers::NewEntry;
use customers::timeline::write;
use kernel::{DbError, Instant, Tx};
use serde_json::json;

use super::ledger::Note;
use super::model::Opportunity;
use super::states::Act;

fn entry(now: &Opportunity, at: Instant) -> NewEntry {
    let entry = NewEntry::at_store(now.store_id, now.path.clone(), "opportunity").about("opportunity", now.id);
    NewEntry { at: Some(at), ..entry }
}

/// That one was opened.
pub(crate) async fn opened(tx: &Tx<'_>, now: &Opportunity, at: Instant) -> Result<(), DbError> {
    let told = json!({
        "words": "timeline-opportunity-opened", "fields": ["stage", "level"],
        "codes": { "stage": ["opportunity-stage", now.stage], "level": ["customer-grade", now.level] },
    });
    write(tx, vec![(now.customer_id, entry(now, at).with(told))]).await
}

/// That something was done with one.
pub(crate) async fn done(
    tx: &Tx<'_>,
    held: &Opportunity,
    now: &Opportunity,
    act: Act,
    note: &Note,
    at: Instant,
) -> Result<(), DbError> {
    let told = match act {
        Act::Move | Act::Win => json!({
            "words": "timeline-opportunity-moved", "fields": ["stage"],
            "codes": { "from": ["opportunity-stage", held.stage], "to": ["opportunity-stage", now.stage] },
        }),
        _ => json!({
            "words": format!("timeline-opportunity-{}", act.name()), "fields": ["state", "reason", "competitor"],
            "codes": { "reason": ["lost-reason", note.reason.clone().unwrap_or_default()] },
            "texts": { "competitor": note.competitor.clone().unwrap_or_default() },
        }),
    };
    let mut entry = entry(now, at).with(told);
    entry.body = note.note.clone();
    write(tx, vec![(now.customer_id, entry)]).await
}
