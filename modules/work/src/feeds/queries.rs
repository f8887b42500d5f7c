//! All SQL of calendar feeds.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};

use super::Feed;

const SELECT: &str = "SELECT tenant_id, id, user_id, created_at, last_used_at FROM calendar_feeds";

/// Someone's feeds that are open, the newest first.
pub async fn of_user(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<Vec<Feed>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL ORDER BY id DESC");
    sql::all(conn, &text, [tenant.into(), user.into()]).await
}

/// The open feed of a secret's digest.
pub async fn by_digest(conn: &impl ConnectionTrait, digest: &str) -> Result<Option<Feed>, DbError> {
    let text = format!("{SELECT} WHERE digest = $1 AND revoked_at IS NULL");
    sql::one(conn, &text, [digest.into()]).await
}

pub(super) async fn insert(tx: &Tx<'_>, id: Id, user: Id, digest: String) -> Result<(), DbError> {
    let columns = ["tenant_id", "id", "user_id", "digest", "created_at"];
    let row = vec![tx.tenant().into(), id.into(), user.into(), digest.into(), tx.now().into()];
    sql::insert(tx.conn(), "calendar_feeds", &columns, vec![row]).await
}

/// Closes a feed of someone; false when they have no such feed.
pub(super) async fn revoke(tx: &Tx<'_>, user: Id, id: Id) -> Result<bool, DbError> {
    let text = "UPDATE calendar_feeds SET revoked_at = $4 WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND revoked_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), id.into(), tx.now().into()]).await? == 1)
}

/// Notes that a calendar asked.
pub(crate) async fn used(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "UPDATE calendar_feeds SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await.map(drop)
}
