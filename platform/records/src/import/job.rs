//! The job that checks or runs an import.

use async_trait::async_trait;
use kernel::{Db, Id, JobContext, JobHandler, JobStep, Tx};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use super::pipeline::{self, Steps};
use super::{Desk, queries};

/// The kind of the job.
pub const JOB: &str = "import";

/// What the job needs to know; where it stands is kept with the import.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    /// The import.
    pub import: Id,
}

/// Does jobs of kind [`JOB`]: what they change is changed in the name of the person who started the import.
pub struct ImportJob(pub Desk);

#[async_trait]
impl JobHandler for ImportJob {
    fn kind(&self) -> &'static str {
        JOB
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbErr> {
        let payload: Payload = context.payload()?;
        let tenant = context.job.tenant_id;
        let Some(import) =
            queries::load(context.db.read(), tenant, payload.import).await?.filter(|i| i.state.is_at_work())
        else {
            return Ok(());
        };
        let scope = match (self.0.scope_of)(context.db.clone(), tenant, import.owner).await {
            Ok(scope) => scope,
            Err(crate::Refusal::Database(error)) => return Err(error),
            Err(_) => {
                // The person left the house meanwhile: nothing more is done in their name.
                let tx = context.begin().await?;
                let problem = pipeline::problem("import-not-allowed");
                queries::change(&tx, import.id, &[import.step.state()], queries::failed(&problem, tx.now())).await?;
                return context.commit(tx, &(), import.tally().rows, import.total).await.map(drop);
            }
        };
        pipeline::run(&self.0, import, &scope, &mut JobSteps(context)).await.map(drop)
    }
}

struct JobSteps<'j, 'c>(&'j mut JobContext<'c>);

#[async_trait]
impl Steps for JobSteps<'_, '_> {
    fn db(&self) -> Db {
        self.0.db.clone()
    }

    async fn commit(&mut self, tx: Tx<'_>, done: i64, total: i64) -> Result<JobStep, DbErr> {
        self.0.commit(tx, &(), done, total).await
    }
}
