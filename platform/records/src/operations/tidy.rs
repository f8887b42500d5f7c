//! What rows were like before is kept as long as an operation can be undone, and no longer: it holds values of people.

use async_trait::async_trait;
use kernel::{Id, JobContext, JobHandler, JobStep, sql};
use sea_orm::DbErr;

use super::undo::DAYS;

/// The kind of the job, and the name of its schedule.
pub const TIDY: &str = "operations.tidy";

/// Rows of one step.
const STEP: i64 = 500;

/// Forgets rows of operations that can no longer be undone.
pub struct TidyJob;

#[async_trait]
impl JobHandler for TidyJob {
    fn kind(&self) -> &'static str {
        TIDY
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbErr> {
        loop {
            let tx = context.begin().await?;
            // A day more than anyone may undo: what was begun in time is brought to its end.
            let until = tx.now().plus_days(-(DAYS + 1));
            // Ids rise with time, so the oldest stand first. A schedule runs for the whole house.
            let text = "SELECT r.tenant_id, r.operation_id, r.noun, r.record_id, r.part, r.row_key FROM operation_rows r \
                 JOIN operations o ON o.tenant_id = r.tenant_id AND o.id = r.operation_id \
                 WHERE o.state IN ('done', 'undone') AND coalesce(o.finished_at, o.created_at) < $1 LIMIT $2";
            let rows = sql::rows(tx.conn(), text, [until.into(), STEP.into()]).await?;
            for row in &rows {
                let text = "DELETE FROM operation_rows WHERE tenant_id = $1 AND operation_id = $2 AND noun = $3 AND record_id = $4 AND part = $5 AND row_key = $6";
                let values = [
                    row.try_get_by_index::<i64>(0)?.into(),
                    row.try_get_by_index::<Id>(1)?.into(),
                    row.try_get_by_index::<String>(2)?.into(),
                    row.try_get_by_index::<Id>(3)?.into(),
                    row.try_get_by_index::<String>(4)?.into(),
                    row.try_get_by_index::<String>(5)?.into(),
                ];
                sql::run(tx.conn(), text, values).await?;
            }
            let whole = rows.len() as i64 == STEP;
            if context.commit(tx, &(), 0, 0).await? == JobStep::Stop || !whole {
                return Ok(());
            }
        }
    }
}
