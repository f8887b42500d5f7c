//! The write transaction, jobs and events against a real SQLite file: what is committed lasts and happens once.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use async_trait::async_trait;
use kernel::db::Location;
use kernel::journal::Change;
use kernel::{
    Clock, Consumer, Db, DbError, Event, Id, Instant, JobContext, JobHandler, JobStep, Keys, NewJob, Scope, Tx, events,
    jobs, journal, numbering, sql,
};

use fourfold_kernel as kernel;

async fn database() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(Instant(1_790_000_000_000_000));
    let db =
        Db::open(&Location::Sqlite(folder.path().join("test.db")), clock, Keys::from_secret(&[1; 32])).await.unwrap();
    db.migrate(&kernel::migrations()).await.unwrap();
    (folder, db)
}

fn scope() -> Scope {
    Scope::system(1, Id::from_u128(9), "test")
}

#[tokio::test]
async fn the_reading_side_cannot_write() {
    let (_folder, db) = database().await;
    let refused = sql::run(db.read(), "INSERT INTO counters (tenant_id, series, value) VALUES (1, 'x', 1)", []).await;
    assert!(refused.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test]
async fn a_transaction_carries_its_journal_or_leaves_nothing() {
    let (_folder, db) = database().await;
    let (scope, record) = (scope(), Id::from_u128(5));
    let change = || Change::of("name", None, Some("王敏".into())).into_iter().collect::<Vec<_>>();
    let mut tx = db.write(&scope).await.unwrap();
    tx.record("customer", record, "create", change());
    drop(tx);
    assert!(journal::history(db.read(), 1, "customer", record, None, 10).await.unwrap().is_empty());
    let mut tx = db.write(&scope).await.unwrap();
    tx.record("customer", record, "create", change());
    tx.commit().await.unwrap();
    let lines = journal::history(db.read(), 1, "customer", record, None, 10).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].changes, change());
    assert!(journal::history(db.read(), 2, "customer", record, None, 10).await.unwrap().is_empty(), "another tenant");
}

#[tokio::test]
async fn numbers_have_no_gaps_and_parallel_takers_wait() {
    let (_folder, db) = database().await;
    let tx_scope = scope();
    let tx = db.write(&tx_scope).await.unwrap();
    assert_eq!(numbering::take(&tx, "receipt", 1).await.unwrap(), 1);
    drop(tx);
    let mut tasks = Vec::new();
    for _ in 0..16 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let scope = scope();
            let tx = db.write(&scope).await.unwrap();
            let n = numbering::take(&tx, "receipt", 1).await.unwrap();
            tx.commit().await.unwrap();
            n
        }));
    }
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.push(task.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=16).collect::<Vec<i64>>());
}

struct Adder {
    fail_at: i64,
    failed: AtomicBool,
}

#[async_trait]
impl JobHandler for Adder {
    fn kind(&self) -> &'static str {
        "adder"
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let mut at: i64 = context.progress().unwrap_or(0);
        while at < 10 {
            let tx = context.begin().await?;
            numbering::take(&tx, "sum", 1).await?;
            if at == self.fail_at && !self.failed.swap(true, Ordering::SeqCst) {
                return Err(DbError::Custom("power cut".into()));
            }
            at += 1;
            if context.commit(tx, &at, at, 10).await? == JobStep::Stop {
                return Ok(());
            }
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_job_goes_on_where_it_committed_last() {
    let (_folder, db) = database().await;
    let scope = scope();
    let mut tx = db.write(&scope).await.unwrap();
    let id = tx.enqueue(NewJob { kind: "adder", unique_key: Some("one".into()), ..NewJob::default() });
    tx.enqueue(NewJob { kind: "adder", unique_key: Some("one".into()), ..NewJob::default() });
    tx.commit().await.unwrap();
    let handlers: HashMap<&'static str, Arc<dyn JobHandler>> =
        HashMap::from([("adder", Arc::new(Adder { fail_at: 4, failed: AtomicBool::new(false) }) as _)]);
    let stop = AtomicBool::new(false);
    assert_eq!(jobs::work(&db, &handlers, &stop).await.unwrap(), 1, "the second job of the same key was dropped");
    assert_eq!(jobs::find(db.read(), 1, id).await.unwrap().unwrap().done, 4);
    db.clock.advance(60);
    jobs::work(&db, &handlers, &stop).await.unwrap();
    let job = jobs::find(db.read(), 1, id).await.unwrap().unwrap();
    assert_eq!((job.state.as_str(), job.done), ("done", 10));
    assert_eq!(
        sql::number(db.read(), "SELECT value FROM counters WHERE series = 'sum'", []).await.unwrap(),
        10,
        "each step took effect once"
    );
}

struct Counter(AtomicI64);

#[async_trait]
impl Consumer for Counter {
    fn name(&self) -> &'static str {
        "counter"
    }

    fn wants(&self, event: &str) -> bool {
        event == "customer.created.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, _event: &Event) -> Result<(), DbError> {
        numbering::take(tx, "seen", 1).await?;
        if self.0.fetch_add(1, Ordering::SeqCst) == 1 {
            return Err(DbError::Custom("stumbled".into()));
        }
        Ok(())
    }
}

#[tokio::test]
async fn an_event_takes_effect_once_although_a_consumer_stumbles() {
    let (_folder, db) = database().await;
    let scope = scope();
    for name in ["customer.created.v1", "customer.updated.v1", "customer.created.v1"] {
        let mut tx = db.write(&scope).await.unwrap();
        tx.emit(name, "customer", Id::from_u128(5), serde_json::Value::Null);
        tx.commit().await.unwrap();
    }
    let consumers: Vec<Arc<dyn Consumer>> = vec![Arc::new(Counter(AtomicI64::new(0)))];
    events::relay(&db, &consumers).await.unwrap();
    events::relay(&db, &consumers).await.unwrap();
    assert_eq!(sql::number(db.read(), "SELECT value FROM counters WHERE series = 'seen'", []).await.unwrap(), 2);
    assert_eq!(sql::number(db.read(), "SELECT position FROM consumers WHERE name = 'counter'", []).await.unwrap(), 3);
}

/// Writes down how many events it was given at once.
struct Together(AtomicI64);

#[async_trait]
impl Consumer for Together {
    fn name(&self) -> &'static str {
        "together"
    }

