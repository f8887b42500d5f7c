//! Taking a consent down, or its withdrawal.

use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::model::NewConsent;
use super::queries;
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;

/// Adds a line: given, or withdrawn. Earlier lines stay as they are.
pub async fn record(tx: &mut Tx<'_>, customer: Id, new: NewConsent) -> Result<Id, Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    for (field, code) in [("purpose", &new.purpose), ("channel", &new.channel)] {
        if code.trim().is_empty() {
            return Err(Refusal::field(field, "field-required"));
        }
    }
    let mine = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let home = tx
        .scope()
        .powers
        .home_store
        .filter(|s| mine.iter().any(|e| e.store_id == *s))
        .or(mine.first().map(|e| e.store_id));
    let id = queries::insert(tx, customer, home, &new).await?;
    let word = format!("{} {} {}", new.purpose, new.channel, if new.given { "given" } else { "withdrawn" });
    tx.record("customer", customer, "consent", Change::of("consents", None, Some(word)).into_iter().collect());
    let payload = serde_json::json!({ "purpose": new.purpose, "channel": new.channel, "given": new.given });
    tx.emit("customer.consent_recorded.v1", "customer", customer, payload);
    Ok(id)
}
