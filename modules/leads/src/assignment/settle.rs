//! Settling the rules of distribution: the head office's matter.

use kernel::{Id, Tx};
use records::Refusal;

use super::queries;
use super::rules::LeadRule;

/// The function of those who settle how leads are given out (`capability-leads-rules`).
pub const MANAGE: &str = "leads.rules";

/// Writes a rule, new (by an id not known yet) or changed.
pub async fn save(tx: &mut Tx<'_>, rule: &LeadRule) -> Result<(), Refusal> {
    allowed(tx)?;
    if rule.name.trim().is_empty() {
        return Err(Refusal::field("name", "field-required"));
    }
    if rule.name.chars().count() > 100 {
        return Err(Refusal::field("name", "field-too-long"));
    }
    let store = customers::places::store(tx.conn(), tx.tenant(), &rule.store.to_string()).await?;
    if store.is_none() {
        return Err(Refusal::field("store", "lead-store-unknown"));
    }
    let known = queries::find(tx.conn(), tx.tenant(), rule.id).await?;
    if let Some(known) = known.as_ref().filter(|known| known.version != rule.version) {
        return Err(Refusal::Conflict(known.version));
    }
    queries::save(tx, rule).await?;
    tx.record("lead_rule", rule.id, if known.is_some() { "update" } else { "create" }, vec![]);
    Ok(())
}

/// Puts a rule away.
pub async fn remove(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    allowed(tx)?;
    queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    queries::remove(tx, id).await?;
    tx.record("lead_rule", id, "delete", vec![]);
    Ok(())
}

fn allowed(tx: &Tx<'_>) -> Result<(), Refusal> {
    if tx.scope().may(MANAGE) { Ok(()) } else { Err(Refusal::Forbidden) }
}
