//! All SQL of timelines.

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};
use sea_orm::FromQueryResult;

use super::model::{Entry, NewEntry};

/// Writes entries of customers. Whoever writes has shown that they may.
pub async fn write(tx: &Tx<'_>, entries: Vec<(Id, NewEntry)>) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "customer_id",
        "store_id",
        "path",
        "kind",
        "at",
        "actor_id",
        "actor_name",
        "subject_kind",
        "subject_id",
        "body",
        "data",
    ];
    let scope = tx.scope();
    let rows = entries
        .into_iter()
        .map(|(customer, e)| {
            let (actor, name) = e.actor.unwrap_or_else(|| (scope.user(), scope.actor_name().to_owned()));
            vec![
                tx.tenant().into(),
                tx.new_id().into(),
                customer.into(),
                e.store.into(),
                e.path.into(),
                e.kind.into(),
                e.at.unwrap_or(tx.now()).into(),
                actor.into(),
                name.into(),
                e.subject.map(|(kind, _)| kind.to_owned()).into(),
                e.subject.map(|(_, id)| id).into(),
                e.body.into(),
                e.data.map(|d| d.to_string()).into(),
            ]
        })
        .collect();
    sql::insert(tx.conn(), "timeline", &columns, rows).await
}

/// What to read.
pub(super) struct Wanted<'a> {
    pub customer: Id,
    /// Stores in reach.
    pub stores: &'a [Id],
    /// Whether entries of the head office are in reach.
    pub head_office: bool,
    /// Only these kinds; empty is all.
    pub kinds: &'a [String],
    pub before: Option<(Instant, Id)>,
    pub limit: i64,
}

/// Entries of a customer, newest first.
pub(super) async fn read(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    wanted: Wanted<'_>,
) -> Result<Vec<Entry>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id, customer_id, store_id, path, kind, at, actor_id, actor_name, subject_kind, subject_id, body, data FROM timeline WHERE tenant_id = ");
    q.bind(tenant).push(" AND customer_id = ").bind(wanted.customer).push(" AND (");
    if wanted.stores.is_empty() {
        q.push("1 = 0");
    } else {
        q.push("store_id IN (").bind_all(wanted.stores.iter().copied()).push(")");
    }
    q.push(if wanted.head_office { " OR store_id IS NULL)" } else { ")" });
    if !wanted.kinds.is_empty() {
        q.push(" AND kind IN (").bind_all(wanted.kinds.iter().map(String::as_str)).push(")");
    }
    if let Some((at, id)) = wanted.before {
        q.push(" AND (at, id) < (").bind(at).push(", ").bind(id).push(")");
    }
    q.push(" ORDER BY at DESC, id DESC").limit(wanted.limit);
    q.rows(conn).await?.iter().map(|row| Entry::from_query_result(row, "")).collect()
}

/// People of a tenant by exact name or login: whom a note may mention.
pub(super) async fn people_named(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    names: &[String],
) -> Result<Vec<(Id, String)>, DbError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let list = sql::placeholders(2, names.len());
    let text = format!(
        "SELECT id, name, login FROM users WHERE tenant_id = $1 AND status = 'active' AND deleted_at IS NULL AND (name IN ({list}) OR login IN ({list})) ORDER BY id"
    );
    let rows =
        sql::rows(conn, &text, std::iter::once(tenant.into()).chain(names.iter().map(|n| n.as_str().into()))).await?;
    rows.iter().map(|r| Ok((r.try_get("", "id")?, r.try_get("", "name")?))).collect()
}
