//! Jobs: long work, left in the transaction that needs it, done in short steps by whichever node is free.
//!
//! A step's effect and the job's progress are committed together, so a process may die at any moment: the next one
//! goes on from the last committed step, and nothing is lost or done twice.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use sea_orm::{DbBackend, DbErr, FromQueryResult};
use serde::Serialize;

use crate::{Db, Id, Instant, Scope, Tenant, Tx, sql};

/// How long a worker may be silent before another takes its job over, in seconds. Each committed step renews the lease,
/// and so does the worker beside a long preparation; so it is short, and the work of a killed process waits no longer.
const LEASE_SECONDS: i64 = 15;
/// How often a worker says that it is still at it.
const SIGN_OF_LIFE: Duration = Duration::from_secs(4);
/// How often a job may fail before it is left as failed.
const ATTEMPTS: i64 = 5;

/// The moment of jobs that wait for none: due whatever the clock says, also when it was set back since.
const AT_ONCE: Instant = Instant(0);

/// A job to be done.
#[derive(Clone, Debug, Default)]
pub struct NewJob {
    /// Its id, if the caller needs to know it beforehand.
    pub id: Option<Id>,
    /// Which handler does it.
    pub kind: &'static str,
    /// What the handler needs to know.
    pub payload: serde_json::Value,
    /// Only one open job of a kind has the same key; a second one is dropped.
    pub unique_key: Option<String>,
    /// Not before; `None` is at once.
    pub run_at: Option<Instant>,
    /// How much there is to do, for the progress bar; 0 is not known yet.
    pub total: i64,
}

/// A job as it stands.
#[derive(Clone, Debug, FromQueryResult, Serialize)]
pub struct Job {
    /// Whose.
    pub tenant_id: Tenant,
    /// Its id.
    pub id: Id,
    /// Which handler does it.
    pub kind: String,
    /// What the handler needs to know, as JSON text.
    pub payload: String,
    /// `queued`, `running`, `paused`, `done`, `failed` or `cancelled`.
    pub state: String,
    /// Where the handler stands, as JSON text; its own affair.
    pub progress: String,
    /// How much is done.
    pub done: i64,
    /// How much there is to do.
    pub total: i64,
    /// How often it was taken up after a failure.
    pub attempts: i64,
    /// When it was left.
    pub created_at: Instant,
    /// Who left it.
    pub created_by: Option<Id>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Why it failed.
    pub error: Option<String>,
}

/// Whether a handler should go on after a committed step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobStep {
    /// Go on.
    Continue,
    /// Someone paused or cancelled the job, or the process is going down: return.
    Stop,
}

/// Does jobs of one kind.
#[async_trait]
pub trait JobHandler: Send + Sync {
    /// The kind.
    fn kind(&self) -> &'static str;
    /// Does the job from where [`Job::progress`] stands, step by step: prepare outside a transaction, then
    /// [`JobContext::begin`], write, [`JobContext::commit`]. Returns when done or told to stop.
    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbErr>;
}

/// What a handler works with.
pub struct JobContext<'a> {
    /// The database.
    pub db: &'a Db,
    /// The job as it stands.
    pub job: Job,
    scope: &'a Scope,
    worker: Id,
    stop: &'a AtomicBool,
}

impl<'a> JobContext<'a> {
    /// The payload as a typed value.
    pub fn payload<T: serde::de::DeserializeOwned>(&self) -> Result<T, DbErr> {
        serde_json::from_str(&self.job.payload).map_err(|e| DbErr::Custom(format!("job payload: {e}")))
    }

