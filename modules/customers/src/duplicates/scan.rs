//! Looking through everybody: a job in short steps that goes on where it was cut off.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, JobContext, JobHandler, JobStep};
use serde::{Deserialize, Serialize};

use super::rescore::rescore;
use super::weights::Weights;
use super::{learn, queries};
use crate::seams::Seams;

/// The job's kind, and its schedule's name.
pub const SCAN: &str = "customers.duplicates";

/// Customers in one step: some tens of milliseconds, so that other writers go on in between.
const STEP: usize = 100;

/// Where the scan stands.
#[derive(Serialize, Deserialize)]
struct Progress {
    last: Id,
    total: i64,
}

/// Learns the weights, then scores everybody against those who share a key with them.
pub struct ScanJob(
    /// What other modules know of customers.
    pub Arc<Seams>,
);

#[async_trait]
impl JobHandler for ScanJob {
    fn kind(&self) -> &'static str {
        SCAN
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let mut at = match context.progress::<Progress>() {
            Some(progress) => progress,
            None => match self.learn(context).await? {
                Some(progress) => progress,
                None => return Ok(()),
            },
        };
        let weights = Weights::of(context.db.read(), context.job.tenant_id).await?;
        let mut done = context.job.done;
        loop {
            let customers = queries::after(context.db.read(), context.job.tenant_id, at.last, STEP).await?;
            let tx = context.begin().await?;
            rescore(&tx, &self.0, &weights, &customers).await?;
            at.last = customers.last().copied().unwrap_or(at.last);
            done += customers.len() as i64;
            let total = at.total.max(done);
            if context.commit(tx, &at, done, total).await? == JobStep::Stop || customers.len() < STEP {
                return Ok(());
            }
        }
    }
}

impl ScanJob {
    /// The first step; none when the job was stopped.
    async fn learn(&self, context: &mut JobContext<'_>) -> Result<Option<Progress>, DbError> {
        let tenant = context.job.tenant_id;
        let total = queries::customers(context.db.read(), tenant).await?;
        let step = (total / learn::PUPILS as i64).max(1);
        let ids = queries::spread(context.db.read(), tenant, step).await?;
        let tx = context.begin().await?;
        let pupils = learn::pupils(&tx, &self.0, &ids).await?;
        tx.rollback().await?;
        let weights = tokio::task::spawn_blocking(move || learn::weights(pupils))
            .await
            .map_err(|e| DbError::Custom(format!("estimation broke off: {e}")))?;
        let tx = context.begin().await?;
        queries::keep_weights(&tx, &serde_json::json!(weights).to_string(), total).await?;
        let progress = Progress { last: Id::nil(), total };
        let step = context.commit(tx, &progress, 0, total).await?;
        Ok((step == JobStep::Continue).then_some(progress))
    }
}
