//! All SQL of limits.

use kernel::{Id, Instant, Migration, Tx, clock, sql};
use sea_orm::DbErr;

/// One row a person and guard: when the hour began, and how many there were in it.
pub(crate) fn migration() -> Migration {
    Migration {
        name: "202611230001_web_limits",
        sql: "
CREATE TABLE rate_limits (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, guard text NOT NULL, began_at bigint NOT NULL, taken bigint NOT NULL,
    PRIMARY KEY (tenant_id, user_id, guard));
",
    }
}

/// Counts one and gives how many there are since the hour began, and when that was. An hour that began at `ended` or
/// before is over.
pub(super) async fn count(tx: &Tx<'_>, user: Id, guard: &str, ended: Instant) -> Result<(i64, Instant), DbErr> {
    let text = "INSERT INTO rate_limits (tenant_id, user_id, guard, began_at, taken) VALUES ($1, $2, $3, $4, 1) \
         ON CONFLICT (tenant_id, user_id, guard) DO UPDATE SET \
         taken = CASE WHEN rate_limits.began_at <= $5 THEN 1 ELSE rate_limits.taken + 1 END, \
         began_at = CASE WHEN rate_limits.began_at <= $5 THEN excluded.began_at ELSE rate_limits.began_at END \
         RETURNING taken, began_at";
    let values = [tx.tenant().into(), user.into(), guard.into(), tx.now().into(), ended.into()];
    let row = sql::row(tx.conn(), text, values).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("rate_limits".into()))?;
    Ok((row.try_get("", "taken")?, clock::optional(&row, "began_at")?.unwrap_or(tx.now())))
}
