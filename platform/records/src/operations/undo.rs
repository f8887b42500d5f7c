//! Taking an operation back: who may, and beginning it.

use kernel::scope::Place;
use kernel::{Action, Id, Instant, NewJob, Scope, Tx};
use sea_orm::{DatabaseExecutor, DbErr};
use serde::{Deserialize, Serialize};

use super::examine::{Plan, examine};
use super::job::UNDO;
use super::model::{Fate, Line, Operation, State};
use super::place::AnyLook;
use super::queries::{self, Wanted};
use crate::{Refusal, Registry};

/// For how many days whoever did it may undo it by themselves.
pub const OWN_DAYS: i64 = 7;
/// For how many days those who may change records of the place in bulk may; what rows were like is kept so long.
pub const DAYS: i64 = 30;

/// How many records the page that asks looks at before it says that there are more.
pub const LOOKED_AT: i64 = 1_000;

/// Why someone may not undo an operation now: the code of the sentence.
pub fn refused(scope: &Scope, operation: &Operation, now: Instant) -> Option<&'static str> {
    match operation.state {
        State::Running => return Some("operation-still-running"),
        State::Undoing | State::Undone => return Some("operation-undone-already"),
        State::Done => {}
    }
    // A merge has conflicts of its own.
    if operation.own_page().is_some() {
        return Some("operation-has-own-page");
    }
    // An import may have hung something on a record that it did not count as changed.
    if operation.kind != "import" && operation.counts.created + operation.counts.changed == 0 {
        return Some("operation-nothing-to-undo");
    }
    let age = |days: i64| operation.finished_at.unwrap_or(operation.created_at).plus_days(days) < now;
    let own = operation.owner.is_some() && operation.owner == scope.user();
    let place = Place { owner: operation.owner, store: operation.store, path: operation.path.clone() };
    let mut reach = scope.reach(&operation.noun, Action::Bulk);
    // To reach one's own rows in bulk is no more than being who did it.
    reach.owner = None;
    match (own && !age(OWN_DAYS), reach.covers(&place)) {
        (true, _) => None,
        (false, true) if !age(DAYS) => None,
        (false, true) => Some("operation-too-late"),
        (false, false) if own => Some("operation-too-late"),
        _ => Some("operation-not-yours"),
    }
}

/// What the job needs to know.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub operation: Id,
    /// Who undoes it; none is the house itself.
    pub by: Option<Id>,
}

/// Begins to undo an operation; false when that was begun before, as by a second click. Refuses as [`refused`] says.
pub async fn start(tx: &mut Tx<'_>, operation: &Operation) -> Result<bool, Refusal> {
    if matches!(operation.state, State::Undoing | State::Undone) {
        return Ok(false);
    }
    if let Some(code) = refused(tx.scope(), operation, tx.now()) {
        return Err(Refusal::Rule(code));
    }
    let (job, by) = (tx.new_id(), tx.scope().user());
    let columns = vec![
        ("job_id", job.into()),
        ("undone_by_id", by.into()),
        ("undone_by_name", tx.scope().actor_name().into()),
        ("undo_started_at", tx.now().into()),
    ];
    if !queries::change(tx, operation.id, &[State::Done], State::Undoing, columns).await? {
        return Ok(false);
    }
    let total = queries::touched(tx.conn(), tx.tenant(), operation.id).await?;
    tx.record("operation", operation.id, "undo", Vec::new());
    tx.enqueue(NewJob {
        id: Some(job),
        kind: UNDO,
        payload: serde_json::json!(Payload { operation: operation.id, by }),
        unique_key: Some(operation.id.to_string()),
        total,
        ..NewJob::default()
    });
    Ok(true)
}

/// Notes that an operation with a way of its own (a merge) was undone by that. One that was done before operations were
/// kept has nothing to note.
pub async fn done_elsewhere(tx: &Tx<'_>, id: Id) -> Result<(), DbErr> {
    let columns = vec![
        ("undone_by_id", tx.scope().user().into()),
        ("undone_by_name", tx.scope().actor_name().into()),
        ("undo_started_at", tx.now().into()),
        ("undone_at", tx.now().into()),
    ];
    queries::change(tx, id, &[State::Done], State::Undone, columns).await.map(drop)
}

/// What undoing would come to.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The lines looked at with what would become of them.
    pub lines: Vec<(Line, Plan)>,
    /// There are more lines than were looked at.
    pub more: bool,
}

/// Looks at the first lines of an operation as the job would. A fixed number of statements for each hundred.
pub async fn preview(look: &AnyLook<'_>, registry: &Registry, operation: &Operation) -> Result<Preview, DbErr> {
    let mut preview = Preview::default();
    let wanted = Wanted { fates: &[Fate::Created, Fate::Changed], ..Wanted::default() };
    let mut before: Vec<Plan> = Vec::new();
    let mut lines = queries::lines(look.conn, look.scope.tenant, operation.id, wanted, LOOKED_AT + 1).await?;
    preview.more = lines.len() as i64 > LOOKED_AT;
    lines.truncate(LOOKED_AT as usize);
    for noun in nouns(registry, lines.iter().map(|l| l.noun.as_str())) {
        let Some(reversible) = registry.reversible(noun) else { continue };
        let own: Vec<Line> = lines.iter().filter(|l| l.noun == noun).cloned().collect();
        let mut of_noun = Vec::new();
        for part in own.chunks(100) {
            let plans = examine(look, &**reversible, operation, part, &before).await?;
            of_noun.extend(plans.iter().cloned());
            preview.lines.extend(part.iter().cloned().zip(plans));
        }
        before.append(&mut of_noun);
    }
    Ok(preview)
}

/// The nouns in the order of their turns.
pub(super) fn nouns(registry: &Registry, of: impl Iterator<Item = impl AsRef<str>>) -> Vec<&str> {
    let mut list: Vec<(i32, &str)> = of
        .filter_map(|noun| registry.reversible(noun.as_ref()))
        .map(|reversible| (reversible.turn(), reversible.kind().name))
        .collect();
    list.sort_unstable();
    list.dedup();
    list.into_iter().map(|(_, noun)| noun).collect()
}

/// Someone's look inside a transaction, as [`examine`] takes it.
pub(super) fn within<'a>(tx: &'a Tx<'_>, conn: &'a DatabaseExecutor<'a>) -> AnyLook<'a> {
    AnyLook { scope: tx.scope(), conn, keys: tx.keys(), now: tx.now() }
}
