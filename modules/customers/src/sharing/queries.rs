//! All SQL of shares.

use kernel::sql;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};

use super::model::{NewShare, Share};

/// The shares of engagements that hold at a moment.
pub async fn of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    engagements: &[Id],
    now: Instant,
) -> Result<Vec<Share>, DbError> {
    if engagements.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT s.id, s.anchor_id, s.grantee_id, coalesce(u.name, n.name) AS grantee_name, s.access, s.until, s.granted_at FROM shares s \
         LEFT JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.grantee_id LEFT JOIN nodes n ON n.tenant_id = s.tenant_id AND n.id = s.grantee_id \
         WHERE s.tenant_id = $1 AND s.kind = 'customer' AND s.ended_at IS NULL AND (s.until IS NULL OR s.until > $2) AND s.anchor_id IN ({}) ORDER BY s.granted_at, s.id",
        sql::placeholders(3, engagements.len())
    );
    let values = [tenant.into(), now.into()].into_iter().chain(engagements.iter().map(|id| (*id).into()));
    sql::all(conn, &text, values).await
}

/// Whether there is such a person at work or such a node.
pub async fn grantee_exists(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<bool, DbError> {
    let text = "SELECT (SELECT count(*) FROM users WHERE tenant_id = $1 AND id = $2 AND status = 'active' AND deleted_at IS NULL) \
         + (SELECT count(*) FROM nodes WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)";
    Ok(sql::number(conn, text, [tenant.into(), id.into()]).await? > 0)
}

/// Adds a share.
pub async fn insert(tx: &Tx<'_>, id: Id, engagement: Id, new: &NewShare) -> Result<(), DbError> {
    let columns = ["tenant_id", "id", "kind", "anchor_id", "grantee_id", "access", "granted_by", "granted_at", "until"];
    let row = vec![
        tx.tenant().into(),
        id.into(),
        "customer".into(),
        engagement.into(),
        new.grantee.into(),
        new.access.name().into(),
        tx.scope().user().into(),
        tx.now().into(),
        new.until.into(),
    ];
    sql::insert(tx.conn(), "shares", &columns, vec![row]).await
}

/// Ends what holds of an engagement with a grantee.
pub async fn end(tx: &Tx<'_>, engagement: Id, grantee: Id) -> Result<u64, DbError> {
    let text = "UPDATE shares SET ended_at = $4, ended_by = $5 \
         WHERE tenant_id = $1 AND kind = 'customer' AND anchor_id = $2 AND grantee_id = $3 AND ended_at IS NULL";
    sql::run(
        tx.conn(),
        text,
        [tx.tenant().into(), engagement.into(), grantee.into(), tx.now().into(), tx.scope().user().into()],
    )
    .await
}
