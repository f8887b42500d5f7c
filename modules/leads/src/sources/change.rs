//! Keeping the tree of sources and what they cost.

use chrono::{Datelike, NaiveDate};
use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::model::{Draft, LeadSource, Level};
use super::queries;

/// The function of those who keep sources and their costs (`capability-leads-sources`).
pub const MANAGE: &str = "leads.sources";

/// The longest code and name.
const LONGEST: usize = 60;

/// Adds a platform below a channel, or a campaign below a platform. Refuses a code that is taken or that names a channel.
pub async fn add(tx: &mut Tx<'_>, id: Id, draft: Draft) -> Result<Id, Refusal> {
    allowed(tx)?;
    if queries::find(tx.conn(), tx.tenant(), id).await?.is_some() {
        return Ok(id);
    }
    let code = draft.code.trim().to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if code.is_empty() {
        return Err(Refusal::field("code", "field-required"));
    }
    if code.chars().count() > LONGEST || !code.chars().all(plain) || code.parse::<Id>().is_ok() {
        return Err(Refusal::field("code", "lead-source-code-bad"));
    }
    let taken = queries::by_code(tx.conn(), tx.tenant(), &code).await?.is_some();
    if taken || queries::is_channel(tx.conn(), tx.tenant(), &code).await? {
        return Err(Refusal::field("code", "lead-source-code-taken"));
    }
    let (level, channel) = match draft.parent {
        Some(parent) => {
            let above = queries::find(tx.conn(), tx.tenant(), parent).await?.ok_or(Refusal::NotFound)?;
            if above.level != Level::Platform.number() {
                return Err(Refusal::field("parent", "lead-source-too-deep"));
            }
            (Level::Campaign, above.channel)
        }
        None => (Level::Platform, draft.channel.trim().to_owned()),
    };
    if !queries::is_channel(tx.conn(), tx.tenant(), &channel).await? {
        return Err(Refusal::field("channel", "field-not-a-choice"));
    }
    let source = LeadSource {
        id,
        parent_id: draft.parent,
        level: level.number(),
        channel,
        code,
        name: named(&draft.name)?,
        paid: draft.paid,
        active: draft.active,
        version: 1,
    };
    queries::save(tx, &source).await?;
    tx.record("lead_source", id, "create", vec![]);
    Ok(id)
}

/// Changes the name of a source that stands at `version`, and whether it is paid for and brings leads.
pub async fn change(tx: &mut Tx<'_>, id: Id, version: i64, draft: Draft) -> Result<(), Refusal> {
    allowed(tx)?;
    let now = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if now.version != version {
        return Err(Refusal::Conflict(now.version));
    }
    let after = LeadSource { name: named(&draft.name)?, paid: draft.paid, active: draft.active, ..now.clone() };
    let changes = [
        Change::of("name", Some(now.name.clone()), Some(after.name.clone())),
        Change::of("paid", Some(now.paid.to_string()), Some(after.paid.to_string())),
        Change::of("active", Some(now.active.to_string()), Some(after.active.to_string())),
    ];
    queries::save(tx, &after).await?;
    tx.record("lead_source", id, "update", changes.into_iter().flatten().collect());
    Ok(())
}

/// Sets what a source cost in the month of a day, in fen.
pub async fn set_cost(tx: &mut Tx<'_>, id: Id, month: NaiveDate, fen: i64) -> Result<(), Refusal> {
    allowed(tx)?;
    let source = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if fen < 0 {
        return Err(Refusal::field("cost", "field-not-money"));
    }
    let month = month.with_day(1).unwrap_or(month);
    let before = queries::cost(tx.conn(), tx.tenant(), &source.code, month).await?;
    queries::set_cost(tx, &source.code, month, fen).await?;
    let plain = |fen: i64| kernel::Fen(fen).plain();
    let change = Change::of("cost", before.map(plain), Some(plain(fen)));
    tx.record("lead_source", id, "update", change.into_iter().collect());
    Ok(())
}

fn named(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Refusal::field("name", "field-required")),
        n if n > LONGEST => Err(Refusal::field("name", "field-too-long")),
        _ => Ok(name.to_owned()),
    }
}

fn allowed(tx: &Tx<'_>) -> Result<(), Refusal> {
    if tx.scope().may(MANAGE) { Ok(()) } else { Err(Refusal::Forbidden) }
}
