//! All SQL of requests.

use chrono::NaiveDate;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value};

use super::{Linked, Request, Step};

const SELECT: &str = "SELECT r.id, r.number, r.customer_id, c.number AS customer_number, c.name AS customer_name, c.restricted_at, c.erased_at, \
     r.kind, r.state, r.asked_by, r.asker, r.proof, r.proof_note, r.wish, r.received_on, r.due_on, r.ground, r.ground_note, r.copy_until, r.kept_until, \
     r.proposed_by, r.linked_to, r.version, r.closed_at FROM privacy_requests r JOIN customers c ON c.tenant_id = r.tenant_id AND c.id = r.customer_id WHERE r.tenant_id = ";

/// A request.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Request>, DbError> {
    sql::one(conn, &format!("{SELECT}$1 AND r.id = $2"), [tenant.into(), id.into()]).await
}

/// The open requests, the first to be answered first.
pub async fn open(conn: &impl ConnectionTrait, tenant: Tenant, limit: i64) -> Result<Vec<Request>, DbError> {
    let text = format!("{SELECT}$1 AND r.closed_at IS NULL ORDER BY r.due_on, r.id LIMIT $2");
    sql::all(conn, &text, [tenant.into(), limit.into()]).await
}

/// All requests, the newest first.
pub async fn all(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    before: Option<Id>,
    limit: i64,
) -> Result<Vec<Request>, DbError> {
    let text = format!("{SELECT}$1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3");
    sql::all(conn, &text, [tenant.into(), before.unwrap_or(Id::max()).into(), limit.into()]).await
}

/// The requests about a file, the newest first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Request>, DbError> {
    let text = format!("{SELECT}$1 AND r.customer_id = $2 ORDER BY r.id DESC LIMIT 100");
    sql::all(conn, &text, [tenant.into(), customer.into()]).await
}

/// What was done with a request, in its order.
pub async fn steps(conn: &impl ConnectionTrait, tenant: Tenant, request: Id) -> Result<Vec<Step>, DbError> {
    let text = "SELECT id, deed, state, at, by_name, note FROM privacy_steps WHERE tenant_id = $1 AND request_id = $2 ORDER BY at, id";
    sql::all(conn, text, [tenant.into(), request.into()]).await
}

/// The requests about other files of the same person: those that came from this one, and the one that this came from.
pub async fn linked(conn: &impl ConnectionTrait, tenant: Tenant, request: &Request) -> Result<Vec<Linked>, DbError> {
    let select = "SELECT id, number, state FROM privacy_requests WHERE tenant_id = $1 AND";
    let text = format!("{select} linked_to = $2 ORDER BY id");
    let mut list: Vec<Linked> = sql::all(conn, &text, [tenant.into(), request.id.into()]).await?;
    if let Some(from) = request.linked_to {
        list.extend(sql::one::<Linked>(conn, &format!("{select} id = $2"), [tenant.into(), from.into()]).await?);
    }
    Ok(list)
}

/// Whether a file has an open request of a kind.
pub(super) async fn has_open(tx: &Tx<'_>, customer: Id, kind: &str) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM privacy_requests WHERE tenant_id = $1 AND customer_id = $2 AND kind = $3 AND closed_at IS NULL LIMIT 1";
    Ok(sql::row(tx.conn(), text, [tx.tenant().into(), customer.into(), kind.into()]).await?.is_some())
}

/// How many files are restricted and not erased, at most `limit` of them, with the request that did it last.
pub async fn restricted(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    limit: i64,
) -> Result<Vec<(Id, String, String, Instant, Option<Id>)>, DbError> {
    let text = "SELECT c.id, c.number, c.name, c.restricted_at, \
         (SELECT r.id FROM privacy_requests r WHERE r.tenant_id = c.tenant_id AND r.customer_id = c.id ORDER BY r.id DESC LIMIT 1) AS request \
         FROM customers c WHERE c.tenant_id = $1 AND c.restricted_at IS NOT NULL AND c.erased_at IS NULL ORDER BY c.restricted_at DESC, c.id LIMIT $2";
    let rows = sql::rows(conn, text, [tenant.into(), limit.into()]).await?;
    rows.iter()
        .map(|r| {
            Ok((
                r.try_get("", "id")?,
                r.try_get("", "number")?,
                r.try_get("", "name")?,
                r.try_get("", "restricted_at")?,
                r.try_get("", "request")?,
            ))
        })
        .collect()
}

