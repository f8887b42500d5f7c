//! All SQL of sessions.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};

use super::Session;
use super::model::Entrance;

/// Notices not read yet; the bell shows no number above 99.
const UNREAD: &str = "(SELECT count(*) FROM (SELECT 1 AS one FROM notices n WHERE n.tenant_id = u.tenant_id AND n.user_id = u.id AND n.read_at IS NULL LIMIT 100) unread) AS notices";

/// Whether the person has a confirmed second factor.
const SECOND_FACTOR: &str = "EXISTS (SELECT 1 FROM second_factors f WHERE f.tenant_id = u.tenant_id AND f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS second_factor";

/// The session of a cookie, with its person.
pub(super) async fn by_session(conn: &impl ConnectionTrait, digest: &str) -> Result<Option<Entrance>, DbError> {
    let text = format!(
        "SELECT s.tenant_id, s.user_id, u.name, u.status, u.must_change_password, u.lang, u.theme, v.version, s.id, s.last_seen_at, s.expires_at, \
         s.idle_seconds, s.store_id, s.looking_as, s.looking_until, s.signed_on, CAST(NULL AS text) AS scopes, {UNREAD}, {SECOND_FACTOR} \
         FROM sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id LEFT JOIN organisation_versions v ON v.tenant_id = s.tenant_id \
         WHERE s.token_digest = $1 AND s.revoked_at IS NULL AND u.deleted_at IS NULL"
    );
    sql::one(conn, &text, [digest.into()]).await
}

/// The token of an `Authorization` header, with its person.
pub(super) async fn by_token(conn: &impl ConnectionTrait, digest: &str) -> Result<Option<Entrance>, DbError> {
    let text = format!(
        "SELECT t.tenant_id, t.user_id, u.name, u.status, u.must_change_password, u.lang, u.theme, v.version, t.id, t.last_used_at AS last_seen_at, \
         t.expires_at, CAST(NULL AS bigint) AS idle_seconds, u.store_id, CAST(NULL AS uuid) AS looking_as, CAST(NULL AS bigint) AS looking_until, CAST(NULL AS text) AS signed_on, t.scopes, CAST(0 AS bigint) AS notices, {SECOND_FACTOR} \
         FROM tokens t JOIN users u ON u.tenant_id = t.tenant_id AND u.id = t.user_id LEFT JOIN organisation_versions v ON v.tenant_id = t.tenant_id \
         WHERE t.digest = $1 AND t.revoked_at IS NULL AND u.deleted_at IS NULL"
    );
    sql::one(conn, &text, [digest.into()]).await
}

/// Notes that a session and its person were seen.
pub(super) async fn seen(tx: &Tx<'_>, session: Id, user: Id) -> Result<(), DbError> {
    sql::update(tx.conn(), "sessions", tx.tenant(), session, vec![("last_seen_at", tx.now().into())]).await?;
    sql::update(tx.conn(), "users", tx.tenant(), user, vec![("last_seen_at", tx.now().into())]).await.map(drop)
}

/// Notes that a token was used.
pub(super) async fn used(tx: &Tx<'_>, token: Id) -> Result<(), DbError> {
    sql::update(tx.conn(), "tokens", tx.tenant(), token, vec![("last_used_at", tx.now().into())]).await.map(drop)
}