    /// Where the handler stood at its last commit; `None` at the beginning.
    pub fn progress<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.job.progress).ok()
    }

    /// The scope of the house at work on this job.
    pub fn scope(&self) -> &'a Scope {
        self.scope
    }

    /// Opens a step.
    pub async fn begin(&self) -> Result<Tx<'a>, DbErr> {
        self.db.write(self.scope).await
    }

    /// As [`JobContext::begin`], in the name of someone: what an import changes is journalled under the person who
    /// started it.
    pub async fn begin_as<'s>(&self, scope: &'s Scope) -> Result<Tx<'s>, DbErr> {
        self.db.write(scope).await
    }

    /// Commits a step together with the progress it made. Fails, and undoes the step, when the lease was lost.
    pub async fn commit<P: Serialize>(
        &mut self,
        tx: Tx<'_>,
        progress: &P,
        done: i64,
        total: i64,
    ) -> Result<JobStep, DbErr> {
        let progress = serde_json::to_string(progress).map_err(|e| DbErr::Custom(e.to_string()))?;
        let until = tx.now().plus_seconds(LEASE_SECONDS);
        let text = "UPDATE jobs SET progress = $3, done = $4, total = $5, lease_until = $6 \
             WHERE tenant_id = $1 AND id = $2 AND lease_owner = $7 AND state IN ('running', 'paused', 'cancelled') RETURNING state";
        let values = [
            self.job.tenant_id.into(),
            self.job.id.into(),
            progress.clone().into(),
            done.into(),
            total.into(),
            until.into(),
            self.worker.into(),
        ];
        let Some(row) = sql::row(tx.conn(), text, values).await? else {
            tx.rollback().await?;
            return Err(DbErr::Custom("the job's lease was taken over".into()));
        };
        let state: String = row.try_get("", "state")?;
        tx.commit().await?;
        (self.job.progress, self.job.done, self.job.total, self.job.state) = (progress, done, total, state);
        Ok(if self.job.state == "running" && !self.stop.load(Ordering::Relaxed) {
            JobStep::Continue
        } else {
            JobStep::Stop
        })
    }
}

pub(crate) async fn write(tx: &Tx<'_>, jobs: &[NewJob]) -> Result<(), DbErr> {
    let columns = [
        "tenant_id",
        "id",
        "kind",
        "payload",
        "state",
        "progress",
        "done",
        "total",
        "attempts",
        "run_at",
        "unique_key",
        "created_at",
        "created_by",
    ];
    let rows = jobs
        .iter()
        .map(|j| {
            let run_at = j.run_at.unwrap_or(AT_ONCE);
            vec![
                tx.tenant().into(),
                j.id.unwrap_or_else(|| tx.new_id()).into(),
                j.kind.into(),
                j.payload.to_string().into(),
                "queued".into(),
                "null".into(),
                0_i64.into(),
                j.total.into(),
                0_i64.into(),
                run_at.into(),
                j.unique_key.clone().into(),
                tx.now().into(),
                tx.scope().user().into(),
            ]
        })
        .collect();
    let skip = "ON CONFLICT (tenant_id, kind, unique_key) WHERE unique_key IS NOT NULL AND state IN ('queued', 'running', 'paused') DO NOTHING";
    sql::insert_or(tx.conn(), "jobs", &columns, rows, skip).await
}

const COLUMNS: &str =
    "tenant_id, id, kind, payload, state, progress, done, total, attempts, created_at, created_by, finished_at, error";

/// A job by id.
pub async fn find(conn: &impl sea_orm::ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Job>, DbErr> {
    sql::one(conn, &format!("SELECT {COLUMNS} FROM jobs WHERE tenant_id = $1 AND id = $2"), [tenant.into(), id.into()])
        .await
}

/// Pauses, resumes or cancels a job; false when it is not in a state that allows it.
pub async fn steer(tx: &Tx<'_>, id: Id, to: Steer) -> Result<bool, DbErr> {
    let (state, from) = match to {
        Steer::Pause => ("paused", "'queued', 'running'"),
        Steer::Resume => ("queued", "'paused', 'failed'"),
        Steer::Cancel => ("cancelled", "'queued', 'running', 'paused', 'failed'"),
    };
    let text = format!(
        "UPDATE jobs SET state = $3, attempts = 0, run_at = $4 WHERE tenant_id = $1 AND id = $2 AND state IN ({from})"
    );
    Ok(sql::run(tx.conn(), &text, [tx.tenant().into(), id.into(), state.into(), AT_ONCE.into()]).await? == 1)
}

/// What a person may tell a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steer {
    /// Stop after the step at hand.
    Pause,
    /// Go on, also after a failure.
    Resume,
    /// Stop for good; what is done stays done.
    Cancel,
}

/// Takes up due jobs until none is left or `stop` is set. Returns how many were taken up.
pub async fn work(
    db: &Db,
    handlers: &HashMap<&'static str, Arc<dyn JobHandler>>,
    stop: &AtomicBool,
) -> Result<u64, DbErr> {
    let worker = db.clock.new_id();
    let mut count = 0;
    while !stop.load(Ordering::Relaxed) {
        let Some(job) = claim(db, worker).await? else { break };
        count += 1;
        run(db, handlers, job, worker, stop).await?;
    }
    Ok(count)
}

