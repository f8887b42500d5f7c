//! All SQL of duplicates, but what asks for the reader's reach.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, Value};
use sea_orm::FromQueryResult;

use super::model::{Pair, State};
use super::rescore::Scored;

/// Ids in one statement.
pub(super) const STEP: usize = 400;
/// A key that more customers have says nothing: a common name, the number of a dealership.
const COMMON: i64 = 40;

pub(super) const COLUMNS: &str = "p.id, p.a_id, p.b_id, p.score, p.reasons, p.evidence, p.state, p.judged_by_name, p.judged_at, p.relation_id, p.version";

/// What of a customer's own row is compared.
#[derive(FromQueryResult)]
pub(super) struct Facts {
    pub id: Id,
    pub name: String,
    pub sex: Option<String>,
    pub birthday: Option<NaiveDate>,
    pub province: Option<String>,
    pub district: Option<String>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub email: Option<String>,
    pub id_hash: Option<String>,
    pub uscc: Option<String>,
}

/// The facts of those that are on file.
pub(super) async fn facts(tx: &Tx<'_>, ids: &[Id]) -> Result<Vec<Facts>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, name, sex, birthday, province, district, address, postcode, email, id_hash, uscc FROM customers WHERE tenant_id = ");
    q.bind(tx.tenant()).push(" AND id IN (").bind_all(ids.iter().copied()).push(") AND deleted_at IS NULL");
    sql::all(tx.conn(), &q.text, q.values).await
}

