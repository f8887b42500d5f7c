//! The job that changes many records: first it settles which, then it changes them, some a step.

use async_trait::async_trait;
use kernel::{Id, JobContext, JobHandler, JobStep, Scope};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use super::super::Desk;
use super::super::model::{Counts, Fate, Operation, State};
use super::super::queries::{self, Wanted};
use super::apply::apply;
use super::selection::Asked;
use crate::list::{self, PAGE_CAP};
use crate::policy::Look;
use crate::{Cursor, Kind, ListError, Refusal};

/// The kind of the job.
pub const BULK: &str = "operations.bulk";

/// Records changed in one step.
const STEP: i64 = 10;

/// What the job needs to know; what is asked for stands with the operation.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub operation: Id,
}

/// Does jobs of kind [`BULK`], in the name of whoever asked for it.
pub struct BulkJob(pub Desk);

/// Where it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// All records are known.
    settled: bool,
    /// Where the list of them was left.
    cursor: Option<String>,
    /// How many.
    total: i64,
    /// The last record that had its turn.
    last: Option<Id>,
    counts: Counts,
}

#[async_trait]
impl JobHandler for BulkJob {
    fn kind(&self) -> &'static str {
        BULK
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbErr> {
        let payload: Payload = context.payload()?;
        let tenant = context.job.tenant_id;
        let found = queries::load(context.db.read(), tenant, payload.operation).await?;
        let Some(operation) = found.filter(|o| o.state == State::Running) else { return Ok(()) };
        let asked: Asked = serde_json::from_str(&operation.asked).map_err(|e| DbErr::Custom(e.to_string()))?;
        let registry = &self.0.registry;
        let parts =
            (registry.kind(&operation.noun), registry.commands(&operation.noun), registry.reversible(&operation.noun));
        let (Some(kind), Some(commands), Some(reversible)) = parts else {
            return Err(DbErr::Custom(format!("records of {} cannot be changed in bulk", operation.noun)));
        };
        let Some(owner) = operation.owner else { return Ok(()) };
        let mut progress: Progress = context.progress().unwrap_or_default();
        let scope = match (self.0.scope_of)(context.db.clone(), tenant, owner).await {
            Ok(scope) => scope,
            Err(Refusal::Database(error)) => return Err(error),
            // The person left the house meanwhile: nothing more is done in their name.
            Err(_) => {
                let counts = progress.counts;
                return finish(context, &operation, progress.total, counts).await;
            }
        };
        if !progress.settled
            && self.settle(context, &scope, kind, &operation, &asked, &mut progress).await? == JobStep::Stop
        {
            return Ok(());
        }
        loop {
            let wanted = Wanted {
                noun: Some(kind.name),
                fates: &[Fate::Waiting],
                stayed: false,
                after: progress.last.map(|last| (kind.name, last)),
            };
            let lines = queries::lines(context.db.read(), tenant, operation.id, wanted, STEP).await?;
            let Some(last) = lines.last().map(|l| l.record) else { break };
            let mut tx = context.begin_as(&scope).await?;
            apply(&mut tx, operation.id, &**reversible, &**commands, &asked, &lines, &mut progress.counts).await?;
            progress.last = Some(last);
            let (done, total) = (progress.counts.sum(), progress.total);
            if context.commit(tx, &progress, done, total).await? == JobStep::Stop {
                return Ok(());
            }
        }
        finish(context, &operation, progress.total, progress.counts).await
    }
}

impl BulkJob {
    /// Notes all records that are meant, page by page: what the filter finds now, not what it finds when half of them
    /// are changed.
    async fn settle(
        &self,
        context: &mut JobContext<'_>,
        scope: &Scope,
        kind: &'static Kind,
        operation: &Operation,
        asked: &Asked,
        progress: &mut Progress,
    ) -> Result<JobStep, DbErr> {
        let mut query = asked.selection.query(kind).map_err(failed)?;
        query.limit = PAGE_CAP;
        loop {
            query.after = progress.cursor.as_deref().map(Cursor::parse).transpose().map_err(failed)?;
            let page = match list::list(&Look::at(context.db, scope), &self.0.registry, &query).await {
                Ok(page) => page,
                Err(ListError::Database(error)) => return Err(error),
                // What the filter asks for is no longer open to the person: nothing is meant by it.
                Err(_) => list::Page { rows: Vec::new(), next: None },
            };
            let ids: Vec<Id> = page.rows.iter().map(|row| row.id).collect();
            let tx = context.begin_as(scope).await?;
            queries::wait(&tx, operation.id, kind.name, &ids).await?;
            progress.total += ids.len() as i64;
            progress.cursor = page.next.map(|next| next.text());
            progress.settled = progress.cursor.is_none();
            if progress.settled {
                let columns = vec![("total", progress.total.into())];
                queries::change(&tx, operation.id, &[State::Running], State::Running, columns).await?;
            }
            let step = context.commit(tx, progress, 0, progress.total).await?;
            if progress.settled || step == JobStep::Stop {
                return Ok(step);
            }
        }
    }
}

async fn finish(context: &mut JobContext<'_>, operation: &Operation, total: i64, counts: Counts) -> Result<(), DbErr> {
    let mut tx = context.begin().await?;
    if queries::finish(&tx, operation.id, total, counts).await? {
        tx.record("operation", operation.id, "bulk_done", Vec::new());
        let told = serde_json::json!({ "kind": operation.kind, "noun": operation.noun, "owner": operation.owner, "counts": counts });
        tx.emit("operation.done.v1", "operation", operation.id, told);
    }
    context.commit(tx, &(), total, total).await.map(drop)
}

fn failed(error: ListError) -> DbErr {
    DbErr::Custom(error.to_string())
}
