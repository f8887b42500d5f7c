//! Cutting off what is older than a house keeps: whole segments, whose last link stays.

use sea_orm::DbErr;

use super::content::anchor_signature;
use super::queries::{self, Anchor};
use super::seal::take_turn;
use crate::journal::Change;
use crate::{Db, Id, Instant, Scope};

/// Entries of a segment: only whole ones are cut off.
pub const SEGMENT: i64 = 1000;

/// Takes segments away of which every entry is older than `before`; returns how many entries went. One transaction a
/// segment, each noted in the journal, so that it may be stopped anywhere.
pub async fn cut(db: &Db, scope: &Scope, before: Instant, segment: i64) -> Result<i64, DbErr> {
    let (conn, tenant) = (db.read(), scope.tenant);
    let Some(head) = queries::head(conn, tenant).await? else { return Ok(0) };
    let young = queries::first_since(conn, tenant, before).await?.unwrap_or(head.position + 1);
    let end = (young - 1) / segment * segment;
    let mut cut = 0;
    loop {
        let mut tx = db.write(scope).await?;
        take_turn(&tx).await?;
        let from = queries::anchor(tx.conn(), tenant).await?.map_or(0, |anchor| anchor.position);
        let to = from + segment;
        let hash = queries::hash_at(tx.conn(), tenant, to).await?;
        let (true, Some(hash)) = (to <= end, hash) else {
            tx.rollback().await?;
            return Ok(cut);
        };
        let entries = queries::take_away(&tx, from, to).await? as i64;
        let now = tx.now();
        let signature = anchor_signature(tx.keys(), tenant, to, &hash, entries, now);
        queries::drop_anchor(&tx, Anchor { position: to, hash, entries, cut_at: now, signature }).await?;
        let text = |n: i64| Some(n.to_string());
        let changes = [Change::of("position", None, text(to)), Change::of("entries", None, text(entries))];
        tx.record("journal", Id::nil(), "cut", changes.into_iter().flatten().collect());
        tx.commit().await?;
        cut += entries;
    }
}
