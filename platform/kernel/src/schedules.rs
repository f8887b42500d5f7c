//! Schedules: work that falls due by the clock. There is no leader among nodes: whoever inserts the row for a due
//! moment first leaves the job, and the others find it taken.

use sea_orm::DbErr;

use crate::{Db, Instant, NewJob, Scope, Tenant, sql};

/// Work that falls due again and again.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// A stable name; also the kind of the job it leaves.
    pub name: &'static str,
    /// Seconds between two due moments, counted from 1970 (so that all nodes agree on them).
    pub every: i64,
}

/// Leaves a job for each schedule and tenant whose moment has come. Moments missed while nothing ran are made up once.
pub async fn tick(db: &Db, schedules: &[Schedule], tenants: &[Tenant]) -> Result<u64, DbErr> {
    let now = db.clock.now();
    let mut left = 0;
    for schedule in schedules {
        let due = Instant(now.0 - now.0.rem_euclid(schedule.every * 1_000_000));
        let taken = "SELECT 1 FROM schedule_runs WHERE schedule = $1 AND due_at = $2";
        if sql::row(db.read(), taken, [schedule.name.into(), due.into()]).await?.is_some() {
            continue;
        }
        for tenant in tenants {
            let scope = Scope::system(*tenant, db.clock.new_id(), schedule.name);
            let mut tx = db.write(&scope).await?;
            let mine = format!("{}@{tenant}", schedule.name);
            let text = "INSERT INTO schedule_runs (schedule, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            if sql::run(tx.conn(), text, [mine.into(), due.into()]).await? == 1 {
                tx.enqueue(NewJob { kind: schedule.name, unique_key: Some(schedule.name.into()), ..NewJob::default() });
                left += 1;
            }
            tx.commit().await?;
        }
        let scope = Scope::system(0, db.clock.new_id(), schedule.name);
        let tx = db.write(&scope).await?;
        let text = "INSERT INTO schedule_runs (schedule, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        sql::run(tx.conn(), text, [schedule.name.into(), due.into()]).await?;
        sql::run(tx.conn(), "DELETE FROM schedule_runs WHERE due_at < $1", [due.plus_days(-7).into()]).await?;
        tx.commit().await?;
    }
    Ok(left)
}
