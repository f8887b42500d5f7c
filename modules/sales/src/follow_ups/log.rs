//! Logging a contact.

use chrono::NaiveDate;
use customers::NewEntry;
use kernel::{Action, Id, Instant, Tx};
use organisation::dictionaries;
use records::{Input, Refusal};

use super::queries::{self, FollowUp};
use crate::kind::CONTACT;
use crate::levels;
use crate::opportunity::{Act, Opportunity, State, day, ledger, next, require, take};

/// A contact to be logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFollowUp {
    /// Through what (dictionary `follow-up-channel`).
    pub channel: String,
    /// What came of it (dictionary `follow-up-result`).
    pub result: String,
    /// What was said.
    pub content: Option<String>,
    /// The level from now on; none leaves it.
    pub level: Option<String>,
    /// When the next one is due; none is as the level's rhythm says.
    pub next_on: Option<NaiveDate>,
}

/// Logs a contact made at a moment. The next one is always set while the opportunity is open. Refuses
/// `opportunity-level-closed`, `opportunity-next-in-the-past`, and codes that stand in no dictionary.
pub async fn log(tx: &mut Tx<'_>, id: Id, new: NewFollowUp, at: Instant) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::Edit).await?;
    next(held.state(), Act::Follow)?;
    for (name, text) in [("channel", &new.channel), ("result", &new.result)] {
        if text.is_empty() {
            return Err(Refusal::field(name, "field-required"));
        }
    }
    let codes = Input::from_iter([("channel", new.channel.as_str()), ("result", new.result.as_str())]);
    dictionaries::check(tx, &CONTACT, None, &codes, &[]).await?;
    let content = new.content.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if content.as_ref().is_some_and(|text| text.chars().count() > 20_000) {
        return Err(Refusal::field("content", "field-too-long"));
    }
    let levels = levels::all(tx.conn(), tx.tenant()).await?;
    let level = new.level.filter(|l| !l.is_empty()).unwrap_or_else(|| held.level.clone());
    if level != held.level && !levels.open().any(|l| l.code == level) {
        return Err(Refusal::field("level", "opportunity-level-closed"));
    }
    let today = day(at);
    if new.next_on.is_some_and(|on| on < today) {
        return Err(Refusal::field("next_on", "opportunity-next-in-the-past"));
    }
    let next_on = new.next_on.unwrap_or_else(|| levels.next_on(&level, today));
    let mut columns = vec![("touched_at", at.into()), ("next_on", Some(next_on).into())];
    if level != held.level {
        columns.push(("level", level.as_str().into()));
    }
    let now = take(tx, &held, Act::Follow, columns, ledger::Note::default(), at).await?;
    let contact = FollowUp {
        id: tx.new_id(),
        at,
        channel: new.channel,
        content: content.clone(),
        result: new.result,
        from_level: held.level.clone(),
        level,
        due_on: held.next_on.filter(|_| held.state() == State::Open),
        next_on: Some(next_on),
        by_name: tx.scope().actor_name().to_owned(),
    };
    queries::insert(tx, &now, &contact).await?;
    tell(tx, &now, &contact).await?;
    let told = serde_json::json!({ "channel": contact.channel, "result": contact.result, "level": contact.level, "next_on": next_on,
        "customer": now.customer_id, "store": now.store_id, "owner": now.owner_id });
    tx.emit("opportunity.followed.v1", "opportunity", id, told);
    Ok(now)
}

/// On the customer's timeline a contact is what it would be without an opportunity.
async fn tell(tx: &Tx<'_>, now: &Opportunity, contact: &FollowUp) -> Result<(), Refusal> {
    let kind = match contact.channel.as_str() {
        "call" => "call",
        "visit" => "visit",
        "wechat" | "message" => "message",
        _ => "note",
    };
    let told = serde_json::json!({
        "words": "timeline-opportunity-followed", "fields": ["next_on"],
        "codes": { "channel": ["follow-up-channel", contact.channel], "result": ["follow-up-result", contact.result] },
    });
    let mut entry = NewEntry::at_store(now.store_id, now.path.clone(), kind).about("opportunity", now.id).with(told);
    entry.at = Some(contact.at);
    entry.body = contact.content.clone();
    Ok(customers::timeline::write(tx, vec![(now.customer_id, entry)]).await?)
}
