//! All SQL of attachments. Other modules keep documents on their records through [`insert`] and [`of`], under their own
//! policy.

use std::collections::HashSet;

use kernel::sql::Query;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};

use super::model::{Attachment, NewAttachment};
use super::prepare::Prepared;

const SELECT: &str = "SELECT id, record_kind, record_id, store_id, name, mime, size, digest, width, height, purpose, made_by, made_by_name, at FROM attachments";

/// The documents on a record, newest first; whether each may be seen is the caller's matter.
pub async fn of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    kind: &str,
    record: Id,
) -> Result<Vec<Attachment>, DbError> {
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND record_kind = $2 AND record_id = $3 AND deleted_at IS NULL ORDER BY id DESC LIMIT 500"
    );
    sql::all(conn, &text, [tenant.into(), kind.into(), record.into()]).await
}

/// A document by id; whether it may be seen is the caller's matter.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Attachment>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"),
        [tenant.into(), id.into()],
    )
    .await
}

/// Adds a document whose bytes are kept.
pub async fn insert(tx: &Tx<'_>, new: &NewAttachment, prepared: &Prepared) -> Result<Id, DbError> {
    let id = tx.new_id();
    let columns = [
        "tenant_id",
        "id",
        "record_kind",
        "record_id",
        "store_id",
        "path",
        "name",
        "mime",
        "size",
        "digest",
        "width",
        "height",
        "purpose",
        "made_by",
        "made_by_name",
        "at",
    ];
    let row = vec![
        tx.tenant().into(),
        id.into(),
        new.record_kind.into(),
        new.record.into(),
        new.store.into(),
        new.path.as_str().into(),
        new.name.as_str().into(),
        prepared.mime.into(),
        (prepared.bytes.len() as i64).into(),
        prepared.digest.as_str().into(),
        prepared.size.map(|(width, _)| i64::from(width)).into(),
        prepared.size.map(|(_, height)| i64::from(height)).into(),
        new.purpose.clone().into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        tx.now().into(),
    ];
    sql::insert(tx.conn(), "attachments", &columns, vec![row]).await?;
    Ok(id)
}

/// Puts a document away.
pub async fn remove(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "UPDATE attachments SET deleted_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await.map(drop)
}

/// Which of these bytes a document names, of any group of the house: one that is there, or was put away after a moment.
pub(super) async fn named(
    conn: &impl ConnectionTrait,
    digests: &[&str],
    put_away_after: Instant,
) -> Result<HashSet<String>, DbError> {
    if digests.is_empty() {
        return Ok(HashSet::new());
    }
    let mut q = Query::new();
    q.push("SELECT DISTINCT digest FROM attachments WHERE digest IN (").bind_all(digests.iter().copied());
    q.push(") AND (deleted_at IS NULL OR deleted_at >= ").bind(put_away_after).push(")");
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}
