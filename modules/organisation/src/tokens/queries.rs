//! All SQL of tokens.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

/// A token as its owner sees it in the list; its text is not kept.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Token {
    /// Its id.
    pub id: Id,
    /// What its owner calls it.
    pub name: String,
    /// What it leaves of its owner's powers, blank-separated; none is all of them.
    pub scopes: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last used, to five minutes.
    pub last_used_at: Option<Instant>,
    /// When it ends.
    pub expires_at: Option<Instant>,
}

/// Someone's tokens that are not revoked, the newest first.
pub async fn of_user(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<Vec<Token>, DbError> {
    let text = "SELECT id, name, scopes, created_at, last_used_at, expires_at FROM tokens \
         WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL ORDER BY created_at DESC, id DESC";
    sql::all(conn, text, [tenant.into(), user.into()]).await
}

pub(super) async fn insert(tx: &Tx<'_>, token: &Token, user: Id, digest: String) -> Result<(), DbError> {
    let t = token.clone();
    let columns = ["tenant_id", "id", "user_id", "name", "digest", "scopes", "created_at", "expires_at"];
    let row = vec![
        tx.tenant().into(),
        t.id.into(),
        user.into(),
        t.name.into(),
        digest.into(),
        t.scopes.into(),
        t.created_at.into(),
        t.expires_at.into(),
    ];
    sql::insert(tx.conn(), "tokens", &columns, vec![row]).await
}

/// Ends a token of someone; false when they have no such token.
pub(super) async fn revoke(tx: &Tx<'_>, user: Id, token: Id) -> Result<bool, DbError> {
    let text =
        "UPDATE tokens SET revoked_at = $4 WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND revoked_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), token.into(), tx.now().into()]).await? == 1)
}

/// Ends all tokens of someone.
pub async fn revoke_all(tx: &Tx<'_>, user: Id) -> Result<u64, DbError> {
    let text = "UPDATE tokens SET revoked_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL";
    sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), tx.now().into()]).await
}
