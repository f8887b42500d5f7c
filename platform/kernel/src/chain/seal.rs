//! Sealing what waits.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use super::content::{BEGINNING, digest, head_signature, link};
use super::queries::{self, Link};
use crate::{Db, Scope, Tx, sql};

/// Entries sealed in one transaction: a few milliseconds in which nobody else writes on SQLite.
const BATCH: i64 = 500;
/// Batches in one go; the rest waits for the next, so that whoever calls gets to look up.
const GO: usize = 40;

/// Gives entries that wait their places in the chain; returns how many. Several nodes may call it at once; they take
/// turns.
pub async fn seal(db: &Db) -> Result<u64, DbErr> {
    let mut sealed = 0;
    for _ in 0..GO {
        let Some(tenant) = queries::a_waiting_tenant(db.read()).await? else { break };
        let scope = Scope::system(tenant, db.clock.new_id(), "journal sealing");
        let tx = db.write(&scope).await?;
        take_turn(&tx).await?;
        let batch = seal_batch(&tx).await?;
        tx.commit().await?;
        if batch == 0 {
            break;
        }
        sealed += batch;
    }
    Ok(sealed)
}

async fn seal_batch(tx: &Tx<'_>) -> Result<u64, DbErr> {
    let entries = queries::next_waiting(tx, BATCH).await?;
    let (mut position, mut before) = match queries::head(tx.conn(), tx.tenant()).await? {
        Some(head) => (head.position, head.hash),
        None => (0, BEGINNING.to_vec()),
    };
    let mut links = Vec::with_capacity(entries.len());
    for entry in &entries {
        position += 1;
        let digest = entry.changes.as_deref().map(|changes| digest(tx.keys(), entry.id, changes));
        before = link(tx.keys(), &before, tx.tenant(), position, entry, digest.as_deref());
        links.push(Link { position, entry: entry.id, digest, hash: before.clone() });
    }
    let signature = head_signature(tx.keys(), tx.tenant(), position, &before);
    queries::add(tx, links, signature).await?;
    Ok(entries.len() as u64)
}

/// On SQLite the write transaction itself is the turn; on PostgreSQL an advisory lock is.
pub(super) async fn take_turn(tx: &Tx<'_>) -> Result<(), DbErr> {
    if tx.conn().get_database_backend() == DbBackend::Postgres {
        sql::run(tx.conn(), "SELECT pg_advisory_xact_lock($1)", [4_004_004_007i64.into()]).await?;
    }
    Ok(())
}