    fn wants(&self, event: &str) -> bool {
        event == "customer.created.v1"
    }

    fn together(&self) -> usize {
        3
    }

    async fn handle(&self, _tx: &mut Tx<'_>, _event: &Event) -> Result<(), DbError> {
        unreachable!("it takes them together")
    }

    async fn handle_all(&self, tx: &mut Tx<'_>, events: &[Event]) -> Result<(), DbError> {
        assert!(events.iter().all(|event| event.name == "customer.created.v1" && event.tenant == events[0].tenant));
        numbering::take(tx, "runs", 1).await?;
        numbering::take(tx, "seen", events.len() as i64).await?;
        if self.0.fetch_add(1, Ordering::SeqCst) == 1 {
            return Err(DbError::Custom("stumbled".into()));
        }
        Ok(())
    }
}

/// SYS-11: events may be taken together over others that nobody wants; each takes effect once all the same.
#[tokio::test]
async fn events_are_taken_together() {
    let (_folder, db) = database().await;
    let scope = scope();
    let (wanted, other) = ("customer.created.v1", "customer.updated.v1");
    for name in [wanted, wanted, other, wanted, wanted, wanted, wanted, wanted] {
        // Ids of one moment come in any order, and so would the events.
        db.clock.advance(1);
        let mut tx = db.write(&scope).await.unwrap();
        tx.emit(name, "customer", Id::from_u128(5), serde_json::Value::Null);
        tx.commit().await.unwrap();
    }
    let consumers: Vec<Arc<dyn Consumer>> = vec![Arc::new(Together(AtomicI64::new(0)))];
    events::relay(&db, &consumers).await.unwrap();
    events::relay(&db, &consumers).await.unwrap();
    let counted = async |series: &str| {
        let text = "SELECT value FROM counters WHERE series = $1";
        sql::number(db.read(), text, [series.into()]).await.unwrap()
    };
    assert_eq!((counted("seen").await, counted("runs").await), (7, 3), "three, one after the stumble, three");
    assert_eq!(sql::number(db.read(), "SELECT position FROM consumers WHERE name = 'together'", []).await.unwrap(), 8);
}

/// Takes five at a time, and cannot bear one of them.
struct Picky;

#[async_trait]
impl Consumer for Picky {
    fn name(&self) -> &'static str {
        "picky"
    }

    fn wants(&self, _event: &str) -> bool {
        true
    }

    fn together(&self) -> usize {
        5
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        if event.subject == Id::from_u128(3) {
            return Err(DbError::Custom("not this one".into()));
        }
        numbering::take(tx, "seen", 1).await.map(drop)
    }
}

/// SYS-11: of events that are taken together only the one that fails again and again is given up, and it is kept.
#[tokio::test]
async fn one_bad_event_takes_no_other_along() {
    let (_folder, db) = database().await;
    let scope = scope();
    for subject in 1..=7 {
        let mut tx = db.write(&scope).await.unwrap();
        tx.emit("customer.created.v1", "customer", Id::from_u128(subject), serde_json::Value::Null);
        tx.commit().await.unwrap();
    }
    let consumers: Vec<Arc<dyn Consumer>> = vec![Arc::new(Picky)];
    events::relay(&db, &consumers).await.unwrap();
    let count = async |text: &str| sql::number(db.read(), text, []).await.unwrap();
    assert_eq!(count("SELECT value FROM counters WHERE series = 'seen'").await, 6);
    assert_eq!(count("SELECT count(*) FROM event_failures").await, 1);
    assert_eq!(count("SELECT position FROM consumers WHERE name = 'picky'").await, 7);
}

/// SYS-11: a consumer passes over what it does not want, however much of it there is, and misses nothing behind it.
#[tokio::test]
async fn a_consumer_passes_over_what_it_does_not_want() {
    let (_folder, db) = database().await;
    let scope = scope();
    let mut tx = db.write(&scope).await.unwrap();
    for _ in 0..900 {
        tx.emit("customer.updated.v1", "customer", Id::from_u128(5), serde_json::Value::Null);
    }
    tx.emit("customer.created.v1", "customer", Id::from_u128(5), serde_json::Value::Null);
    tx.emit("customer.updated.v1", "customer", Id::from_u128(5), serde_json::Value::Null);
    tx.commit().await.unwrap();
    let consumers: Vec<Arc<dyn Consumer>> = vec![Arc::new(Counter(AtomicI64::new(0)))];
    let handled = events::relay(&db, &consumers).await.unwrap();
    assert!(handled < 10, "{handled} transactions for one event");
    assert_eq!(sql::number(db.read(), "SELECT value FROM counters WHERE series = 'seen'", []).await.unwrap(), 1);
    assert_eq!(sql::number(db.read(), "SELECT position FROM consumers WHERE name = 'counter'", []).await.unwrap(), 902);
}
