//! All SQL of notices.

use kernel::sql::Query;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::{NewNotice, Notice};

/// Someone's notices, the newest first, at most `limit` before `before`.
pub async fn of_user(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    user: Id,
    unread: bool,
    before: Option<Id>,
    limit: i64,
) -> Result<Vec<Notice>, DbError> {
    let mut q = Query::new();
    q.push(
        "SELECT id, kind, args, subject_kind, subject_id, link, created_at, read_at FROM notices WHERE tenant_id = ",
    );
    q.bind(tenant).push(" AND user_id = ").bind(user);
    if unread {
        q.push(" AND read_at IS NULL");
    }
    if let Some(before) = before {
        q.push(" AND id < ").bind(before);
    }
    q.push(" ORDER BY id DESC").limit(limit);
    q.rows(conn).await?.iter().map(|row| Notice::from_query_result(row, "")).collect()
}

/// One notice of someone.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, user: Id, id: Id) -> Result<Option<Notice>, DbError> {
    let text = "SELECT id, kind, args, subject_kind, subject_id, link, created_at, read_at FROM notices \
         WHERE tenant_id = $1 AND user_id = $2 AND id = $3";
    sql::one(conn, text, [tenant.into(), user.into(), id.into()]).await
}

pub(super) async fn insert(tx: &Tx<'_>, source: i64, list: Vec<NewNotice>) -> Result<(), DbError> {
    let mut rows = Vec::new();
    for new in list {
        let args = serde_json::to_string(&new.args).map_err(|e| DbError::Custom(e.to_string()))?;
        let (subject_kind, subject_id) = new.subject.unzip();
        rows.push(vec![
            tx.tenant().into(),
            tx.new_id().into(),
            new.user.into(),
            new.kind.into(),
            args.into(),
            subject_kind.into(),
            subject_id.into(),
            new.link.into(),
            tx.now().into(),
            source.into(),
        ]);
    }
    let columns =
        ["tenant_id", "id", "user_id", "kind", "args", "subject_kind", "subject_id", "link", "created_at", "source"];
    sql::insert_or(tx.conn(), "notices", &columns, rows, "ON CONFLICT (tenant_id, user_id, source, kind) DO NOTHING")
        .await
}

/// Notes that someone has read one of their notices, or all of them.
pub(super) async fn set_read(tx: &Tx<'_>, user: Id, one: Option<Id>) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE notices SET read_at = ").bind(tx.now()).push(" WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND user_id = ").bind(user).push(" AND read_at IS NULL");
    if let Some(id) = one {
        q.push(" AND id = ").bind(id);
    }
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// Removes at most `limit` notices that were read before a moment; how many these were.
pub(super) async fn remove_read(tx: &Tx<'_>, before: Instant, limit: i64) -> Result<i64, DbError> {
    let text = "DELETE FROM notices WHERE tenant_id = $1 AND id IN \
         (SELECT n.id FROM notices n WHERE n.tenant_id = $1 AND n.read_at < $2 ORDER BY n.read_at LIMIT $3)";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), before.into(), limit.into()]).await? as i64)
}
