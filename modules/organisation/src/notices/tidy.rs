//! Tidying of notices: what was read long ago waits for nobody (docs/decisions/0011).

use async_trait::async_trait;
use kernel::{DbError, JobContext, JobHandler, JobStep};

use super::queries;

/// The kind of the job, and the name of its schedule.
pub const TIDY: &str = "notices.tidy";
/// Days for which a notice stays after it was read.
const READ_DAYS: i64 = 180;
/// Notices of one step.
const STEP: i64 = 500;

/// Does jobs of kind [`TIDY`], one a day.
pub struct TidyJob;

#[async_trait]
impl JobHandler for TidyJob {
    fn kind(&self) -> &'static str {
        TIDY
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let before = context.db.clock.now().plus_days(-READ_DAYS);
        let mut done = context.job.done;
        loop {
            let tx = context.begin().await?;
            let gone = queries::remove_read(&tx, before, STEP).await?;
            done += gone;
            if context.commit(tx, &(), done, 0).await? == JobStep::Stop || gone < STEP {
                return Ok(());
            }
        }
    }
}
