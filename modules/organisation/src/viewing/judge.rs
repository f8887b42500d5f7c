//! Saying what a case comes to.

use kernel::Tx;
use kernel::journal::Change;
use records::Refusal;

use super::{Case, State, queries};

/// Characters of a note at most.
pub const NOTE_LENGTH: usize = 500;

/// Says that a case is fine or to be followed up. A case that is followed up wants a note; what is fine may be opened again
/// so. The journal has it at the person's record. Refuses `viewing-note-missing`, `viewing-note-long`, and one's own case
/// as not there. That the case lies in the actor's domain is the caller's matter.
pub async fn settle(tx: &mut Tx<'_>, case: &Case, state: State, note: &str) -> Result<(), Refusal> {
    if tx.scope().user() == Some(case.user_id) {
        return Err(Refusal::NotFound);
    }
    let note = note.trim();
    if state == State::FollowUp && note.is_empty() {
        return Err(Refusal::field("note", "viewing-note-missing"));
    }
    if note.chars().count() > NOTE_LENGTH {
        return Err(Refusal::field("note", "viewing-note-long"));
    }
    let note = (!note.is_empty()).then(|| note.to_owned());
    queries::judge(tx, case.id, state, note.clone()).await?;
    let changes = [
        Change::of("viewing", None, Some(format!("{} {}", case.day, case.what))),
        Change::of("verdict", Some(case.state.clone()), Some(state.name().to_owned())),
    ];
    tx.record_because("user", case.user_id, "judge_viewing", changes.into_iter().flatten().collect(), note);
    Ok(())
}
