//! What is done with a task that is there.

use kernel::journal::Change;
use kernel::{Action, Id, Instant, Tx, Value};
use records::policy::Look;
use records::{Refusal, find};

use super::create::{self, remind_at};
use super::{Deed, State, TASK, Task, after, queries};

/// How a task ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// It was done.
    Done,
    /// It is no longer wanted.
    Cancelled,
}

/// The task, if the actor may change it and it stands at the version.
pub(super) async fn load(tx: &Tx<'_>, id: Id, version: i64) -> Result<Task, Refusal> {
    find::require(&Look::within(tx), &TASK, id, Action::Edit).await?;
    let task = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if task.version == version { Ok(task) } else { Err(Refusal::Conflict(task.version)) }
}

/// Where a deed leads from where a task stands; [`State::refusal`] where it leads nowhere.
pub(super) fn lead(task: &Task, deed: Deed) -> Result<State, Refusal> {
    after(task.state(), deed).map_err(Refusal::Rule)
}

pub(super) async fn write(
    tx: &mut Tx<'_>,
    task: &Task,
    deed: Deed,
    columns: Vec<(&'static str, Value)>,
    changes: Vec<Change>,
) -> Result<i64, Refusal> {
    if !queries::change(tx, task.id, task.version, columns).await? {
        return Err(Refusal::Conflict(task.version));
    }
    tx.record(TASK.name, task.id, deed.name(), changes);
    Ok(task.version + 1)
}

/// Ends a task that stands at `version`, with what came of it. The new version is returned. Refuses `task-is-done` and
/// `task-is-cancelled`.
pub async fn close(tx: &mut Tx<'_>, id: Id, version: i64, how: Close, result: Option<String>) -> Result<i64, Refusal> {
    let task = load(tx, id, version).await?;
    let deed = if how == Close::Done { Deed::Finish } else { Deed::Cancel };
    let to = lead(&task, deed)?;
    let result = result.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if result.as_ref().is_some_and(|text| text.chars().count() > 2_000) {
        return Err(Refusal::field("result", "field-too-long"));
    }
    let mut columns: Vec<(&'static str, Value)> = vec![
        ("state", to.name().into()),
        ("waiting_at", None::<i64>.into()),
        ("remind_at", None::<i64>.into()),
        ("closed_at", tx.now().into()),
        ("closed_by", tx.scope().user().into()),
    ];
    let mut changes = vec![Change::of("state", Some(task.state.clone()), Some(to.name().to_owned()))];
    if result.is_some() {
        changes.push(Change::of("result", task.result.clone(), result.clone()));
        columns.push(("result", result.into()));
    }
    let version = write(tx, &task, deed, columns, changes.into_iter().flatten().collect()).await?;
    let by = tx.scope().user();
    tx.emit(
        "task.closed.v1",
        TASK.name,
        id,
        serde_json::json!({ "state": to.name(), "owner": task.owner_id, "by": by }),
    );
    Ok(version)
}

/// Opens a task again, due as it was. Refuses `task-is-open`.
pub async fn reopen(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<i64, Refusal> {
    let task = load(tx, id, version).await?;
    let to = lead(&task, Deed::Reopen)?;
    let columns = vec![
        ("state", to.name().into()),
        ("waiting_at", task.due_at.into()),
        ("remind_at", remind_at(tx.now(), task.due_at).into()),
        ("closed_at", None::<i64>.into()),
        ("closed_by", None::<Id>.into()),
    ];
    let change = Change::of("state", Some(task.state.clone()), Some(to.name().to_owned()));
    write(tx, &task, Deed::Reopen, columns, change.into_iter().collect()).await
}

/// Gives a task to a colleague whom the actor sees. Refuses `task-owner-unknown`.
pub async fn hand_on(tx: &mut Tx<'_>, id: Id, version: i64, to: Id) -> Result<i64, Refusal> {
    let task = load(tx, id, version).await?;
    give(tx, task, to).await
}

/// Gives an open task to a colleague because its owner leaves. Permission is the caller's matter. Refuses
/// `task-owner-unknown`.
pub async fn pass(tx: &mut Tx<'_>, id: Id, to: Id) -> Result<i64, Refusal> {
    let task = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    give(tx, task, to).await
}

async fn give(tx: &mut Tx<'_>, task: Task, to: Id) -> Result<i64, Refusal> {
    let id = task.id;
    lead(&task, Deed::HandOn)?;
    if task.owner_id == to {
        return Ok(task.version);
    }
    let place = create::place(tx, to).await?;
    let columns = vec![
        ("owner_id", to.into()),
        ("store_id", place.store.into()),
        ("path", place.path.into()),
        ("remind_at", remind_at(tx.now(), task.due_at).into()),
    ];
    let change = Change::of("owner", Some(task.owner_id.to_string()), Some(to.to_string()));
    let version = write(tx, &task, Deed::HandOn, columns, change.into_iter().collect()).await?;
    let by = tx.scope().user();
    tx.emit("task.handed.v1", TASK.name, id, serde_json::json!({ "owner": to, "from": task.owner_id, "by": by }));
    Ok(version)
}

/// Puts a task off to another moment; its owner is told again.
pub async fn postpone(tx: &mut Tx<'_>, id: Id, version: i64, due_at: Instant) -> Result<i64, Refusal> {
    let task = load(tx, id, version).await?;
    lead(&task, Deed::Change)?;
    let (columns, change) = due_columns(tx.now(), &task, due_at);
    write(tx, &task, Deed::Change, columns, change.into_iter().collect()).await
}

pub(super) fn due_columns(now: Instant, task: &Task, due_at: Instant) -> (Vec<(&'static str, Value)>, Option<Change>) {
    let columns =
        vec![("due_at", due_at.into()), ("waiting_at", due_at.into()), ("remind_at", remind_at(now, due_at).into())];
    (columns, Change::of("due_at", Some(task.due_at.rfc3339()), Some(due_at.rfc3339())))
}
