//! What goes along with customers when somebody leaves: leads, tasks, whatever other modules hang on people. Each goes by the
//! same order, as lines of the same operation, so that taking it back brings all of it back.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, JobContext, JobStep, Scope, Tx};
use records::operations::queries as operations;
use records::operations::{AnyLook, Capture, Desk, Operation, State};
use records::policy::Look;
use records::{Refusal, operations::Reversible};
use sea_orm::DatabaseExecutor;

use super::job::Progress;
use super::model::{Asked, StorePart, To};

/// Records handed on in one step.
const STEP: i64 = 50;

/// What else somebody owns. Its noun can be brought back ([`Reversible`]).
#[async_trait]
pub trait Estate: Send + Sync {
    /// The noun.
    fn noun(&self) -> &'static str;
    /// Key of the word for how many there are.
    fn words(&self) -> &'static str;
    /// What of it waits for somebody and may be given away by the reader, behind one of them, in the order of ids.
    async fn of(&self, look: &AnyLook<'_>, user: Id, after: Option<Id>, limit: i64) -> Result<Vec<Id>, DbError>;
    /// Hands one on.
    async fn pass(&self, tx: &mut Tx<'_>, record: Id, receivers: &mut Receivers<'_>) -> Result<(), Refusal>;
}

/// Who receives, by the order.
pub struct Receivers<'p> {
    asked: &'p Asked,
    parts: &'p BTreeMap<Id, StorePart>,
    turns: &'p mut BTreeMap<Id, BTreeMap<Id, i64>>,
    keeper: Option<Id>,
}

impl Receivers<'_> {
    /// Who leaves.
    pub fn leaver(&self) -> Id {
        self.asked.user
    }

    /// Why.
    pub fn reason(&self) -> Option<String> {
        self.asked.reason.clone()
    }

    /// The stores that the order speaks of.
    pub fn stores(&self) -> impl Iterator<Item = Id> + '_ {
        self.parts.keys().copied()
    }

    /// Who gets the next one at a store, hot or not: those among whom is shared take turns. None is the pool.
    pub fn next(&mut self, store: Id, hot: bool) -> Option<Id> {
        let wish = &self.parts.get(&store)?.wish;
        match wish.of(hot) {
            To::One(id) => Some(id),
            To::Pool => None,
            To::Even => {
                let turns = self.turns.entry(store).or_default();
                let had = |id: &Id| turns.get(id).copied().unwrap_or(0);
                let next = wish.among.iter().copied().min_by_key(had)?;
                *turns.entry(next).or_default() += 1;
                Some(next)
            }
        }
    }

    /// Who keeps what belongs to no customer: whoever gets the shared views, else whoever let them go.
    pub fn keeper(&self) -> Option<Id> {
        self.keeper
    }
}

/// How much of each there is, for the page that asks before: keys of words with numbers.
pub async fn count(
    estates: &[Arc<dyn Estate>],
    look: &AnyLook<'_>,
    user: Id,
) -> Result<Vec<(&'static str, i64)>, DbError> {
    let mut list = Vec::new();
    for estate in estates {
        list.push((estate.words(), estate.of(look, user, None, COUNTED).await?.len() as i64));
    }
    Ok(list)
}

/// Nobody has more open at once.
const COUNTED: i64 = 1_000;

/// Whether there is something that goes along. The operation is at work again then; what is handed on cannot be taken back
/// at the same time.
pub(super) async fn wakes(
    context: &mut JobContext<'_>,
    scope: &Scope,
    operation: &Operation,
    asked: &Asked,
    estates: &[Arc<dyn Estate>],
    progress: &Progress,
) -> Result<bool, DbError> {
    let tx = context.begin_as(scope).await?;
    let mut any = false;
    {
        let conn = DatabaseExecutor::from(tx.conn());
        let look = Look { scope: tx.scope(), conn: &conn, keys: tx.keys(), now: tx.now() };
        for estate in estates {
            any = any || !estate.of(&look, asked.user, None, 1).await?.is_empty();
        }
    }
    let columns = vec![("job_id", context.job.id.into())];
    let wakes =
        any && operations::change(&tx, operation.id, &[State::Running, State::Done], State::Running, columns).await?;
    Ok(context.commit(tx, progress, 0, progress.total).await? != JobStep::Stop && wakes)
}

