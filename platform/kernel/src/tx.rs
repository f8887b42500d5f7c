//! The write transaction: a change with its journal, its events and its jobs, or nothing.

use std::sync::Arc;

use sea_orm::{DatabaseTransaction, DbErr};
use tokio::sync::watch;

use crate::journal::{self, Change, Entry};
use crate::{Clock, Event, Id, Instant, Keys, NewJob, Scope, Tenant, events, jobs, sql};

/// An open write transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
#[must_use = "a transaction that is not committed is rolled back"]
pub struct Tx<'s> {
    txn: DatabaseTransaction,
    scope: &'s Scope,
    clock: Clock,
    keys: Arc<Keys>,
    wake: Arc<watch::Sender<u64>>,
    now: Instant,
    batch: Option<Id>,
    bulk: bool,
    journal: Vec<Entry>,
    events: Vec<Event>,
    jobs: Vec<NewJob>,
}

/// A place in a transaction, see [`Tx::mark`].
#[must_use]
#[derive(Debug)]
pub struct Mark {
    journal: usize,
    events: usize,
    jobs: usize,
}

impl<'s> Tx<'s> {
    pub(crate) fn new(
        txn: DatabaseTransaction,
        scope: &'s Scope,
        clock: Clock,
        keys: Arc<Keys>,
        wake: Arc<watch::Sender<u64>>,
    ) -> Tx<'s> {
        let now = clock.now();
        Tx {
            txn,
            scope,
            clock,
            keys,
            wake,
            now,
            batch: None,
            bulk: false,
            journal: Vec::new(),
            events: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// The connection inside the transaction.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.txn
    }

    /// Who acts. The reference outlives the transaction's own borrow.
    pub fn scope(&self) -> &'s Scope {
        self.scope
    }

    /// The tenant it works in.
    pub fn tenant(&self) -> Tenant {
        self.scope.tenant
    }

    /// The moment of the transaction, the same for all that it writes.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        self.clock.new_id()
    }

    /// Keys for sensitive columns.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// From here on, journal entries belong to one large action (an import, a merge) that is undone as a whole.
    pub fn in_batch(&mut self, batch: Id) {
        self.batch = Some(batch);
    }

    /// From here on, many records are written: what may follow them a moment later in larger strides (search terms) does.
    pub fn in_bulk(&mut self) {
        self.bulk = true;
    }

    /// Whether many records are being written.
    pub fn is_bulk(&self) -> bool {
        self.bulk
    }

    /// The large action that journal entries belong to now, if any.
    pub fn batch(&self) -> Option<Id> {
        self.batch
    }

    /// Marks a place to which [`Tx::back_to`] can return: one record of many may be refused without the others. Marks
    /// are not nested.
    pub async fn mark(&self) -> Result<Mark, DbErr> {
        sql::run(&self.txn, "SAVEPOINT one_of_many", []).await?;
        Ok(Mark { journal: self.journal.len(), events: self.events.len(), jobs: self.jobs.len() })
    }

    /// Keeps what was written since the mark.
    pub async fn release(&self, _mark: Mark) -> Result<(), DbErr> {
        sql::run(&self.txn, "RELEASE SAVEPOINT one_of_many", []).await.map(drop)
    }

    /// Takes back what was written since the mark: rows, journal, events and jobs.
    pub async fn back_to(&mut self, mark: Mark) -> Result<(), DbErr> {
        sql::run(&self.txn, "ROLLBACK TO SAVEPOINT one_of_many", []).await?;
        sql::run(&self.txn, "RELEASE SAVEPOINT one_of_many", []).await?;
        self.journal.truncate(mark.journal);
        self.events.truncate(mark.events);
        self.jobs.truncate(mark.jobs);
        Ok(())
    }

    /// Notes what happened to a record, with before and after per field.
    pub fn record(&mut self, kind: &'static str, record: Id, action: &'static str, changes: Vec<Change>) {
        self.record_because(kind, record, action, changes, None);
    }

    /// As [`Tx::record`], with the reason that the actor gave.
    pub fn record_because(
        &mut self,
        kind: &'static str,
        record: Id,
        action: &'static str,
        changes: Vec<Change>,
        reason: Option<String>,
    ) {
        self.journal.push(Entry { kind, record, action, changes, reason, batch: self.batch });
    }

    /// Tells the other modules, once this is committed.
    pub fn emit(&mut self, name: &'static str, kind: &'static str, subject: Id, payload: serde_json::Value) {
        self.events.push(Event {
            tenant: self.tenant(),
            id: self.new_id(),
            position: 0,
            name: name.into(),
            kind: kind.into(),
            subject,
            payload,
            at: self.now,
        });
    }

    /// Leaves a job to be done, once this is committed.
    pub fn enqueue(&mut self, job: NewJob) -> Id {
        let id = job.id.unwrap_or_else(|| self.new_id());
        self.jobs.push(NewJob { id: Some(id), ..job });
        id
    }

    /// Makes all of it lasting.
    pub async fn commit(mut self) -> Result<(), DbErr> {
        self.flush().await?;
        let woken = !self.events.is_empty() || !self.jobs.is_empty();
        self.txn.commit().await?;
        if woken {
            self.wake.send_modify(|n| *n += 1);
        }
        Ok(())
    }

    /// Gives everything back as it was.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.txn.rollback().await
    }

    async fn flush(&mut self) -> Result<(), DbErr> {
        let entries = std::mem::take(&mut self.journal);
        journal::write(self, entries).await?;
        events::write(&self.txn, &self.events).await?;
        jobs::write(self, &self.jobs).await
    }
}
