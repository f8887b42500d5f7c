//! The job that hands customers over, some a step: a step's customers, what was shared out and how far it is are committed
//! together, so a process may die at any moment. Where the last day lies ahead it runs once more when that is over ([`late`]).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, JobContext, JobHandler, JobStep, Scope, Tx};
use records::Refusal;
use records::operations::queries::{self as operations, Wanted};
use records::operations::{Capture, Counts, Desk, Fate, Line, Operation, Reversible, State};
use records::policy::Look;
use serde::{Deserialize, Serialize};

use super::model::{Asked, StorePart, To};
use super::queries::{self, Held};
use super::rules::is_hot;
use super::{along, late};
use crate::assignment::{self, Target};
use crate::kind::CUSTOMER;
use crate::seams::Seams;

/// The kind of the job.
pub const HANDOVER: &str = "customers.handover";

/// Customers handed over in one step.
const STEP: i64 = 20;
/// Customers noted in one step.
pub(super) const NOTED: i64 = 500;

/// What the job needs to know; what is asked for stands with the operation.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub operation: Id,
    /// The last day is over: what came since the order was given goes as well.
    #[serde(default)]
    pub late: bool,
}

/// Does jobs of kind [`HANDOVER`], in the name of whoever let the person go.
pub struct HandoverJob {
    /// All nouns, and the way to a person's scope.
    pub desk: Desk,
    /// What other modules hang on customers.
    pub seams: Arc<Seams>,
}

/// Where it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// All customers are known.
    pub settled: bool,
    /// The last one noted, or handed over.
    pub last: Option<Id>,
    pub total: i64,
    counts: Counts,
    /// The rules as they stand by now, where the job looks again.
    #[serde(default)]
    pub parts: Option<BTreeMap<Id, StorePart>>,
    /// What was shared out evenly, by store and person.
    given: BTreeMap<Id, BTreeMap<Id, i64>>,
    /// What each person got.
    got: BTreeMap<Id, i64>,
    /// Of what goes along: which sort is being handed on, the last one of it, and who had how many by store.
    #[serde(default)]
    pub estate: usize,
    #[serde(default)]
    pub passed: Option<Id>,
    #[serde(default)]
    pub turns: BTreeMap<Id, BTreeMap<Id, i64>>,
}

impl Progress {
    /// How many have had their turn.
    pub fn done(&self) -> i64 {
        self.counts.sum()
    }

    /// What they came to.
    pub fn counts_mut(&mut self) -> &mut Counts {
        &mut self.counts
    }
}

#[async_trait]
impl JobHandler for HandoverJob {
    fn kind(&self) -> &'static str {
        HANDOVER
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let payload: Payload = context.payload()?;
        let tenant = context.job.tenant_id;
        let found = operations::load(context.db.read(), tenant, payload.operation).await?;
        // Whoever was called back before the last day stays, with what they have.
        let meant = |o: &Operation| o.state == State::Running || (payload.late && o.state == State::Done);
        let Some(operation) = found.filter(meant) else { return Ok(()) };
        let asked: Asked = serde_json::from_str(&operation.asked).map_err(|e| DbError::Custom(e.to_string()))?;
        let reversible = self.desk.registry.reversible(CUSTOMER.name);
        let reversible = reversible.ok_or_else(|| DbError::Custom("customers cannot be handed over".into()))?;
        let owner = match operation.owner {
            Some(owner) => match (self.desk.scope_of)(context.db.clone(), tenant, owner).await {
                Ok(scope) => Some(scope),
                Err(Refusal::Database(error)) => return Err(error),
                // Whoever asked left the house meanwhile. What they ordered while they might is brought to its end by the
                // house: nobody looks after the customers of someone who is gone.
                Err(_) => None,
            },
            None => None,
        };
        let scope: &Scope = owner.as_ref().unwrap_or(context.scope());
        let mut progress: Progress = context.progress().unwrap_or_default();
        if !progress.settled {
            let step = match payload.late {
                true => late::settle(context, scope, &operation, &asked, &mut progress).await?,
                false => settle(context, scope, &operation, &asked, &mut progress).await?,
            };
            if step == JobStep::Stop {
                return Ok(());
            }
        }
        let estates = &self.seams.estates;
        if payload.late
            && progress.total == 0
            && !along::wakes(context, scope, &operation, &asked, estates, &progress).await?
        {
            return Ok(());
        }
        loop {
            let wanted = Wanted {
                noun: Some(CUSTOMER.name),
                fates: &[Fate::Waiting],
                stayed: false,
                after: progress.last.map(|last| (CUSTOMER.name, last)),
            };
            let lines = operations::lines(context.db.read(), tenant, operation.id, wanted, STEP).await?;
            let Some(last) = lines.last().map(|l| l.record) else { break };
            let mut tx = context.begin_as(scope).await?;
            self.hand_over(&mut tx, &**reversible, operation.id, &asked, &lines, &mut progress).await?;
            progress.last = Some(last);
            let (done, total) = (progress.counts.sum(), progress.total);
            if context.commit(tx, &progress, done, total).await? == JobStep::Stop {
                return Ok(());
            }
        }
        let step = along::pass(context, scope, &self.desk, &operation, &asked, estates, &mut progress).await?;
        if step == JobStep::Stop {
            return Ok(());
        }
        finish(context, scope, &operation, &asked, &progress, payload.late).await
    }
}