/// The numbers of customers, privacy numbers left out.
pub(super) async fn phones(tx: &Tx<'_>, ids: &[Id]) -> Result<Vec<(Id, String)>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT customer_id, phone FROM customer_phones WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND customer_id IN (").bind_all(ids.iter().copied()).push(") AND is_virtual = FALSE");
    q.rows(tx.conn()).await?.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Customers after one, in the order of ids; with those put away, whose keys must go.
pub(super) async fn after(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    last: Id,
    count: usize,
) -> Result<Vec<Id>, DbError> {
    let text = "SELECT id FROM customers WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    let rows = sql::rows(conn, text, [tenant.into(), last.into(), (count as i64).into()]).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// How many customers a tenant has.
pub(super) async fn customers(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<i64, DbError> {
    sql::number(conn, "SELECT count(*) FROM customers WHERE tenant_id = $1", [tenant.into()]).await
}

/// Customers spread over the file, by ids drawn from it.
pub(super) async fn spread(conn: &impl ConnectionTrait, tenant: Tenant, step: i64) -> Result<Vec<Id>, DbError> {
    let text = "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customers \
         WHERE tenant_id = $1 AND deleted_at IS NULL) u WHERE n % $2 = 0 ORDER BY id";
    let rows = sql::rows(conn, text, [tenant.into(), step.into()]).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Replaces the keys of customers.
pub(super) async fn renew_keys(tx: &Tx<'_>, customers: &[Id], keys: &[(Id, Vec<i64>)]) -> Result<(), DbError> {
    for part in customers.chunks(STEP) {
        let mut q = Query::new();
        q.push("DELETE FROM customer_keys WHERE tenant_id = ").bind(tx.tenant()).push(" AND customer_id IN (");
        q.bind_all(part.iter().copied()).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    let row = |customer: &Id, key: &i64| -> Vec<Value> { vec![tx.tenant().into(), (*key).into(), (*customer).into()] };
    let mut rows: Vec<(i64, Vec<Value>)> =
        keys.iter().flat_map(|(id, keys)| keys.iter().map(move |key| (*key, row(id, key)))).collect();
    // In the order of the key: what stands side by side goes into the same pages.
    rows.sort_by_key(|(key, _)| *key);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    sql::insert(tx.conn(), "customer_keys", &["tenant_id", "hash", "customer_id"], rows).await
}

/// Each of the customers with everyone who shares a key with them that few have.
pub(super) async fn together(tx: &Tx<'_>, customers: &[Id]) -> Result<BTreeSet<(Id, Id)>, DbError> {
    let mut found = BTreeSet::new();
    for part in customers.chunks(STEP) {
        let mut q = Query::new();
        // The count stops at the bound: a number that ten thousand have costs no more than one that forty have.
        q.push("SELECT k.hash, k.customer_id FROM customer_keys k WHERE k.tenant_id = ").bind(tx.tenant());
        q.push(" AND k.customer_id IN (").bind_all(part.iter().copied());
        q.push(") AND (SELECT count(*) FROM (SELECT 1 FROM customer_keys o WHERE o.tenant_id = k.tenant_id AND o.hash = k.hash LIMIT ");
        q.bind(COMMON + 1).push(") x) BETWEEN 2 AND ").bind(COMMON);
        let mut own: Vec<(i64, Id)> = Vec::new();
        for row in q.rows(tx.conn()).await? {
            own.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        }
        own.sort_unstable();
        let keys: BTreeSet<i64> = own.iter().map(|(key, _)| *key).collect();
        for keys in keys.into_iter().collect::<Vec<_>>().chunks(STEP) {
            let mut q = Query::new();
            q.push("SELECT o.hash, o.customer_id FROM customer_keys o WHERE o.tenant_id = ").bind(tx.tenant());
            q.push(" AND o.hash IN (").bind_all(keys.iter().copied()).push(")");
            for row in q.rows(tx.conn()).await? {
                let (key, other): (i64, Id) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
                let from = own.partition_point(|(k, _)| *k < key);
                let same = own[from..].iter().take_while(|(k, _)| *k == key);
                found.extend(same.filter(|(_, id)| *id != other).map(|(_, id)| (*id, other)));
            }
        }
    }
    Ok(found)
}

/// The pairs that customers stand in.
pub(super) async fn pairs_of(tx: &Tx<'_>, customers: &[Id]) -> Result<Vec<Pair>, DbError> {
    let mut found = Vec::new();
    for part in customers.chunks(STEP) {
        for side in ["a_id", "b_id"] {
            let mut q = Query::new();
            q.push("SELECT ").push(COLUMNS).push(" FROM customer_pairs p WHERE p.tenant_id = ").bind(tx.tenant());
            q.push(" AND p.").push(side).push(" IN (").bind_all(part.iter().copied()).push(")");
            found.extend(sql::all::<Pair>(tx.conn(), &q.text, q.values).await?);
        }
    }
    Ok(found)
}

/// Adds pairs.
pub(super) async fn insert(tx: &Tx<'_>, pairs: Vec<Scored>) -> Result<(), DbError> {
    let columns = ["tenant_id", "id", "a_id", "b_id", "score", "reasons", "evidence", "state", "scored_at", "version"];
    let row = |pair: Scored| -> Vec<Value> {
        vec![
            tx.tenant().into(),
            tx.new_id().into(),
            pair.a.into(),
            pair.b.into(),
            pair.score.into(),
            pair.reasons.into(),
            pair.evidence.into(),
            State::Open.code().into(),
            tx.now().into(),
            1_i64.into(),
        ]
    };
    let rows = pairs.into_iter().map(row).collect();
    // Two nodes may find the same pair at once.
    sql::insert_or(tx.conn(), "customer_pairs", &columns, rows, "ON CONFLICT (tenant_id, a_id, b_id) DO NOTHING").await
}

/// Writes what a pair scores now; a pair that is open again loses its verdict.
pub(super) async fn refresh(tx: &Tx<'_>, id: Id, now: &Scored, state: State) -> Result<(), DbError> {
    let text = "UPDATE customer_pairs SET score = $3, reasons = $4, evidence = $5, state = $6, scored_at = $7, version = version + 1, \
         judged_by = CASE WHEN $8 THEN NULL ELSE judged_by END, judged_by_name = CASE WHEN $8 THEN NULL ELSE judged_by_name END, \
         judged_at = CASE WHEN $8 THEN NULL ELSE judged_at END WHERE tenant_id = $1 AND id = $2";
    let values = [
        tx.tenant().into(),
        id.into(),
        now.score.into(),
        now.reasons.as_str().into(),
        now.evidence.as_str().into(),
        state.code().into(),
        tx.now().into(),
        (state == State::Open).into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Takes pairs away.
pub(super) async fn forget(tx: &Tx<'_>, ids: &[Id]) -> Result<(), DbError> {
    for part in ids.chunks(STEP) {
        let mut q = Query::new();
        q.push("DELETE FROM customer_pairs WHERE tenant_id = ").bind(tx.tenant()).push(" AND id IN (");
        q.bind_all(part.iter().copied()).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

/// Writes a verdict, or takes it back, on a pair that still stands at `version`; false when someone was faster.
pub(super) async fn judge(
    tx: &Tx<'_>,
    pair: &Pair,
    state: State,
    by: Option<(Id, &str)>,
    relation: Option<Id>,
) -> Result<bool, DbError> {
    let text = "UPDATE customer_pairs SET state = $4, judged_by = $5, judged_by_name = $6, judged_at = $7, relation_id = $8, version = version + 1 \
         WHERE tenant_id = $1 AND id = $2 AND version = $3";
    let values = [
        tx.tenant().into(),
        pair.id.into(),
        pair.version.into(),
        state.code().into(),
        by.map(|(id, _)| id).into(),
        by.map(|(_, name)| name.to_owned()).into(),
        by.map(|_| tx.now()).into(),
        relation.into(),
    ];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// The learned weights, as text.
pub(super) async fn weights(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Option<String>, DbError> {
    let text = "SELECT weights FROM customer_weights WHERE tenant_id = $1";
    sql::row(conn, text, [tenant.into()]).await?.map(|row| row.try_get_by_index(0)).transpose()
}

/// Keeps learned weights.
pub(super) async fn keep_weights(tx: &Tx<'_>, weights: &str, customers: i64) -> Result<(), DbError> {
    let text = "INSERT INTO customer_weights (tenant_id, weights, customers, learned_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id) DO UPDATE SET weights = excluded.weights, customers = excluded.customers, learned_at = excluded.learned_at";
    sql::run(tx.conn(), text, [tx.tenant().into(), weights.into(), customers.into(), tx.now().into()]).await.map(drop)
}
