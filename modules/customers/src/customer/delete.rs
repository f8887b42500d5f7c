//! Putting a customer away: at the stores where the actor may, and altogether when no store is left.

use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::{queries, search};
use crate::engagements;
use crate::kind::CUSTOMER;
use crate::seams::{EngagementChange, EngagementEvent, Seams};

/// Puts away the engagements that the actor may put away; the customer goes with its last one. What others know stays.
pub async fn delete(tx: &mut Tx<'_>, seams: &Seams, id: Id, version: i64) -> Result<(), Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, id, Action::Delete).await?;
    let customer = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if customer.version != version || !queries::change(tx, id, version, vec![]).await? {
        return Err(Refusal::Conflict(customer.version));
    }
    let gone = engagements::queries::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let mut changes = Vec::new();
    for engagement in &gone {
        search::renew_one(tx, id, engagement.id, engagement.store_id, false).await?;
        engagements::queries::change(tx, engagement.id, vec![("deleted_at", tx.now().into())]).await?;
        tx.record("engagement", engagement.id, "delete", vec![]);
        changes.push(EngagementChange {
            event: EngagementEvent::Removed,
            engagement: engagement.id,
            customer: id,
            store: engagement.store_id,
            owner: engagement.owner_id,
            path: engagement.path.clone(),
        });
    }
    seams.tell(tx, &changes).await?;
    if engagements::queries::of_customer(tx.conn(), tx.tenant(), id).await?.is_empty() {
        queries::put_away(tx, id).await?;
        tx.record("customer", id, "delete", vec![]);
    }
    let stores: Vec<Id> = gone.iter().map(|e| e.store_id).collect();
    tx.emit("customer.deleted.v1", "customer", id, serde_json::json!({ "stores": stores }));
    Ok(())
}
