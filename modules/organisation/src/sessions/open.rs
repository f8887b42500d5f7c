//! Beginning and ending sessions.

use kernel::crypto::{digest, random_secret};
use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::{Session, queries};

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its id.
    pub id: Id,
    /// The secret for the cookie; only its digest is kept.
    pub secret: String,
    /// How long the cookie is to live, in seconds.
    pub seconds: i64,
}

/// Begins a session for a person and notes it (`sign_in`). `idle_hours` and `days` come from the settings.
pub async fn open_session(
    tx: &mut Tx<'_>,
    user: Id,
    address: Option<String>,
    agent: Option<String>,
    idle_hours: i64,
    days: i64,
) -> Result<Opened, Refusal> {
    let now = tx.now();
    let secret = random_secret();
    let agent = agent.map(|a| a.chars().take(200).collect());
    let session = Session {
        id: tx.new_id(),
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus_days(days),
        idle_seconds: idle_hours * 3600,
        address: address.clone(),
        agent,
    };
    queries::insert(tx, &session, user, digest(&secret)).await?;
    queries::forget_before(tx, now.plus_days(-30)).await?;
    tx.record("user", user, "sign_in", Change::of("address", None, address).into_iter().collect());
    Ok(Opened { id: session.id, secret, seconds: days * 86_400 })
}

/// Ends a session of a person and notes it (`sign_out`). `NotFound` when they have no such session.
pub async fn revoke_session(tx: &mut Tx<'_>, user: Id, session: Id) -> Result<(), Refusal> {
    if !queries::revoke(tx, user, session).await? {
        return Err(Refusal::NotFound);
    }
    tx.record("user", user, "sign_out", Vec::new());
    Ok(())
}
