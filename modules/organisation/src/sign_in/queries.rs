//! All SQL of signing in.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Instant, Tx, sql};
use sea_orm::{DbErr, FromQueryResult};

/// Adds a failure and gives the failures since the last quiet time and the lock that stands.
pub(super) async fn count(tx: &Tx<'_>, key: &str, quiet_since: Instant) -> Result<(i64, Option<Instant>), DbError> {
    let text = "INSERT INTO sign_in_attempts (key, failures, last_at) VALUES ($1, 1, $2) ON CONFLICT (key) DO UPDATE SET \
         failures = CASE WHEN sign_in_attempts.last_at < $3 THEN 1 ELSE sign_in_attempts.failures + 1 END, last_at = excluded.last_at \
         RETURNING failures, locked_until";
    let row = sql::row(tx.conn(), text, [key.into(), tx.now().into(), quiet_since.into()]).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("sign_in_attempts".into()))?;
    Ok((row.try_get("", "failures")?, kernel::clock::optional(&row, "locked_until")?))
}

pub(super) async fn lock(tx: &Tx<'_>, key: &str, until: Instant) -> Result<(), DbError> {
    sql::run(tx.conn(), "UPDATE sign_in_attempts SET locked_until = $2 WHERE key = $1", [key.into(), until.into()])
        .await
        .map(drop)
}

pub(super) async fn forget(tx: &Tx<'_>, key: &str) -> Result<(), DbError> {
    sql::run(tx.conn(), "DELETE FROM sign_in_attempts WHERE key = $1", [key.into()]).await.map(drop)
}

pub(super) async fn take_back(tx: &Tx<'_>, key: &str) -> Result<(), DbError> {
    let text =
        "UPDATE sign_in_attempts SET failures = failures - 1, locked_until = NULL WHERE key = $1 AND failures > 0";
    sql::run(tx.conn(), text, [key.into()]).await.map(drop)
}

pub(super) async fn forget_before(tx: &Tx<'_>, before: Instant) -> Result<(), DbError> {
    sql::run(tx.conn(), "DELETE FROM sign_in_attempts WHERE last_at < $1", [before.into()]).await.map(drop)
}

/// A person of the demo's cast.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Member {
    pub login: String,
    pub name: String,
    pub role: String,
    pub name_zh: String,
    pub name_en: String,
    pub node: String,
}

/// People with their main posts, by the order of roles.
pub(super) async fn cast(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<Member>, DbError> {
    let text = "SELECT u.login, u.name, r.code AS role, r.name_zh, r.name_en, coalesce(s.name, n.name) AS node FROM users u \
         JOIN posts p ON p.tenant_id = u.tenant_id AND p.user_id = u.id AND p.position = 0 \
         JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         LEFT JOIN nodes s ON s.tenant_id = n.tenant_id AND s.id = n.store_id \
         WHERE u.status = 'active' AND u.deleted_at IS NULL AND u.password_hash IS NOT NULL AND p.valid_from <= $1 ORDER BY r.position, u.login LIMIT 200";
    sql::all(conn, text, [today.into()]).await
}
