//! Putting a lead away.

use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::{queries, search};
use crate::LEAD;

/// Puts a lead away that stands at `version`. Its arrivals stay: what a source brought is not made undone.
pub async fn delete(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    find::require(&Look::within(tx), &LEAD, id, Action::Delete).await?;
    let lead = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if lead.version != version || !queries::change(tx, &lead, vec![("deleted_at", Some(tx.now().0).into())]).await? {
        return Err(Refusal::Conflict(lead.version));
    }
    records::search::withdraw(tx, &LEAD, &[id], &search::of(&lead)).await?;
    tx.record(LEAD.name, id, "delete", vec![]);
    tx.emit("lead.deleted.v1", LEAD.name, id, serde_json::json!({}));
    Ok(())
}
