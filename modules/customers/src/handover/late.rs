//! Customers that came to somebody after their hand-over was ordered, because the last day lay ahead: when that day is over
//! they go as well, as a part of the same operation.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Instant, JobContext, JobStep, NewJob, Scope, Tenant, Tx};
use organisation::users::departure;
use records::operations::queries::{self as operations, Noted};
use records::operations::{Fate, Operation, State};
use records::policy::Look;

use super::job::{HANDOVER, NOTED, Payload, Progress};
use super::model::{Asked, StorePart, StoreWish, To};
use super::queries;
use crate::assignment::queries as assignment;
use crate::customer::context;
use crate::kind::CUSTOMER;
use crate::places;

/// Leaves the job that looks again when the last day is over.
pub(super) fn enqueue(tx: &mut Tx<'_>, operation: Id, last_day: NaiveDate) {
    tx.enqueue(NewJob {
        kind: HANDOVER,
        payload: serde_json::json!(Payload { operation, late: true }),
        unique_key: Some(format!("{operation}-late")),
        run_at: Some(departure::over(last_day)),
        ..NewJob::default()
    });
}

/// Notes the customers that the person has again or has got since, page by page. Where there are none, nothing is said of
/// it; else the operation is at work once more.
pub(super) async fn settle(
    context: &mut JobContext<'_>,
    scope: &Scope,
    operation: &Operation,
    asked: &Asked,
    progress: &mut Progress,
) -> Result<JobStep, DbError> {
    loop {
        let tx = context.begin_as(scope).await?;
        if progress.parts.is_none() {
            progress.parts = Some(parts_now(tx.conn(), tx.tenant(), asked, tx.now()).await?);
        }
        let ids = queries::next_customers(&Look::within(&tx), asked.user, progress.last, NOTED).await?;
        if progress.total == 0 && !ids.is_empty() {
            // What is handed over cannot be taken back at the same time.
            let columns = vec![("job_id", context.job.id.into())];
            if !operations::change(&tx, operation.id, &[State::Running, State::Done], State::Running, columns).await? {
                tx.rollback().await?;
                return Ok(JobStep::Stop);
            }
        }
        let again = |record: &Id| Noted { record: *record, fate: Fate::Waiting, reason: None };
        operations::note(&tx, operation.id, CUSTOMER.name, &ids.iter().map(again).collect::<Vec<_>>()).await?;
        progress.total += ids.len() as i64;
        progress.last = ids.last().copied().or(progress.last);
        progress.settled = (ids.len() as i64) < NOTED;
        if progress.settled {
            progress.last = None;
        }
        let step = context.commit(tx, progress, 0, progress.total).await?;
        if progress.settled || step == JobStep::Stop {
            return Ok(step);
        }
    }
}

/// The rules of the order with what each of those named has by now. Who no longer works at the store gets nothing: what was
/// theirs to get goes to the pool.
async fn parts_now(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    asked: &Asked,
    now: Instant,
) -> Result<BTreeMap<Id, StorePart>, DbError> {
    let day = context(now).today;
    let mut parts = BTreeMap::new();
    for (store, part) in &asked.stores {
        let people = places::people(conn, tenant, *store, day).await?;
        let here: HashSet<Id> = people.iter().map(|p| p.id).filter(|id| *id != asked.user).collect();
        let to = |to: To| match to {
            To::One(id) if !here.contains(&id) => To::Pool,
            other => other,
        };
        let among: Vec<Id> = part.wish.among.iter().copied().filter(|id| here.contains(id)).collect();
        let loads = assignment::loads(conn, tenant, *store, &among).await?;
        let loads = among.iter().map(|id| (*id, loads.get(id).copied().unwrap_or(0))).collect();
        let wish = StoreWish { hot: to(part.wish.hot), rest: to(part.wish.rest), among };
        parts.insert(*store, StorePart { wish, loads });
    }
    Ok(parts)
}
