//! Passwords that someone had: the last ones are not chosen again.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};
use records::Refusal;

use super::{password, queries};
use crate::settings::{self, keys};

/// More than any house may ask for is not kept.
const KEPT: i64 = 24;

/// Whether a password is one of someone's last ones, the present one included; how many of them count is a setting.
pub async fn was_used(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    user: Id,
    path: &str,
    secret: &str,
) -> Result<bool, Refusal> {
    let count = settings::number(conn, tenant, path, keys::PASSWORD_HISTORY).await?;
    if count < 1 {
        return Ok(false);
    }
    let mut hashes: Vec<String> = queries::password_hash(conn, tenant, user).await?.into_iter().collect();
    hashes.extend(past(conn, tenant, user, count - 1).await?);
    for hash in hashes {
        if password::verify(secret, Some(&hash)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn past(conn: &impl ConnectionTrait, tenant: Tenant, user: Id, count: i64) -> Result<Vec<String>, DbError> {
    let text =
        "SELECT password_hash FROM past_passwords WHERE tenant_id = $1 AND user_id = $2 ORDER BY id DESC LIMIT $3";
    let rows = sql::rows(conn, text, [tenant.into(), user.into(), count.into()]).await?;
    rows.iter().map(|row| row.try_get("", "password_hash")).collect()
}

/// Keeps the password that is about to be replaced.
pub(super) async fn keep(tx: &Tx<'_>, user: Id) -> Result<(), DbError> {
    let Some(hash) = queries::password_hash(tx.conn(), tx.tenant(), user).await? else { return Ok(()) };
    let row = vec![tx.tenant().into(), tx.new_id().into(), user.into(), hash.into(), tx.now().into()];
    let columns = ["tenant_id", "id", "user_id", "password_hash", "replaced_at"];
    sql::insert(tx.conn(), "past_passwords", &columns, vec![row]).await?;
    let text = "DELETE FROM past_passwords WHERE tenant_id = $1 AND user_id = $2 AND id NOT IN \
         (SELECT id FROM past_passwords WHERE tenant_id = $1 AND user_id = $2 ORDER BY id DESC LIMIT $3)";
    sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), KEPT.into()]).await.map(drop)
}