/// Notes all customers that are meant, page by page, and the person themselves as changed.
async fn settle(
    context: &mut JobContext<'_>,
    scope: &Scope,
    operation: &Operation,
    asked: &Asked,
    progress: &mut Progress,
) -> Result<JobStep, DbError> {
    loop {
        let tx = context.begin_as(scope).await?;
        let ids = queries::next_customers(&Look::within(&tx), asked.user, progress.last, NOTED).await?;
        operations::wait(&tx, operation.id, CUSTOMER.name, &ids).await?;
        progress.total += ids.len() as i64;
        progress.last = ids.last().copied().or(progress.last);
        progress.settled = (ids.len() as i64) < NOTED;
        if progress.settled {
            let gone = operations::lines_of(tx.conn(), tx.tenant(), operation.id, "user", &[asked.user]).await?;
            progress.counts.changed += gone.len() as i64;
            progress.total += gone.len() as i64;
            progress.last = None;
            let columns = vec![("total", progress.total.into())];
            operations::change(&tx, operation.id, &[State::Running], State::Running, columns).await?;
        }
        let step = context.commit(tx, progress, 0, progress.total).await?;
        if progress.settled || step == JobStep::Stop {
            return Ok(step);
        }
    }
}

impl HandoverJob {
    /// Hands these customers over, each by itself: what one refuses, the others do not lose.
    async fn hand_over(
        &self,
        tx: &mut Tx<'_>,
        reversible: &dyn Reversible,
        operation: Id,
        asked: &Asked,
        lines: &[Line],
        progress: &mut Progress,
    ) -> Result<(), DbError> {
        tx.in_batch(operation);
        let ids: Vec<Id> = lines.iter().map(|l| l.record).collect();
        let capture = Capture::before(tx, reversible, operation, ids.iter().copied()).await?;
        let mut held: HashMap<Id, Vec<Held>> = HashMap::new();
        for one in queries::held(&Look::within(tx), asked.user, &ids).await? {
            held.entry(one.customer_id).or_default().push(one);
        }
        let mut refused: HashMap<Id, Refusal> = HashMap::new();
        for id in &ids {
            let before = (progress.given.clone(), progress.got.clone());
            let mark = tx.mark().await?;
            match self.one(tx, asked, held.remove(id).unwrap_or_default(), progress).await {
                Ok(()) => tx.release(mark).await?,
                Err(Refusal::Database(error)) => return Err(error),
                Err(refusal) => {
                    tx.back_to(mark).await?;
                    (progress.given, progress.got) = before;
                    refused.insert(*id, refusal);
                }
            }
        }
        capture.account(tx, ids, refused, &mut progress.counts).await
    }

    /// One customer, at each store where the person has it.
    async fn one(
        &self,
        tx: &mut Tx<'_>,
        asked: &Asked,
        held: Vec<Held>,
        progress: &mut Progress,
    ) -> Result<(), Refusal> {
        for one in held {
            let to = receiver(asked, &one, progress);
            let target = to.map_or(Target::Pool(None), Target::Owner);
            assignment::assign(tx, &self.seams, one.customer_id, one.store_id, target, asked.reason.clone()).await?;
            if let Some(to) = to {
                *progress.got.entry(to).or_default() += 1;
            }
        }
        Ok(())
    }
}

/// To whom a customer goes; what came to a store since the order was given waits in its pool. What was given by hand and
/// came back goes by the rule.
fn receiver(asked: &Asked, held: &Held, progress: &mut Progress) -> Option<Id> {
    if let Some(to) = asked.exceptions.get(&held.id).filter(|_| progress.parts.is_none()) {
        return Some(*to);
    }
    let part = progress.parts.as_ref().unwrap_or(&asked.stores).get(&held.store_id)?;
    match part.wish.of(is_hot(&held.class, held.grade.as_deref())) {
        To::One(id) => Some(id),
        To::Pool => None,
        To::Even => {
            let given = progress.given.entry(held.store_id).or_default();
            let next = part.next(given)?;
            *given.entry(next).or_default() += 1;
            Some(next)
        }
    }
}

async fn finish(
    context: &mut JobContext<'_>,
    scope: &Scope,
    operation: &Operation,
    asked: &Asked,
    progress: &Progress,
    late: bool,
) -> Result<(), DbError> {
    let mut tx = context.begin_as(scope).await?;
    let counts = match late {
        // Some had their turn before.
        true => operations::tally(tx.conn(), tx.tenant(), operation.id).await?,
        false => progress.counts,
    };
    let total = if late { counts.sum() } else { progress.total };
    if operations::finish(&tx, operation.id, total, counts).await? {
        tx.record("operation", operation.id, "bulk_done", Vec::new());
        let told = serde_json::json!({
            "kind": operation.kind, "noun": operation.noun, "owner": operation.owner, "counts": progress.counts,
            "name": asked.name, "got": progress.got, "stores": asked.stores.keys().collect::<Vec<_>>(),
        });
        tx.emit("operation.done.v1", "operation", operation.id, told);
    }
    context.commit(tx, progress, progress.total, progress.total).await.map(drop)
}
