//! Keeping a file without using it, and using it again.

use kernel::{Id, Tx};
use records::Refusal;

use super::queries;
use crate::customer::search;
use crate::engagements::queries as engagements;
use crate::seams::{EngagementChange, EngagementEvent, Seams};

/// Takes a file out of all use but keeping it: lists, search, pickers, exports, duplicates, operations no longer know it.
/// False when it was out of use already. Refuses a file that is not there.
pub async fn restrict(tx: &mut Tx<'_>, seams: &Seams, customer: Id) -> Result<bool, Refusal> {
    let known = queries::standing(tx.conn(), tx.tenant(), customer).await?.ok_or(Refusal::NotFound)?;
    if known.restricted_at.is_some() {
        return Ok(false);
    }
    let own = engagements::of_customer(tx.conn(), tx.tenant(), customer).await?;
    for e in &own {
        search::renew_one(tx, customer, e.id, e.store_id, false).await?;
    }
    queries::restrict(tx, customer).await?;
    let changes: Vec<EngagementChange> = own.into_iter().map(|e| change(e, EngagementEvent::Removed)).collect();
    seams.tell(tx, &changes).await?;
    tx.record("customer", customer, "restrict", vec![]);
    // The stores stay unnamed: whoever listens learns only that the file is not there.
    tx.emit("customer.deleted.v1", "customer", customer, serde_json::json!({ "stores": [] }));
    Ok(true)
}

/// Takes a file into use again as it was. False when it is in use. Refuses `privacy-erased`.
pub async fn lift(tx: &mut Tx<'_>, seams: &Seams, customer: Id) -> Result<bool, Refusal> {
    let known = queries::standing(tx.conn(), tx.tenant(), customer).await?.ok_or(Refusal::NotFound)?;
    if known.erased_at.is_some() {
        return Err(Refusal::Rule("privacy-erased"));
    }
    let Some(since) = known.restricted_at else { return Ok(false) };
    queries::lift(tx, customer, since).await?;
    let own = engagements::of_customer(tx.conn(), tx.tenant(), customer).await?;
    let mut changes = Vec::with_capacity(own.len());
    for e in own {
        search::renew_one(tx, customer, e.id, e.store_id, true).await?;
        changes.push(change(e, EngagementEvent::Created));
    }
    seams.tell(tx, &changes).await?;
    tx.record("customer", customer, "unrestrict", vec![]);
    tx.emit("customer.restored.v1", "customer", customer, serde_json::json!({ "stores": [] }));
    Ok(true)
}

fn change(e: crate::Engagement, event: EngagementEvent) -> EngagementChange {
    EngagementChange {
        event,
        engagement: e.id,
        customer: e.customer_id,
        store: e.store_id,
        owner: e.owner_id,
        path: e.path,
    }
}
