//! The job that undoes an operation, some records a step.
//!
//! A step's rows, what it came to and how far it is are committed together: a process may die at any moment, and whoever
//! takes the job up goes on behind the last record that went back.

use async_trait::async_trait;
use kernel::{Id, JobContext, JobHandler, JobStep, Scope, Tx};
use sea_orm::{DatabaseExecutor, DbErr};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::examine::examine;
use super::model::{Counts, Fate, Line, Operation, State};
use super::queries::{self, Returned, Wanted, json};
use super::restore::restore;
use super::reversible::Reversible;
use super::undo::{Payload, nouns, within};
use crate::Refusal;

/// The kind of the job.
pub const UNDO: &str = "operations.undo";

/// Records of one step: some hundredths of a second at most.
const STEP: i64 = 20;

/// Does jobs of kind [`UNDO`], in the name of whoever asked for it.
pub struct UndoJob(pub Desk);

/// Where it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// The nouns that are done.
    done: Vec<String>,
    /// The last record of the noun at hand.
    last: Option<Id>,
    counts: Counts,
}

#[async_trait]
impl JobHandler for UndoJob {
    fn kind(&self) -> &'static str {
        UNDO
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbErr> {
        let payload: Payload = context.payload()?;
        let tenant = context.job.tenant_id;
        let found = queries::load(context.db.read(), tenant, payload.operation).await?;
        let Some(operation) = found.filter(|o| o.state == State::Undoing) else { return Ok(()) };
        let asked = match payload.by {
            Some(user) => match (self.0.scope_of)(context.db.clone(), tenant, user).await {
                Ok(scope) => Some(scope),
                Err(Refusal::Database(error)) => return Err(error),
                // Whoever asked left the house meanwhile. What they began while they might is brought to its end by the
                // house: half an operation is worse than either.
                Err(_) => None,
            },
            None => None,
        };
        let scope: &Scope = asked.as_ref().unwrap_or(context.scope());
        let mut progress: Progress = context.progress().unwrap_or_default();
        let touched = queries::nouns(context.db.read(), tenant, operation.id).await?;
        for noun in nouns(&self.0.registry, touched.iter()) {
            if progress.done.iter().any(|done| done == noun) {
                continue;
            }
            let Some(reversible) = self.0.registry.reversible(noun) else { continue };
            loop {
                let wanted = Wanted {
                    noun: Some(noun),
                    fates: &[Fate::Created, Fate::Changed],
                    stayed: false,
                    after: progress.last.map(|last| (noun, last)),
                };
                let lines = queries::lines(context.db.read(), tenant, operation.id, wanted, STEP).await?;
                let Some(last) = lines.last().map(|l| l.record) else { break };
                let mut tx = context.begin_as(scope).await?;
                step(&mut tx, &**reversible, &operation, lines, &mut progress.counts).await?;
                progress.last = Some(last);
                let (done, total) = (progress.counts.sum(), context.job.total);
                if context.commit(tx, &progress, done, total).await? == JobStep::Stop {
                    return Ok(());
                }
            }
            progress.done.push(noun.to_owned());
            progress.last = None;
        }
        finish(context, scope, &operation, &progress).await
    }
}

async fn step(
    tx: &mut Tx<'_>,
    reversible: &dyn Reversible,
    operation: &Operation,
    lines: Vec<Line>,
    counts: &mut Counts,
) -> Result<(), DbErr> {
    tx.in_batch(operation.id);
    let ids: Vec<Id> = lines.iter().map(|l| l.record).collect();
    queries::hold(tx, reversible.kind(), &ids).await?;
    let plans = {
        let conn = DatabaseExecutor::from(tx.conn());
        examine(&within(tx, &conn), reversible, operation, &lines, &[]).await?
    };
    restore(tx, reversible, &plans).await?;
    let mut came = Vec::with_capacity(lines.len());
    for (line, plan) in lines.into_iter().zip(plans) {
        counts.add_back(plan.back());
        came.push(Returned { line, back: plan.back(), conflicts: plan.conflicts });
    }
    queries::note_back(tx, operation.id, came).await
}

async fn finish(
    context: &mut JobContext<'_>,
    scope: &Scope,
    operation: &Operation,
    progress: &Progress,
) -> Result<(), DbErr> {
    let mut tx = context.begin_as(scope).await?;
    let columns = vec![("undone_at", tx.now().into()), ("undo_counts", json(&progress.counts).into())];
    if queries::change(&tx, operation.id, &[State::Undoing], State::Undone, columns).await? {
        tx.record("operation", operation.id, "undone", Vec::new());
        let told = serde_json::json!({ "kind": operation.kind, "noun": operation.noun, "counts": progress.counts });
        tx.emit("operation.undone.v1", "operation", operation.id, told);
    }
    let done = progress.counts.sum();
    context.commit(tx, progress, done, done).await.map(drop)
}
