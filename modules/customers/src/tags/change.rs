//! Putting tags on and taking them off.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::queries;
use crate::engagements::classes::editable_at;

/// Puts a tag on a customer at a store.
pub async fn add(tx: &mut Tx<'_>, customer: Id, store: Id, tag: &str) -> Result<(), Refusal> {
    let engagement = editable_at(tx, customer, store).await?;
    let tag = tag.trim();
    if tag.is_empty() || tag.chars().count() > 30 {
        return Err(Refusal::field("tag", "customer-tag-length"));
    }
    queries::insert(tx, customer, store, tag).await?;
    tx.record(
        "engagement",
        engagement.id,
        "update",
        Change::of("tags", None, Some(tag.to_owned())).into_iter().collect(),
    );
    Ok(())
}

/// Takes a tag off.
pub async fn remove(tx: &mut Tx<'_>, customer: Id, store: Id, tag: &str) -> Result<(), Refusal> {
    let engagement = editable_at(tx, customer, store).await?;
    if queries::remove(tx, customer, store, tag.trim()).await? {
        tx.record(
            "engagement",
            engagement.id,
            "update",
            Change::of("tags", Some(tag.trim().to_owned()), None).into_iter().collect(),
        );
    }
    Ok(())
}
