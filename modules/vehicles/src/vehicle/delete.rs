//! Putting a vehicle away.

use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::{queries, search};
use crate::kind::VEHICLE;

/// Puts a vehicle that stands at `version` away: it leaves all lists and is no longer found, by its customers' search
/// either. It goes everywhere, so whoever does it must be allowed to wherever it is known. Refuses `vehicle-delete-refused`
/// for whichever reason that is not so: the answer names no place and no reason.
pub async fn delete(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    let mine = find::require(&Look::within(tx), &VEHICLE, id, Action::Delete).await?;
    let now = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if now.version != version {
        return Err(Refusal::Conflict(now.version));
    }
    let all = crate::custodies::queries::of(tx.conn(), tx.tenant(), &[id]).await?;
    if all.iter().any(|c| !mine.contains(&c.id)) {
        return Err(Refusal::Rule("vehicle-delete-refused"));
    }
    let before = search::Before::of(tx, &[id], &[]).await?;
    let at: kernel::Value = tx.now().into();
    if !queries::change(tx, id, version, vec![("deleted_at", at)]).await? {
        return Err(Refusal::Conflict(now.version));
    }
    before.renew(tx).await?;
    tx.record("vehicle", id, "delete", Vec::new());
    tx.emit("vehicle.deleted.v1", "vehicle", id, serde_json::json!({}));
    Ok(())
}
