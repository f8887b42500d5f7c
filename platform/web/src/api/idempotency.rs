//! A request sent again is done once: the `Idempotency-Key` header.

use axum::http::HeaderMap;
use kernel::{Id, Tx, sql};
use sea_orm::DbErr;

use crate::problem::Problem;

/// Days after which a key may be used anew.
const KEPT_DAYS: i64 = 7;

/// What is known of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Never sent: it is taken now, within the transaction.
    Never,
    /// The same request was done and made this record.
    Done(Id),
    /// Another request had this key.
    Otherwise,
}

/// The key of a request, if it has one; at most 200 printable characters.
pub fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().ok().map(str::trim).filter(|t| !t.is_empty() && t.len() <= 200);
    text.map(|t| Some(t.to_owned())).ok_or_else(|| Problem::bad_request("api-bad-idempotency-key"))
}

/// Takes a key for a request, or finds what came of it. Two requests with one key at the same time wait for each other.
pub async fn take(tx: &Tx<'_>, user: Id, key: &str, hash: &str) -> Result<Seen, DbErr> {
    let old = tx.now().plus_days(-KEPT_DAYS);
    sql::run(
        tx.conn(),
        "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND created_at < $2",
        [tx.tenant().into(), old.into()],
    )
    .await?;
    let row = vec![tx.tenant().into(), user.into(), key.into(), hash.into(), tx.now().into()];
    let text = "INSERT INTO idempotency_keys (tenant_id, user_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, user_id, key) DO NOTHING";
    if sql::run(tx.conn(), text, row).await? == 1 {
        return Ok(Seen::Never);
    }
    let text =
        "SELECT request_hash, record_id FROM idempotency_keys WHERE tenant_id = $1 AND user_id = $2 AND key = $3";
    let Some(row) = sql::row(tx.conn(), text, [tx.tenant().into(), user.into(), key.into()]).await? else {
        return Ok(Seen::Otherwise);
    };
    let (before, record): (String, Option<Id>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok(match record {
        Some(record) if before == hash => Seen::Done(record),
        _ => Seen::Otherwise,
    })
}

/// Notes what came of the request.
pub async fn done(tx: &Tx<'_>, user: Id, key: &str, record: Id) -> Result<(), DbErr> {
    let text = "UPDATE idempotency_keys SET record_id = $4 WHERE tenant_id = $1 AND user_id = $2 AND key = $3";
    sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), key.into(), record.into()]).await?;
    Ok(())
}