async fn claim(db: &Db, worker: Id) -> Result<Option<Job>, DbErr> {
    let now = db.clock.now();
    // An idle worker must not take SQLite's write lock.
    let until = now.plus_seconds(LEASE_SECONDS);
    // No lease ends later than one that begins now, unless the clock was set back: that one would never end.
    let free = "state IN ('queued', 'running') AND run_at <= $1 AND (lease_until IS NULL OR lease_until < $1 OR lease_until > $2)";
    let due = format!("SELECT 1 FROM jobs WHERE {free} LIMIT 1");
    if sql::row(db.read(), &due, [now.into(), until.into()]).await?.is_none() {
        return Ok(None);
    }
    let scope = Scope::system(0, db.clock.new_id(), "job worker");
    let tx = db.write(&scope).await?;
    let skip = if db.backend() == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let text = format!(
        "UPDATE jobs SET state = 'running', lease_until = $2, lease_owner = $3 WHERE (tenant_id, id) IN (\
             SELECT tenant_id, id FROM jobs WHERE {free} ORDER BY run_at, id LIMIT 1 {skip}) RETURNING {COLUMNS}"
    );
    let job = sql::one(tx.conn(), &text, [now.into(), until.into(), worker.into()]).await?;
    tx.commit().await?;
    Ok(job)
}

/// Renews the lease as long as the handler works; returns only when that fails.
async fn keep_lease(db: &Db, scope: &Scope, tenant: Tenant, id: Id, worker: Id) -> DbErr {
    loop {
        tokio::time::sleep(SIGN_OF_LIFE).await;
        let renewed = async {
            let tx = db.write(scope).await?;
            let text = "UPDATE jobs SET lease_until = $4 WHERE tenant_id = $1 AND id = $2 AND lease_owner = $3";
            let until = tx.now().plus_seconds(LEASE_SECONDS);
            let values = [tenant.into(), id.into(), worker.into(), until.into()];
            let held = sql::run(tx.conn(), text, values).await? == 1;
            tx.commit().await?;
            Ok::<bool, DbErr>(held)
        };
        match renewed.await {
            Ok(true) => {}
            Ok(false) => return DbErr::Custom("the job's lease was taken over".into()),
            // A stumble is no loss: the lease stands for a while, and the next step finds out.
            Err(error) => tracing::warn!(job = %id, %error, "a job's lease was not renewed"),
        }
    }
}

async fn run(
    db: &Db,
    handlers: &HashMap<&'static str, Arc<dyn JobHandler>>,
    job: Job,
    worker: Id,
    stop: &AtomicBool,
) -> Result<(), DbErr> {
    let (tenant, id) = (job.tenant_id, job.id);
    let scope = Scope::system(tenant, db.clock.new_id(), &format!("job {}", job.kind));
    let attempts = job.attempts;
    let result = match handlers.get(job.kind.as_str()) {
        None => Err(DbErr::Custom(format!("no handler for jobs of kind {}", job.kind))),
        Some(handler) => {
            let mut context = JobContext { db, job, scope: &scope, worker, stop };
            let done = tokio::select! {
                done = handler.run(&mut context) => done,
                lost = keep_lease(db, &scope, tenant, id, worker) => Err(lost),
            };
            done.map(|()| context.job.state.clone())
        }
    };
    let tx = db.write(&scope).await?;
    let now = tx.now();
    let base = [tenant.into(), id.into(), worker.into()];
    match result {
        Ok(_) if stop.load(Ordering::Relaxed) => {
            // Going down: the next process goes on where this one committed last.
            let text = "UPDATE jobs SET lease_until = NULL WHERE tenant_id = $1 AND id = $2 AND lease_owner = $3";
            sql::run(tx.conn(), text, base).await?;
        }
        Ok(_) => {
            let text = "UPDATE jobs SET state = CASE WHEN state = 'running' THEN 'done' ELSE state END, lease_until = NULL, finished_at = $4, error = NULL \
                 WHERE tenant_id = $1 AND id = $2 AND lease_owner = $3";
            sql::run(tx.conn(), text, base.into_iter().chain([now.into()])).await?;
        }
        Err(error) => {
            tracing::warn!(job = %id, %error, attempts, "a job failed");
            let state = if attempts + 1 >= ATTEMPTS { "failed" } else { "queued" };
            let again = now.plus_seconds(5 << attempts.min(8));
            let text = "UPDATE jobs SET state = $4, attempts = attempts + 1, run_at = $5, lease_until = NULL, error = $6 \
                 WHERE tenant_id = $1 AND id = $2 AND lease_owner = $3 AND state = 'running'";
            sql::run(tx.conn(), text, base.into_iter().chain([state.into(), again.into(), error.to_string().into()]))
                .await?;
        }
    }
    tx.commit().await
}
