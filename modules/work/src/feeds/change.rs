//! Opening and closing feeds.

use kernel::crypto::{digest, random_secret};
use kernel::{Id, Tx};
use records::Refusal;

use super::queries;

/// The most feeds of one person: a calendar or two on each of their devices.
const MOST: usize = 5;

/// Opens a feed of the actor's own work list; its secret is returned, shown once and not kept. Refuses
/// `work-feeds-too-many`.
pub async fn open(tx: &mut Tx<'_>) -> Result<(Id, String), Refusal> {
    let user = tx.scope().user().ok_or(Refusal::Forbidden)?;
    if queries::of_user(tx.conn(), tx.tenant(), user).await?.len() >= MOST {
        return Err(Refusal::Rule("work-feeds-too-many"));
    }
    let (id, secret) = (tx.new_id(), random_secret());
    queries::insert(tx, id, user, digest(&secret)).await?;
    tx.record("user", user, "open_feed", Vec::new());
    Ok((id, secret))
}

/// Closes a feed of the actor: whoever has its address reads nothing any more. `NotFound` when they have no such feed.
pub async fn revoke(tx: &mut Tx<'_>, feed: Id) -> Result<(), Refusal> {
    let user = tx.scope().user().ok_or(Refusal::Forbidden)?;
    if !queries::revoke(tx, user, feed).await? {
        return Err(Refusal::NotFound);
    }
    tx.record("user", user, "close_feed", Vec::new());
    Ok(())
}
