//! All SQL of looking as someone else.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

/// The mark of a session.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Mark {
    /// The person looked as.
    pub person: Id,
    /// Who looks.
    pub by_name: String,
    pub since: Instant,
    pub until: Instant,
    /// When the session itself was ended, if it was.
    pub revoked_at: Option<Instant>,
}

/// The mark of a session, if it has one; also after it ran out.
pub(super) async fn marked(conn: &impl ConnectionTrait, tenant: Tenant, session: Id) -> Result<Option<Mark>, DbError> {
    let text = "SELECT s.looking_as AS person, u.name AS by_name, s.looking_since AS since, s.looking_until AS until, s.revoked_at \
         FROM sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id \
         WHERE s.tenant_id = $1 AND s.id = $2 AND s.looking_as IS NOT NULL";
    sql::one(conn, text, [tenant.into(), session.into()]).await
}

pub(super) async fn mark(tx: &Tx<'_>, session: Id, person: Id, until: Instant) -> Result<(), DbError> {
    let mark = vec![("looking_as", person.into()), ("looking_since", tx.now().into()), ("looking_until", until.into())];
    sql::update(tx.conn(), "sessions", tx.tenant(), session, mark).await.map(drop)
}

pub(super) async fn unmark(tx: &Tx<'_>, session: Id) -> Result<(), DbError> {
    let nothing = vec![
        ("looking_as", None::<Id>.into()),
        ("looking_since", None::<i64>.into()),
        ("looking_until", None::<i64>.into()),
    ];
    sql::update(tx.conn(), "sessions", tx.tenant(), session, nothing).await.map(drop)
}