/// Hands all of it on, some a step.
pub(super) async fn pass(
    context: &mut JobContext<'_>,
    scope: &Scope,
    desk: &Desk,
    operation: &Operation,
    asked: &Asked,
    estates: &[Arc<dyn Estate>],
    progress: &mut Progress,
) -> Result<JobStep, DbError> {
    while let Some(estate) = estates.get(progress.estate) {
        let reversible = desk.registry.reversible(estate.noun());
        let reversible =
            reversible.ok_or_else(|| DbError::Custom(format!("{} cannot be handed over", estate.noun())))?;
        let mut tx = context.begin_as(scope).await?;
        let some = pass_some(&mut tx, &**estate, &**reversible, operation, asked, progress).await?;
        if !some {
            (progress.estate, progress.passed) = (progress.estate + 1, None);
        }
        if context.commit(tx, progress, progress.done(), progress.total).await? == JobStep::Stop {
            return Ok(JobStep::Stop);
        }
    }
    Ok(JobStep::Continue)
}

async fn pass_some(
    tx: &mut Tx<'_>,
    estate: &dyn Estate,
    reversible: &dyn Reversible,
    operation: &Operation,
    asked: &Asked,
    progress: &mut Progress,
) -> Result<bool, DbError> {
    let ids = {
        let conn = DatabaseExecutor::from(tx.conn());
        let look = Look { scope: tx.scope(), conn: &conn, keys: tx.keys(), now: tx.now() };
        estate.of(&look, asked.user, progress.passed, STEP).await?
    };
    let Some(last) = ids.last().copied() else { return Ok(false) };
    tx.in_batch(operation.id);
    let capture = Capture::before(tx, reversible, operation.id, ids.iter().copied()).await?;
    let mut refused: HashMap<Id, Refusal> = HashMap::new();
    for id in &ids {
        let mark = tx.mark().await?;
        let turns = progress.turns.clone();
        let mut receivers = Receivers {
            asked,
            parts: progress.parts.as_ref().unwrap_or(&asked.stores),
            turns: &mut progress.turns,
            keeper: asked.views_to.or(operation.owner).filter(|keeper| *keeper != asked.user),
        };
        match estate.pass(tx, *id, &mut receivers).await {
            Ok(()) => tx.release(mark).await?,
            Err(Refusal::Database(error)) => return Err(error),
            Err(refusal) => {
                tx.back_to(mark).await?;
                progress.turns = turns;
                refused.insert(*id, refusal);
            }
        }
    }
    progress.total += ids.len() as i64;
    progress.passed = Some(last);
    capture.account(tx, ids, refused, progress.counts_mut()).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::super::model::StoreWish;
    use super::*;

    /// SYS-03: those among whom is shared take turns, hot ones go to whom they were promised, and what belongs to no store
    /// of the order goes to the pool.
    #[test]
    fn turns_are_taken() {
        let id = Id::from_u128;
        let wish = StoreWish { hot: To::One(id(3)), rest: To::Even, among: vec![id(1), id(2)] };
        let stores = BTreeMap::from([(id(9), StorePart { wish, loads: vec![(id(1), 40), (id(2), 0)] })]);
        let asked = Asked {
            user: id(5),
            name: String::new(),
            last_day: chrono::NaiveDate::default(),
            reason: None,
            stores: stores.clone(),
            exceptions: BTreeMap::new(),
            views_to: None,
            views: Vec::new(),
        };
        let mut turns = BTreeMap::new();
        let mut receivers = Receivers { asked: &asked, parts: &stores, turns: &mut turns, keeper: None };
        let got: Vec<Option<Id>> = (0..4).map(|_| receivers.next(id(9), false)).collect();
        assert_eq!(got, [Some(id(1)), Some(id(2)), Some(id(1)), Some(id(2))]);
        assert_eq!((receivers.next(id(9), true), receivers.next(id(8), true)), (Some(id(3)), None));
    }
}
