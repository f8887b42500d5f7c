//! What a person may tell an import: map, check, run, pause, go on, give up.
//!
//! Callers have shown that the person may see the import ([`queries::find`]); what they may do with records is checked
//! by the importer when it opens.

use kernel::jobs::{self, Steer};
use kernel::{Id, NewJob, Tx, Value};
use sea_orm::DbErr;

use super::job::{JOB, Payload};
use super::pipeline;
use super::{Import, Key, Mapping, Mode, State, Step, queries};

/// Sets what columns mean and what is to be done, and remembers it for the layout; false when the import no longer
/// stands where that can be chosen. A check that was made before no longer holds.
pub async fn choose(
    tx: &Tx<'_>,
    import: &Import,
    mapping: &Mapping,
    fingerprint: &str,
    mode: Mode,
    keys: &[Key],
) -> Result<bool, DbErr> {
    let mut changes = queries::choices(mapping, fingerprint, mode, keys);
    changes.push(("state", State::Draft.name().into()));
    // Another sheet or header line has other rows.
    changes.push(("total", 0_i64.into()));
    if !queries::change(tx, import.id, &[State::Draft, State::Ready, State::Failed], changes).await? {
        return Ok(false);
    }
    let chosen = Import { mapping: mapping.clone(), fingerprint: fingerprint.to_owned(), ..import.clone() };
    queries::remember(tx, &chosen).await?;
    Ok(true)
}

/// Begins a check of every row.
pub async fn check(tx: &mut Tx<'_>, import: &Import) -> Result<bool, DbErr> {
    start(tx, import, Step::Check, import.pass + 1, &[State::Draft, State::Ready, State::Failed]).await
}

/// Begins the run. A second click finds it running and does nothing.
pub async fn run(tx: &mut Tx<'_>, import: &Import) -> Result<bool, DbErr> {
    start(tx, import, Step::Run, import.pass, &[State::Ready]).await
}

async fn start(tx: &mut Tx<'_>, import: &Import, step: Step, pass: i64, from: &[State]) -> Result<bool, DbErr> {
    // A run that failed in the middle goes on; it never begins anew, or rows would come in twice.
    if import.step == Step::Run && import.state == State::Failed {
        return Ok(false);
    }
    let job = tx.new_id();
    let mut changes = queries::anew(step, pass, Some(job));
    if step == Step::Run {
        changes.push(("started_at", tx.now().into()));
    }
    if !queries::change(tx, import.id, from, changes).await? {
        return Ok(false);
    }
    if step == Step::Run {
        tx.record("import", import.id, "run", Vec::new());
    }
    enqueue(tx, import, job);
    Ok(true)
}

fn enqueue(tx: &mut Tx<'_>, import: &Import, job: Id) {
    let payload = serde_json::json!(Payload { import: import.id });
    // One job an import at a time: the key carries the job's id only because an earlier one may have been paused.
    tx.enqueue(NewJob {
        id: Some(job),
        kind: JOB,
        payload,
        unique_key: Some(format!("{}/{job}", import.id)),
        total: import.total,
        ..NewJob::default()
    });
}

/// Stops it after the step at hand.
pub async fn pause(tx: &Tx<'_>, import: &Import) -> Result<bool, DbErr> {
    let paused = queries::change(tx, import.id, &[State::Checking, State::Running], state(State::Paused)).await?;
    if let Some(job) = import.job.filter(|_| paused) {
        jobs::steer(tx, job, Steer::Pause).await?;
    }
    Ok(paused)
}

/// Goes on where it stopped, also after a failure in the middle of a run.
pub async fn resume(tx: &mut Tx<'_>, import: &Import) -> Result<bool, DbErr> {
    let job = tx.new_id();
    let mut changes = state(import.step.state());
    changes.extend([("problem", Option::<String>::None.into()), ("job_id", job.into())]);
    if !queries::change(tx, import.id, &[State::Paused, State::Failed], changes).await? {
        return Ok(false);
    }
    // The job that was paused is given up for a new one: it may still be in the hands of a worker that will stop.
    if let Some(old) = import.job {
        jobs::steer(tx, old, Steer::Cancel).await?;
    }
    enqueue(tx, import, job);
    Ok(true)
}

/// Takes up a run whose job gave up after several failures of the house (a full disk, a database that was away).
pub async fn retry(tx: &mut Tx<'_>, import: &Import) -> Result<bool, DbErr> {
    match import.job {
        Some(job) if import.state.is_at_work() => jobs::steer(tx, job, Steer::Resume).await,
        _ => Ok(false),
    }
}

/// Gives it up. Rows written before stay; their account stays too.
pub async fn cancel(tx: &mut Tx<'_>, import: &Import) -> Result<bool, DbErr> {
    let mut changes = state(State::Cancelled);
    changes.push(("finished_at", tx.now().into()));
    let from = [State::Draft, State::Checking, State::Ready, State::Running, State::Paused, State::Failed];
    let cancelled = queries::change(tx, import.id, &from, changes).await?;
    if cancelled {
        tx.record("import", import.id, "cancel", Vec::new());
        if import.step == Step::Run {
            pipeline::end_operation(tx, import).await?;
        }
        if let Some(job) = import.job {
            jobs::steer(tx, job, Steer::Cancel).await?;
        }
    }
    Ok(cancelled)
}

fn state(state: State) -> Vec<(&'static str, Value)> {
    vec![("state", state.name().into())]
}
