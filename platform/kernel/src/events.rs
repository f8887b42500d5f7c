//! Events between modules: written with the change (outbox), given a position after commit by one relay, read in
//! order by consumers. A consumer's position moves in the same transaction as what it does, so each event takes
//! effect once, also after a crash.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult};

use crate::{Db, Id, Instant, Scope, Tenant, Tx, sql};

/// Something that happened. Named `noun.verb.v1`; payloads are only ever added to.
#[derive(Clone, Debug)]
pub struct Event {
    /// Whose.
    pub tenant: Tenant,
    /// Its id.
    pub id: Id,
    /// Its place in the order of all events; 0 while it waits for the relay.
    pub position: i64,
    /// `customer.created.v1`.
    pub name: String,
    /// The kind of record it is about.
    pub kind: String,
    /// The record.
    pub subject: Id,
    /// Facts, without personal data where an id will do.
    pub payload: serde_json::Value,
    /// When.
    pub at: Instant,
}

/// Someone who listens.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// A stable name: its position is kept under it.
    fn name(&self) -> &'static str;
    /// Whether it wants events of this name.
    fn wants(&self, event: &str) -> bool;
    /// Does its part. Runs at least once for an event, and lasting effects inside `tx` exactly once.
    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbErr>;
    /// How many wanted events are handled in one transaction, in their order: an import leaves a hundred thousand.
    fn together(&self) -> usize {
        1
    }
    /// Does its part for events of one tenant in their order, at most [`Consumer::together`].
    async fn handle_all(&self, tx: &mut Tx<'_>, events: &[Event]) -> Result<(), DbErr> {
        for event in events {
            self.handle(tx, event).await?;
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Stored {
    tenant_id: Tenant,
    id: Id,
    position: i64,
    name: String,
    kind: String,
    subject_id: Id,
    payload: String,
    at: Instant,
}

/// How often a consumer may fail at one event before it is set aside with its error for a person to look at.
const TRIES: i64 = 5;

pub(crate) async fn write(conn: &impl ConnectionTrait, events: &[Event]) -> Result<(), DbErr> {
    let rows = events
        .iter()
        .map(|e| {
            vec![
                e.tenant.into(),
                e.id.into(),
                e.name.clone().into(),
                e.kind.clone().into(),
                e.subject.into(),
                e.payload.to_string().into(),
                e.at.into(),
            ]
        })
        .collect();
    sql::insert(conn, "events", &["tenant_id", "id", "name", "kind", "subject_id", "payload", "at"], rows).await
}

/// Gives positions to committed events and lets every consumer read on. Returns how many steps it took: one for each
/// event that was wanted, or for as many as a consumer takes together, and one for a run of events that none wanted. Several nodes may call it at once;
/// they take turns.
pub async fn relay(db: &Db, consumers: &[Arc<dyn Consumer>]) -> Result<u64, DbErr> {
    number(db, consumers).await?;
    let mut handled = 0;
    for consumer in behind(db, consumers).await? {
        while step(db, consumer.as_ref()).await? {
            handled += 1;
        }
    }
    Ok(handled)
}

/// Positions are given in a transaction of their own, after the events' own commit: a cursor over ids would skip
/// events of a slow transaction that commits late. Consumers that stand at the end and want none of the events, as most
/// do, are moved over them at once.
async fn number(db: &Db, consumers: &[Arc<dyn Consumer>]) -> Result<(), DbErr> {
    // Without an order SQLite walks all events, of which none or the last one waits.
    let waiting = "SELECT id FROM events WHERE position IS NULL ORDER BY id LIMIT 1";
    if sql::row(db.read(), waiting, []).await?.is_none() {
        return Ok(());
    }
    let scope = Scope::system(0, db.clock.new_id(), "event relay");
    let tx = db.write(&scope).await?;
    take_turn(&tx, 4_004_004_005).await?;
    let last = sql::number(tx.conn(), "SELECT max(position) FROM events", []).await?;
    let text = "UPDATE events SET position = $1 + w.n FROM (\
         SELECT tenant_id, id, row_number() OVER (ORDER BY id) AS n FROM events WHERE position IS NULL ORDER BY id LIMIT 1000) AS w \
         WHERE events.tenant_id = w.tenant_id AND events.id = w.id RETURNING events.name";
    let numbered = sql::rows(tx.conn(), text, [last.into()]).await?;
    let names: BTreeSet<String> = numbered.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let careless: Vec<&str> =
        consumers.iter().filter(|c| !names.iter().any(|name| c.wants(name))).map(|c| c.name()).collect();
    if !careless.is_empty() {
        let mut q = sql::Query::new();
        q.push("UPDATE consumers SET position = ").bind(last + numbered.len() as i64);
        q.push(", failures = 0, error = NULL WHERE position = ").bind(last).push(" AND name IN (");
        q.bind_all(careless).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    tx.commit().await
}

/// The consumers that have something to read.
async fn behind<'c>(db: &Db, consumers: &'c [Arc<dyn Consumer>]) -> Result<Vec<&'c Arc<dyn Consumer>>, DbErr> {
    let text = "SELECT name FROM consumers WHERE position >= (SELECT coalesce(max(position), 0) FROM events)";
    let rows = sql::rows(db.read(), text, []).await?;
    let done: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    Ok(consumers.iter().filter(|c| !done.iter().any(|name| name == c.name())).collect())
}

/// How far a consumer has come, and how often it has failed at what follows.
async fn standing(conn: &impl ConnectionTrait, name: &str) -> Result<(i64, i64), DbErr> {
    let row = sql::row(conn, "SELECT position, failures FROM consumers WHERE name = $1", [name.into()]).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.try_get("", "position")?, row.try_get("", "failures")?)))
}

