//! Beginning and ending it.

use kernel::journal::Change;
use kernel::{Id, Instant, NewJob, Tx};
use records::Refusal;

use super::end::END;
use super::{SECONDS, notice, queries};
use crate::users::{self, authority};
use crate::{HOUSE_ZONE, powers};

/// Marks a session as looking as someone from now on, for half an hour at most. The journal says who looks as whom, until
/// when and why; the person is told. Refuses `looking-reason` without a reason in words, `user-beyond-own-powers`, and
/// `NotFound` for people who cannot sign in or stand elsewhere.
pub async fn begin(tx: &mut Tx<'_>, session: Id, person: Id, reason: &str) -> Result<(), Refusal> {
    let reason = reason.trim();
    if reason.chars().count() < 2 {
        return Err(Refusal::field("reason", "looking-reason-missing"));
    }
    if reason.chars().count() > 200 {
        return Err(Refusal::field("reason", "looking-reason-long"));
    }
    let found = users::queries::find(tx.conn(), tx.tenant(), person).await?;
    let found = found.filter(users::User::is_active).ok_or(Refusal::NotFound)?;
    authority::require(tx, person).await?;
    let theirs = powers::membership(tx.conn(), tx.tenant(), person, powers::today(tx.now())).await?.powers;
    if !super::may(tx.scope(), &found, &theirs) {
        return Err(Refusal::Forbidden);
    }
    end(tx, session).await?;
    let until = tx.now().plus_seconds(SECONDS);
    queries::mark(tx, session, person, until).await?;
    let changes = [Change::of("from", None, Some(moment(tx.now()))), Change::of("until", None, Some(moment(until)))];
    tx.record_because("user", person, "look_as", changes.into_iter().flatten().collect(), Some(reason.to_owned()));
    notice::leave(tx, person, reason);
    tx.enqueue(NewJob {
        kind: END,
        payload: serde_json::json!({ "session": session }),
        run_at: Some(until),
        ..NewJob::default()
    });
    Ok(())
}

/// Takes the mark off a session and notes from when to when it was looked; a session without one is left as it is.
pub async fn end(tx: &mut Tx<'_>, session: Id) -> Result<(), Refusal> {
    let Some(mark) = queries::marked(tx.conn(), tx.tenant(), session).await? else { return Ok(()) };
    queries::unmark(tx, session).await?;
    // What ended by itself ended when it had to, whenever that is noticed.
    let ended = [Some(tx.now()), Some(mark.until), mark.revoked_at].into_iter().flatten().min().unwrap_or(mark.until);
    let changes = [
        Change::of("by", None, Some(mark.by_name)),
        Change::of("from", None, Some(moment(mark.since))),
        Change::of("until", None, Some(moment(ended))),
    ];
    tx.record("user", mark.person, "look_end", changes.into_iter().flatten().collect());
    Ok(())
}

/// A moment as the journal tells of it.
fn moment(at: Instant) -> String {
    at.utc().with_timezone(&HOUSE_ZONE).format("%Y-%m-%d %H:%M").to_string()
}
