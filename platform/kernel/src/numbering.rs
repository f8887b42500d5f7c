//! Numbers that people read out (`K000123`). A gapless kind takes its number inside the transaction that confirms it.

use sea_orm::DbErr;

use crate::{Tx, sql};

/// Takes the next `count` numbers of a series; the first of them is returned. Gapless: a rolled-back transaction gives
/// its numbers back, and parallel ones wait for each other.
pub async fn take(tx: &Tx<'_>, series: &str, count: i64) -> Result<i64, DbErr> {
    let text = "INSERT INTO counters (tenant_id, series, value) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, series) DO UPDATE SET value = counters.value + excluded.value RETURNING value";
    let last = sql::number(tx.conn(), text, [tx.tenant().into(), series.into(), count.into()]).await?;
    Ok(last - count + 1)
}
