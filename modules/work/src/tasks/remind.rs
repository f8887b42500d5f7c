//! Reminders: some minutes before a task is due its owner is told, once. What is told is marked in the transaction that
//! leaves the event, so that a process may die at any moment and nobody is told twice or not at all.

use async_trait::async_trait;
use kernel::{DbError, JobContext, JobHandler, JobStep};

use super::{TASK, queries};

/// The kind of the job, and the name of its schedule.
pub const REMIND: &str = "work.remind";

/// Tasks told of in one step.
const STEP: i64 = 200;

/// Does jobs of kind [`REMIND`].
pub struct RemindJob;

#[async_trait]
impl JobHandler for RemindJob {
    fn kind(&self) -> &'static str {
        REMIND
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        loop {
            let mut tx = context.begin().await?;
            let due = queries::take_due(&tx, STEP).await?;
            for (task, owner, at) in &due {
                tx.emit("task.due.v1", TASK.name, *task, serde_json::json!({ "owner": owner, "due_at": at.rfc3339() }));
            }
            let done = context.job.done + due.len() as i64;
            if context.commit(tx, &(), done, 0).await? == JobStep::Stop || (due.len() as i64) < STEP {
                return Ok(());
            }
        }
    }
}
