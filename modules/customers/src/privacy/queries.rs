//! All SQL of restricting and erasing customers.

use kernel::erasure::among;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};
use sea_orm::FromQueryResult;

/// How a file stands, whether it is there, restricted or erased.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Standing {
    /// The customer.
    pub id: Id,
    /// `K000123`.
    pub number: String,
    /// The name; a sign in its place when erased.
    pub name: String,
    /// When it was put away, if it was.
    pub deleted_at: Option<Instant>,
    /// Since when it is only kept.
    pub restricted_at: Option<Instant>,
    /// When it was erased.
    pub erased_at: Option<Instant>,
}

const STANDING: &str = "SELECT id, number, name, deleted_at, restricted_at, erased_at FROM customers";

/// A file, also one that was put away. Only for those who look after privacy.
pub async fn standing(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Standing>, DbError> {
    sql::one(conn, &format!("{STANDING} WHERE tenant_id = $1 AND id = $2"), [tenant.into(), id.into()]).await
}

/// The files that became part of one, directly or through another, and were not parted again.
pub(super) async fn absorbed(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Id>, DbError> {
    let text = "SELECT absorbed_id FROM customer_merges WHERE tenant_id = $1 AND keeper_id = $2 AND undone_at IS NULL ORDER BY id";
    sql::rows(conn, text, [tenant.into(), customer.into()]).await?.iter().map(|r| r.try_get_by_index(0)).collect()
}

/// Files with the identity number of one of some files.
pub(super) async fn same_identity(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    files: &[Id],
) -> Result<Vec<Id>, DbError> {
    let hashes: Vec<String> = values(conn, tenant, ("customers", "id_hash"), ("id", files)).await?;
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT id FROM customers WHERE tenant_id = ").bind(tenant).push(" AND id_hash IN (").bind_all(hashes);
    q.push(")");
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Of files that became part of another one, which that is.
pub(super) async fn keepers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    files: &[Id],
) -> Result<Vec<(Id, Id)>, DbError> {
    let mut q = Query::new();
    q.push("SELECT absorbed_id, keeper_id FROM customer_merges WHERE tenant_id = ").bind(tenant);
    q.push(" AND undone_at IS NULL AND ");
    among(&mut q, "absorbed_id", files);
    q.rows(conn).await?.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Those of some files that hold something of a person.
pub(super) async fn not_erased(conn: &impl ConnectionTrait, tenant: Tenant, files: &[Id]) -> Result<Vec<Id>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id FROM customers WHERE tenant_id = ").bind(tenant).push(" AND erased_at IS NULL AND ");
    among(&mut q, "id", files);
    q.push(" ORDER BY id");
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Those of some records that are customers of one of some names.
pub(super) async fn bearing(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    records: &[Id],
    names: &[String],
) -> Result<Vec<Id>, DbError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT id FROM customers WHERE tenant_id = ").bind(tenant).push(" AND name IN (");
    q.bind_all(names.iter().map(String::as_str)).push(") AND ");
    among(&mut q, "id", records);
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Values of one expression over a table's rows of some records.
pub(super) async fn values<T: sea_orm::TryGetable>(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    (table, column): (&str, &str),
    (by, ids): (&str, &[Id]),
) -> Result<Vec<T>, DbError> {
    let mut q = Query::new();
    q.push("SELECT DISTINCT ").push(column).push(" FROM ").push(table).push(" WHERE tenant_id = ").bind(tenant);
    q.push(" AND ").push(column).push(" IS NOT NULL AND ");
    among(&mut q, by, ids);
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// How many rows of a table are some records'.
pub(super) async fn count(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    table: &str,
    by: &str,
    ids: &[Id],
) -> Result<i64, DbError> {
    let mut q = Query::new();
    q.push("SELECT count(*) FROM ").push(table).push(" WHERE tenant_id = ").bind(tenant).push(" AND ");
    among(&mut q, by, ids);
    q.number(conn).await
}

/// Those of some texts that stand in a column of another customer's row, as a whole.
pub(super) async fn borne_by_others(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    (table, column): (&str, &str),
    (by, files): (&str, &[Id]),
    texts: &[String],
) -> Result<Vec<String>, DbError> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT DISTINCT ").push(column).push(" FROM ").push(table).push(" WHERE tenant_id = ").bind(tenant);
    q.push(" AND ").push(column).push(" IN (").bind_all(texts.iter().map(String::as_str)).push(") AND NOT (");
    among(&mut q, by, files);
    q.push(")");
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// The values that the journal still tells of files.
pub(super) async fn told(conn: &impl ConnectionTrait, tenant: Tenant, records: &[Id]) -> Result<Vec<String>, DbError> {
    let mut q = Query::new();
    q.push("SELECT v.changes FROM journal j JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id WHERE j.tenant_id = ");
    q.bind(tenant).push(" AND ");
    among(&mut q, "j.record_id", records);
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// The sealed identity numbers of files.
pub(super) async fn sealed(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    files: &[Id],
) -> Result<Vec<(Id, Vec<u8>)>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id, id_number FROM customers WHERE tenant_id = ")
        .bind(tenant)
        .push(" AND id_number IS NOT NULL AND ");
    among(&mut q, "id", files);
    q.rows(conn).await?.iter().map(|r| Ok((r.try_get_by_index(0)?, r.try_get_by_index(1)?))).collect()
}

/// The digests of files' papers that no other record names.
pub(super) async fn own_papers(tx: &Tx<'_>, files: &[Id]) -> Result<Vec<String>, DbError> {
    let mut q = Query::new();
    q.push("SELECT DISTINCT a.digest FROM attachments a WHERE a.tenant_id = ").bind(tx.tenant()).push(" AND ");
    among(&mut q, "a.record_id", files);
    // Bytes are kept once for all groups of the house.
    q.push(" AND NOT EXISTS (SELECT 1 FROM attachments o WHERE o.digest = a.digest AND NOT (o.tenant_id = ");
    q.bind(tx.tenant()).push(" AND ");
    among(&mut q, "o.record_id", files);
    q.push("))");
    q.rows(tx.conn()).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Takes a file out of use with its engagements.
pub(super) async fn restrict(tx: &Tx<'_>, customer: Id) -> Result<(), DbError> {
    let values = [tx.tenant().into(), customer.into(), tx.now().into()];
    let text = "UPDATE engagements SET deleted_at = $3, version = version + 1 WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at IS NULL";
    sql::run(tx.conn(), text, values.clone()).await?;
    let text = "UPDATE customers SET deleted_at = coalesce(deleted_at, $3), restricted_at = $3, updated_at = $3, version = version + 1 \
         WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Takes a file into use again, with the engagements that went with it.
pub(super) async fn lift(tx: &Tx<'_>, customer: Id, since: Instant) -> Result<(), DbError> {
    let values = [tx.tenant().into(), customer.into(), since.into()];
    let text = "UPDATE engagements SET deleted_at = NULL, version = version + 1 WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at = $3";
    sql::run(tx.conn(), text, values).await?;
    let text = "UPDATE customers SET deleted_at = CASE WHEN deleted_at = $3 THEN NULL ELSE deleted_at END, restricted_at = NULL, \
         updated_at = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    let values = [tx.tenant().into(), customer.into(), since.into(), tx.now().into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Deletes the rows of a table that are some records'.
pub(super) async fn delete(tx: &Tx<'_>, table: &str, by: &str, ids: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("DELETE FROM ").push(table).push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    among(&mut q, by, ids);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// Sets columns of a table's rows that are some records', by literals that hold nothing of anyone.
pub(super) async fn blank(tx: &Tx<'_>, table: &str, set: &str, by: &str, ids: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE ").push(table).push(" SET ").push(set).push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    among(&mut q, by, ids);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// What merges remember, blanked: their traces stay.
pub(super) async fn blank_merges(tx: &Tx<'_>, files: &[Id], kept: &str) -> Result<(), DbError> {
    let part = |q: &mut Query| {
        q.push("(");
        among(q, "survivor_id", files);
        q.push(" OR ");
        among(q, "absorbed_id", files);
        q.push(")");
    };
    let mut q = Query::new();
    q.push("DELETE FROM customer_merge_rows WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND merge_id IN (SELECT id FROM customer_merges WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    part(&mut q);
    q.push(")");
    sql::run(tx.conn(), &q.text, q.values).await?;
    let mut q = Query::new();
    q.push("UPDATE customer_merges SET reason = NULL, kept = ").bind(kept).push(" WHERE tenant_id = ");
    q.bind(tx.tenant()).push(" AND ");
    part(&mut q);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// The proofs of consents that files hold.
pub(super) async fn proofs(tx: &Tx<'_>, files: &[Id]) -> Result<Vec<(Id, String)>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id, evidence FROM customer_consents WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND evidence IS NOT NULL AND ");
    among(&mut q, "customer_id", files);
    q.rows(tx.conn()).await?.iter().map(|r| Ok((r.try_get_by_index(0)?, r.try_get_by_index(1)?))).collect()
}

/// A consent's proof as a keyed hash: whoever holds the paper can show that it is this one.
pub(super) async fn keep_proof(tx: &Tx<'_>, consent: Id, hash: &str) -> Result<(), DbError> {
    let text = "UPDATE customer_consents SET evidence = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), consent.into(), hash.into()]).await.map(drop)
}

/// Files in use that nobody has touched since a moment, the longest first.
pub(super) async fn untouched(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    since: Instant,
    limit: i64,
) -> Result<Vec<(Id, String, String, Instant)>, DbError> {
    // Walks engagements in the order of their last contact; a customer whom another store touched later is left out.
    let text = "SELECT c.id, c.number, c.name, e.touched_at FROM engagements e JOIN customers c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id \
         WHERE e.tenant_id = $1 AND e.deleted_at IS NULL AND e.touched_at < $2 AND e.class IN ('suspect', 'prospect', 'lapsed') AND c.deleted_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM engagements o WHERE o.tenant_id = e.tenant_id AND o.customer_id = e.customer_id AND o.deleted_at IS NULL \
             AND (o.touched_at > e.touched_at OR o.touched_at = e.touched_at AND o.id < e.id OR o.class NOT IN ('suspect', 'prospect', 'lapsed'))) \
         ORDER BY e.touched_at, e.customer_id LIMIT $3";
    let rows = sql::rows(conn, text, [tenant.into(), since.into(), limit.into()]).await?;
    let read = |r: &sea_orm::QueryResult| {
        Ok((r.try_get_by_index(0)?, r.try_get_by_index(1)?, r.try_get_by_index(2)?, r.try_get("", "touched_at")?))
    };
    rows.iter().map(read).collect()
}
