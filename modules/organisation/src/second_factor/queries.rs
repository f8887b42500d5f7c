//! All SQL of second factors.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

/// Someone's second factor as stored.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Stored {
    /// The secret, sealed for its owner.
    pub secret: Vec<u8>,
    /// When its enrolment began.
    pub created_at: Instant,
    /// When a first code showed that the app knows the secret; until then it opens and demands nothing.
    pub confirmed_at: Option<Instant>,
    /// The salt of the recovery codes.
    pub salt: String,
}

/// Someone's second factor, confirmed or being enrolled.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<Option<Stored>, DbError> {
    let text =
        "SELECT secret, created_at, confirmed_at, salt FROM second_factors WHERE tenant_id = $1 AND user_id = $2";
    sql::one(conn, text, [tenant.into(), user.into()]).await
}

/// Whether someone has a confirmed second factor.
pub async fn has(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<bool, DbError> {
    Ok(find(conn, tenant, user).await?.is_some_and(|f| f.confirmed_at.is_some()))
}

/// Begins an enrolment anew; a confirmed factor is not touched. False when there is one.
pub(super) async fn begin(tx: &Tx<'_>, user: Id, secret: Vec<u8>, salt: String) -> Result<bool, DbError> {
    let text = "INSERT INTO second_factors (tenant_id, user_id, secret, created_at, last_step, salt) VALUES ($1, $2, $3, $4, 0, $5) \
         ON CONFLICT (tenant_id, user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, last_step = 0, salt = excluded.salt \
         WHERE second_factors.confirmed_at IS NULL";
    let values = [tx.tenant().into(), user.into(), secret.into(), tx.now().into(), salt.into()];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// Confirms an enrolment with the step of the first code; false when there is none to confirm.
pub(super) async fn confirm(tx: &Tx<'_>, user: Id, step: i64) -> Result<bool, DbError> {
    let text = "UPDATE second_factors SET confirmed_at = $3, last_step = $4 WHERE tenant_id = $1 AND user_id = $2 AND confirmed_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), tx.now().into(), step.into()]).await? == 1)
}

/// Uses a step's code up; false when it, or a later one, was used before.
pub(super) async fn use_step(tx: &Tx<'_>, user: Id, step: i64) -> Result<bool, DbError> {
    let text = "UPDATE second_factors SET last_step = $3 WHERE tenant_id = $1 AND user_id = $2 AND confirmed_at IS NOT NULL AND last_step < $3";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), step.into()]).await? == 1)
}

/// Takes a factor away with its recovery codes; false when there was none.
pub(super) async fn remove(tx: &Tx<'_>, user: Id) -> Result<bool, DbError> {
    forget_codes(tx, user).await?;
    let text = "DELETE FROM second_factors WHERE tenant_id = $1 AND user_id = $2";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into()]).await? == 1)
}

/// Replaces all recovery codes.
pub(super) async fn set_codes(tx: &Tx<'_>, user: Id, digests: Vec<String>) -> Result<(), DbError> {
    forget_codes(tx, user).await?;
    let rows = digests.into_iter().map(|digest| vec![tx.tenant().into(), user.into(), digest.into()]).collect();
    sql::insert(tx.conn(), "recovery_codes", &["tenant_id", "user_id", "digest"], rows).await
}

async fn forget_codes(tx: &Tx<'_>, user: Id) -> Result<(), DbError> {
    let text = "DELETE FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), user.into()]).await.map(drop)
}

/// Uses a recovery code up; false when there is none like it, or it was used before.
pub(super) async fn use_code(tx: &Tx<'_>, user: Id, digest: &str) -> Result<bool, DbError> {
    let text = "UPDATE recovery_codes SET used_at = $4 WHERE tenant_id = $1 AND user_id = $2 AND digest = $3 AND used_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), digest.into(), tx.now().into()]).await? == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<i64, DbError> {
    let text = "SELECT count(*) FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2 AND used_at IS NULL";
    sql::number(conn, text, [tenant.into(), user.into()]).await
}
