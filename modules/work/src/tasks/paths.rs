//! Tasks follow the organisation: when a node moves, the paths below it are rewritten in steps.

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, JobContext, JobHandler, JobStep, NewJob, Tx};
use serde::{Deserialize, Serialize};

use super::queries;

/// The job's kind, and the consumer's name.
const KIND: &str = "work.paths";

/// Tasks that follow in one step: a few milliseconds.
const STEP: i64 = 500;

#[derive(Serialize, Deserialize)]
struct Moved {
    from: String,
    to: String,
}

/// Leaves the job when a node moves.
pub struct NodeMoves;

#[async_trait]
impl Consumer for NodeMoves {
    fn name(&self) -> &'static str {
        KIND
    }

    fn wants(&self, event: &str) -> bool {
        event == "node.moved.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        tx.enqueue(NewJob { kind: KIND, payload: event.payload.clone(), ..NewJob::default() });
        Ok(())
    }
}

/// Rewrites the paths. What followed stands below the old path no longer, so that a job that is cut off goes on by itself.
pub struct PathJob;

#[async_trait]
impl JobHandler for PathJob {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let moved: Moved = context.payload()?;
        loop {
            let tx = context.begin().await?;
            let followed = queries::follow(&tx, &moved.from, &moved.to, STEP).await? as i64;
            let done = context.job.done + followed;
            if context.commit(tx, &(), done, 0).await? == JobStep::Stop || followed < STEP {
                return Ok(());
            }
        }
    }
}
