//! All SQL of claims.

use chrono::NaiveDate;
use kernel::{DbError, Id, Tx, sql};

/// Counts one more claim of someone on a day, if the limit allows it. One statement: of two claims at the same time both
/// are counted.
pub(super) async fn count(tx: &Tx<'_>, user: Id, day: NaiveDate, limit: i64) -> Result<bool, DbError> {
    if limit < 1 {
        return Ok(false);
    }
    let text = "INSERT INTO lead_claims (tenant_id, user_id, day, n) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (tenant_id, user_id, day) DO UPDATE SET n = lead_claims.n + 1 WHERE lead_claims.n < $4";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), day.into(), limit.into()]).await? == 1)
}