/// Someone's sessions that were not ended by hand, the one used last first.
pub async fn of_user(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<Vec<Session>, DbError> {
    let text = "SELECT id, created_at, last_seen_at, expires_at, idle_seconds, address, agent FROM sessions \
         WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL ORDER BY last_seen_at DESC, id DESC";
    sql::all(conn, text, [tenant.into(), user.into()]).await
}

pub(super) async fn insert(tx: &Tx<'_>, session: &Session, user: Id, digest: String) -> Result<(), DbError> {
    let s = session.clone();
    let columns = [
        "tenant_id",
        "id",
        "user_id",
        "token_digest",
        "created_at",
        "last_seen_at",
        "expires_at",
        "idle_seconds",
        "address",
        "agent",
        "proved_at",
    ];
    let row = vec![
        tx.tenant().into(),
        s.id.into(),
        user.into(),
        digest.into(),
        s.created_at.into(),
        s.last_seen_at.into(),
        s.expires_at.into(),
        s.idle_seconds.into(),
        s.address.into(),
        s.agent.into(),
        s.created_at.into(),
    ];
    sql::insert(tx.conn(), "sessions", &columns, vec![row]).await
}

/// Ends a session of someone; false when they have no such session.
pub(super) async fn revoke(tx: &Tx<'_>, user: Id, session: Id) -> Result<bool, DbError> {
    let text = "UPDATE sessions SET revoked_at = $4, signed_on_token = NULL WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND revoked_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), session.into(), tx.now().into()]).await? == 1)
}

/// Ends all sessions of someone but one.
pub async fn revoke_all(tx: &Tx<'_>, user: Id, keep: Option<Id>) -> Result<u64, DbError> {
    let text = "UPDATE sessions SET revoked_at = $3, signed_on_token = NULL WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL AND id <> $4";
    sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), tx.now().into(), keep.unwrap_or(Id::nil()).into()])
        .await
}

/// Takes away sessions that ended before a moment; they are in the journal.
pub async fn forget_before(tx: &Tx<'_>, before: Instant) -> Result<u64, DbError> {
    sql::run(
        tx.conn(),
        "DELETE FROM sessions WHERE tenant_id = $1 AND expires_at < $2",
        [tx.tenant().into(), before.into()],
    )
    .await
}

/// Signs everyone out.
pub async fn forget_all(tx: &Tx<'_>) -> Result<u64, DbError> {
    sql::run(tx.conn(), "DELETE FROM sessions WHERE tenant_id = $1", [tx.tenant().into()]).await
}

/// Sets the store looked at in a session; none is all that the person reaches.
pub async fn set_store(tx: &Tx<'_>, session: Id, store: Option<Id>) -> Result<(), DbError> {
    sql::update(tx.conn(), "sessions", tx.tenant(), session, vec![("store_id", store.into())]).await.map(drop)
}

/// Notes that a session began at the provider.
pub(crate) async fn set_signed_on(
    tx: &Tx<'_>,
    session: Id,
    how: super::SignedOn,
    token: Option<Vec<u8>>,
) -> Result<(), DbError> {
    let columns = vec![("signed_on", how.name().into()), ("signed_on_token", token.into())];
    sql::update(tx.conn(), "sessions", tx.tenant(), session, columns).await.map(drop)
}

/// What the provider said when a session began there, sealed.
pub(crate) async fn signed_on_token(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    session: Id,
) -> Result<Option<Vec<u8>>, DbError> {
    let text = "SELECT signed_on_token FROM sessions WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    match sql::row(conn, text, [tenant.into(), session.into()]).await? {
        Some(row) => row.try_get_by_index(0),
        None => Ok(None),
    }
}

/// Ends all sessions of someone that began at the provider.
pub(crate) async fn revoke_signed_on(tx: &Tx<'_>, user: Id) -> Result<u64, DbError> {
    let text = "UPDATE sessions SET revoked_at = $3, signed_on_token = NULL \
         WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL AND signed_on IS NOT NULL";
    sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), tx.now().into()]).await
}

/// Notes that the person showed again, in this session, that it is they.
pub(super) async fn proved(tx: &Tx<'_>, session: Id) -> Result<(), DbError> {
    sql::update(tx.conn(), "sessions", tx.tenant(), session, vec![("proved_at", tx.now().into())]).await.map(drop)
}

/// When the person last showed in a session that it is they.
pub(super) async fn proved_at(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    session: Id,
) -> Result<Option<Instant>, DbError> {
    let text = "SELECT proved_at FROM sessions WHERE tenant_id = $1 AND id = $2";
    match sql::row(conn, text, [tenant.into(), session.into()]).await? {
        Some(row) => kernel::clock::optional(&row, "proved_at"),
        None => Ok(None),
    }
}