async fn step(db: &Db, consumer: &dyn Consumer) -> Result<bool, DbErr> {
    let (seen, failures) = standing(db.read(), consumer.name()).await?;
    let waiting = names(db.read(), seen).await?;
    // After a stumble one at a time: of events taken together only the one that fails may be given up.
    let most = if failures > 0 { 1 } else { consumer.together().max(1) };
    let wanted: Vec<i64> =
        waiting.iter().filter(|(_, name)| consumer.wants(name)).map(|(position, _)| *position).take(most).collect();
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else {
        return match waiting.last() {
            Some((position, _)) => pass_over(db, consumer.name(), seen, *position).await,
            None => Ok(false),
        };
    };
    let mut events = between(db.read(), *first, *last).await?;
    events.retain(|event| consumer.wants(&event.name));
    let Some(event) = events.first().cloned() else { return Ok(false) };
    // What another tenant did in between comes in a step of its own.
    let own = events.iter().take_while(|e| e.tenant == event.tenant).count();
    events.truncate(own);
    let last = events.last().map_or(event.position, |e| e.position);
    // What nobody here wants is passed over with what is handled before it, which saves a transaction.
    let after = waiting.iter().filter(|(position, _)| *position > last);
    let passed = after.take_while(|(_, name)| !consumer.wants(name)).last().map_or(last, |(position, _)| *position);
    let scope = Scope::system(event.tenant, db.clock.new_id(), consumer.name());
    let mut tx = db.write(&scope).await?;
    take_turn(&tx, 4_004_004_006).await?;
    // Another node may have handled it while this one waited for its turn.
    if sql::number(tx.conn(), "SELECT position FROM consumers WHERE name = $1", [consumer.name().into()]).await? != seen
    {
        tx.rollback().await?;
        return Ok(true);
    }
    match consumer.handle_all(&mut tx, &events).await {
        Ok(()) => {
            advance(&tx, consumer.name(), passed).await?;
            tx.commit().await?;
        }
        Err(error) => {
            tx.rollback().await?;
            set_back(db, consumer.name(), seen, &event, &error).await?;
        }
    }
    Ok(true)
}

