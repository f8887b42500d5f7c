//! Requests that nobody answers go to the group.

use async_trait::async_trait;
use kernel::{DbError, JobContext, JobHandler};

use super::policy::Policy;
use super::queries;

/// The job's and the schedule's name.
pub const ESCALATE: &str = "customers.collisions.escalate";

/// Requests looked at in one step.
const STEP: i64 = 200;

/// Looks for requests that have waited longer than the first store's setting allows.
pub struct EscalateJob;

#[async_trait]
impl JobHandler for EscalateJob {
    fn kind(&self) -> &'static str {
        ESCALATE
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let mut tx = context.begin().await?;
        let policy = Policy::load(tx.conn(), tx.tenant()).await?;
        let now = tx.now();
        let waiting = queries::waiting(tx.conn(), tx.tenant(), now.plus_days(-1), STEP).await?;
        let mut done = 0;
        for case in waiting {
            let Some(whole) = queries::whole(tx.conn(), tx.tenant(), case.id).await? else { continue };
            let due = now.plus_days(-policy.escalation_days(&whole.first_path));
            if case.asked_at.is_none_or(|asked| asked > due) {
                continue;
            }
            if queries::change(&tx, &case, vec![("escalated_at", now.into())]).await? {
                tx.record("collision", case.id, "escalate", vec![]);
                tx.emit("collision.escalated.v1", "collision", case.id, serde_json::json!({}));
                done += 1;
            }
        }
        context.commit(tx, &(), done, 0).await.map(drop)
    }
}
