//! The job that erases a person.

use async_trait::async_trait;
use kernel::{DbError, Id, JobContext, JobHandler, JobStep};
use serde::Deserialize;

use super::steps::{Eraser, STEPS};
use crate::requests;

/// The kind of the job.
pub const ERASE: &str = "privacy.erase";

/// Does jobs of kind [`ERASE`], step by step.
pub struct EraseJob(pub Eraser);

#[derive(Deserialize)]
struct Payload {
    request: Id,
    customer: Id,
}

#[async_trait]
impl JobHandler for EraseJob {
    fn kind(&self) -> &'static str {
        ERASE
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let Payload { request, customer } = context.payload()?;
        for step in context.progress::<i64>().unwrap_or(0)..STEPS {
            let mut tx = context.begin().await?;
            let until = self.0.step(&mut tx, customer, step).await?;
            if step + 1 == STEPS {
                requests::close_when_made(&mut tx, request, vec![("kept_until", until.into())]).await?;
            }
            if context.commit(tx, &(step + 1), step + 1, STEPS).await? == JobStep::Stop && step + 1 < STEPS {
                return Ok(());
            }
        }
        // What was overwritten in the file still stands in the log.
        context.db.fold_log().await
    }
}
