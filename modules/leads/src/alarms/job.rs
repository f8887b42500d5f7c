//! Looks for leads whose first contact is late.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, JobContext, JobHandler, JobStep, Tx};
use organisation::settings::{keys, queries as settings};
use records::Refusal;

use crate::LEAD;
use crate::lead::{Lead, queries as leads};
use crate::pool;
use crate::seams::Seams;

/// The job's and the schedule's name.
pub const ALARMS: &str = "leads.alarms";

/// Leads looked at in one step.
const STEP: i64 = 50;

/// Reminds, tells, takes back. Each step of a lead moves its alarm on in the same transaction, so nothing is said twice
/// however often the job runs.
pub struct AlarmJob(pub Arc<Seams>);

#[async_trait]
impl JobHandler for AlarmJob {
    fn kind(&self) -> &'static str {
        ALARMS
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let mut done = context.job.done;
        loop {
            let mut tx = context.begin().await?;
            let late = leads::alarmed(&tx, tx.now(), STEP).await?;
            let all = late.len() as i64;
            for lead in late {
                match alarm(&mut tx, &self.0, lead.clone()).await {
                    Ok(()) | Err(Refusal::Conflict(_)) => {}
                    Err(Refusal::Database(error)) => return Err(error),
                    // One that cannot go anywhere must not keep the others waiting.
                    Err(_) => {
                        leads::change(&tx, &lead, vec![("alarm_at", None::<i64>.into())]).await?;
                    }
                }
            }
            done += all;
            if context.commit(tx, &done, done, 0).await? == JobStep::Stop || all < STEP {
                return Ok(());
            }
        }
    }
}

/// The next alarm of a lead.
async fn alarm(tx: &mut Tx<'_>, seams: &Seams, mut lead: Lead) -> Result<(), Refusal> {
    let alarms = lead.alarms + 1;
    if alarms > 2 {
        pool::recall_late(tx, &mut lead).await?;
        return Ok(());
    }
    let minutes = settings::number(tx.conn(), tx.tenant(), &lead.path, keys::LEADS_ALARM).await?;
    let next = seams.working.after(tx, lead.store_id, tx.now(), minutes).await?;
    let columns = vec![("alarms", alarms.into()), ("alarm_at", Some(next.0).into())];
    if !leads::change(tx, &lead, columns).await? {
        return Ok(());
    }
    let told = serde_json::json!({ "alarm": alarms, "owner": lead.owner_id, "store": lead.store_id });
    tx.emit("lead.overdue.v1", LEAD.name, lead.id, told);
    Ok(())
}
