//! What runs beside the pages: the relay of events and the sealing of the journal, jobs, schedules.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kernel::schedules::Schedule;
use kernel::{Consumer, Db, JobHandler, events, jobs, schedules, sql};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long an idle worker waits before it looks for work that another node left.
const PAUSE: Duration = Duration::from_secs(2);

/// How long the relay gathers events before it goes: events that come in quick succession take one turn together.
const GATHERING: Duration = Duration::from_millis(100);

/// How often the journal is sealed: what came meanwhile shares one commit.
const SEALING: Duration = Duration::from_secs(5);

/// From so many entries on the sealing goes on at the next turn, because more may wait.
const MANY: u64 = 1_000;

/// The workers of this process.
pub struct Workers {
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
    db: Db,
}

impl Workers {
    /// Starts them.
    pub fn start(
        db: &Db,
        handlers: HashMap<&'static str, Arc<dyn JobHandler>>,
        schedules: Vec<Schedule>,
        consumers: Vec<Arc<dyn Consumer>>,
    ) -> Workers {
        let stop = Arc::new(AtomicBool::new(false));
        let tasks = vec![
            tokio::spawn(relay(db.clone(), consumers, stop.clone())),
            tokio::spawn(work(db.clone(), handlers, stop.clone())),
            tokio::spawn(tick(db.clone(), schedules, stop.clone())),
        ];
        Workers { stop, tasks, db: db.clone() }
    }

    /// Lets each finish the step at hand.
    pub async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.db.wake_workers();
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a worker ended badly");
            }
        }
    }
}

async fn relay(db: Db, consumers: Vec<Arc<dyn Consumer>>, stop: Arc<AtomicBool>) {
    let mut wake = db.work_left();
    let mut sealed: Option<Instant> = None;
    while !stop.load(Ordering::Relaxed) {
        if let Err(error) = events::relay(&db, &consumers).await {
            tracing::error!(%error, "the relay of events stumbled");
        }
        if sealed.is_none_or(|at| at.elapsed() >= SEALING) {
            let done = kernel::chain::seal(&db).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the sealing of the journal stumbled");
                0
            });
            sealed = if done < MANY { Some(Instant::now()) } else { None };
        }
        pause(&mut wake, PAUSE).await;
        tokio::time::sleep(GATHERING).await;
        wake.mark_unchanged();
    }
}

async fn work(db: Db, handlers: HashMap<&'static str, Arc<dyn JobHandler>>, stop: Arc<AtomicBool>) {
    let mut wake = db.work_left();
    while !stop.load(Ordering::Relaxed) {
        if let Err(error) = jobs::work(&db, &handlers, &stop).await {
            tracing::error!(%error, "a job worker stumbled");
        }
        pause(&mut wake, PAUSE).await;
    }
}

async fn tick(db: Db, list: Vec<Schedule>, stop: Arc<AtomicBool>) {
    let mut wake = db.work_left();
    while !stop.load(Ordering::Relaxed) {
        let result = async {
            let rows = sql::rows(db.read(), "SELECT id FROM tenants", []).await?;
            let tenants = rows.iter().map(|r| r.try_get_by_index(0)).collect::<Result<Vec<i64>, _>>()?;
            schedules::tick(&db, &list, &tenants).await
        };
        if let Err(error) = result.await {
            tracing::error!(%error, "the schedules stumbled");
        }
        // Schedules come by the clock; what wakes the others only asks here whether the house closes.
        let _ = tokio::time::timeout(PAUSE * 5, async {
            while !stop.load(Ordering::Relaxed) && wake.changed().await.is_ok() {}
        })
        .await;
    }
}

/// Until a transaction of this process leaves work, or the time is up.
async fn pause(wake: &mut watch::Receiver<u64>, time: Duration) {
    let _ = tokio::time::timeout(time, wake.changed()).await;
}