/// A row of a request that came in.
pub(super) async fn insert(tx: &Tx<'_>, id: Id, values: Vec<(&'static str, Value)>) -> Result<(), DbError> {
    let (mut columns, mut row): (Vec<&str>, Vec<Value>) =
        (vec!["tenant_id", "id"], vec![tx.tenant().into(), id.into()]);
    for (column, value) in values {
        columns.push(column);
        row.push(value);
    }
    sql::insert(tx.conn(), "privacy_requests", &columns, vec![row]).await
}

/// Notes something that was done with a request.
pub(super) async fn add_step(
    tx: &Tx<'_>,
    request: Id,
    deed: &str,
    state: &str,
    note: Option<&str>,
) -> Result<(), DbError> {
    let columns = ["tenant_id", "id", "request_id", "deed", "state", "at", "by_id", "by_name", "note"];
    let row = vec![
        tx.tenant().into(),
        tx.new_id().into(),
        request.into(),
        deed.into(),
        state.into(),
        tx.now().into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        note.into(),
    ];
    sql::insert(tx.conn(), "privacy_steps", &columns, vec![row]).await
}

/// Changes a request that still stands at `version`; false when someone was faster.
pub(super) async fn change(tx: &Tx<'_>, id: Id, version: i64, columns: Vec<(&str, Value)>) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("UPDATE privacy_requests SET version = version + 1");
    for (column, value) in columns {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(id).push(" AND version = ").bind(version);
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// Takes the words out of all requests about files and of their steps.
pub(crate) async fn blank(tx: &Tx<'_>, files: &[Id]) -> Result<(), DbError> {
    for file in files {
        let values = [tx.tenant().into(), (*file).into()];
        let text = "UPDATE privacy_steps SET note = NULL WHERE tenant_id = $1 AND request_id IN \
             (SELECT id FROM privacy_requests WHERE tenant_id = $1 AND customer_id = $2)";
        sql::run(tx.conn(), text, values.clone()).await?;
        let text = "UPDATE privacy_requests SET asked_by = '***', proof_note = NULL, wish = NULL, ground_note = NULL, copy_until = NULL \
             WHERE tenant_id = $1 AND customer_id = $2";
        sql::run(tx.conn(), text, values).await?;
    }
    Ok(())
}

/// Open requests that are due by a day and that nobody was reminded of on `today`: id, number.
pub(crate) async fn to_remind(tx: &Tx<'_>, by: NaiveDate, today: NaiveDate) -> Result<Vec<(Id, String)>, DbError> {
    let text = "SELECT id, number FROM privacy_requests WHERE tenant_id = $1 AND closed_at IS NULL AND due_on <= $2 \
         AND (reminded_on IS NULL OR reminded_on < $3) ORDER BY due_on, id LIMIT 200";
    let rows = sql::rows(tx.conn(), text, [tx.tenant().into(), by.into(), today.into()]).await?;
    rows.iter().map(|r| Ok((r.try_get_by_index(0)?, r.try_get_by_index(1)?))).collect()
}

/// Notes that people were reminded.
pub(crate) async fn reminded(tx: &Tx<'_>, id: Id, today: NaiveDate) -> Result<(), DbError> {
    let text = "UPDATE privacy_requests SET reminded_on = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), today.into()]).await.map(drop)
}

/// Requests whose copies are to be deleted by now.
pub(crate) async fn expired_copies(tx: &Tx<'_>) -> Result<Vec<Id>, DbError> {
    let text = "SELECT id FROM privacy_requests WHERE tenant_id = $1 AND copy_until < $2 ORDER BY id";
    let rows = sql::rows(tx.conn(), text, [tx.tenant().into(), tx.now().into()]).await?;
    rows.iter().map(|r| r.try_get_by_index(0)).collect()
}

/// Notes until when a copy is there; none when it is gone.
pub(crate) async fn set_copy(tx: &Tx<'_>, id: Id, until: Option<Instant>) -> Result<(), DbError> {
    let text = "UPDATE privacy_requests SET copy_until = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), until.into()]).await.map(drop)
}

/// The people who look after privacy: those with a post whose role has the function, now.
pub(crate) async fn officers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    today: NaiveDate,
) -> Result<Vec<Id>, DbError> {
    let text = "SELECT DISTINCT p.user_id FROM posts p JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id \
         JOIN role_capabilities c ON c.tenant_id = p.tenant_id AND c.role_id = p.role_id \
         WHERE p.tenant_id = $1 AND c.capability IN ($2, '*') AND u.status = 'active' AND u.deleted_at IS NULL \
         AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3)";
    let rows = sql::rows(conn, text, [tenant.into(), crate::MANAGE.into(), today.into()]).await?;
    rows.iter().map(|r| r.try_get_by_index(0)).collect()
}