/// How many events a consumer looks at to find the next one it wants.
const STRIDE: i64 = 500;

/// Positions and names of the events that follow a position.
async fn names(conn: &impl ConnectionTrait, after: i64) -> Result<Vec<(i64, String)>, DbErr> {
    let text = "SELECT position, name FROM events WHERE position > $1 ORDER BY position LIMIT $2";
    let rows = sql::rows(conn, text, [after.into(), STRIDE.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "position")?, row.try_get("", "name")?))).collect()
}

/// Moves a consumer over events that it does not want, in one transaction: an import leaves a hundred thousand of them.
async fn pass_over(db: &Db, name: &str, seen: i64, to: i64) -> Result<bool, DbErr> {
    let scope = Scope::system(0, db.clock.new_id(), name);
    let tx = db.write(&scope).await?;
    take_turn(&tx, 4_004_004_006).await?;
    if sql::number(tx.conn(), "SELECT position FROM consumers WHERE name = $1", [name.into()]).await? != seen {
        tx.rollback().await?;
        return Ok(true);
    }
    advance(&tx, name, to).await?;
    tx.commit().await?;
    Ok(true)
}

/// The events from a position to another.
async fn between(conn: &impl ConnectionTrait, first: i64, last: i64) -> Result<Vec<Event>, DbErr> {
    let text = "SELECT tenant_id, id, position, name, kind, subject_id, payload, at FROM events \
         WHERE position >= $1 AND position <= $2 ORDER BY position";
    let stored: Vec<Stored> = sql::all(conn, text, [first.into(), last.into()]).await?;
    let event = |s: Stored| Event {
        tenant: s.tenant_id,
        id: s.id,
        position: s.position,
        name: s.name,
        kind: s.kind,
        subject: s.subject_id,
        payload: serde_json::from_str(&s.payload).unwrap_or_default(),
        at: s.at,
    };
    Ok(stored.into_iter().map(event).collect())
}

async fn advance(tx: &Tx<'_>, name: &str, position: i64) -> Result<(), DbErr> {
    let text = "INSERT INTO consumers (name, position, failures) VALUES ($1, $2, 0) ON CONFLICT (name) DO UPDATE SET position = excluded.position, failures = 0, error = NULL";
    sql::run(tx.conn(), text, [name.into(), position.into()]).await.map(drop)
}

async fn set_back(db: &Db, name: &str, seen: i64, event: &Event, error: &DbErr) -> Result<(), DbErr> {
    tracing::warn!(consumer = name, event = %event.id, name = event.name, %error, "a consumer failed");
    let scope = Scope::system(event.tenant, db.clock.new_id(), "event relay");
    let tx = db.write(&scope).await?;
    let failures = 1 + sql::number(tx.conn(), "SELECT failures FROM consumers WHERE name = $1", [name.into()]).await?;
    if failures >= TRIES {
        let row = vec![event.tenant.into(), name.into(), event.id.into(), error.to_string().into(), tx.now().into()];
        sql::insert(tx.conn(), "event_failures", &["tenant_id", "consumer", "event_id", "error", "at"], vec![row])
            .await?;
        advance(&tx, name, event.position).await?;
    } else {
        let text = "INSERT INTO consumers (name, position, failures, error) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (name) DO UPDATE SET failures = excluded.failures, error = excluded.error";
        sql::run(tx.conn(), text, [name.into(), seen.into(), failures.into(), error.to_string().into()]).await?;
    }
    tx.commit().await
}

/// On SQLite the write transaction itself is the turn; on PostgreSQL an advisory lock is.
async fn take_turn(tx: &Tx<'_>, number: i64) -> Result<(), DbErr> {
    if tx.conn().get_database_backend() == DbBackend::Postgres {
        sql::run(tx.conn(), "SELECT pg_advisory_xact_lock($1)", [number.into()]).await?;
    }
    Ok(())
}
