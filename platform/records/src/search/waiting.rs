//! Terms that wait for their place in the index.
//!
//! Terms scatter over the whole index: a step of an import that wrote its own at once would change as many pages as it
//! has terms, and writing pages is what a database spends its time on. So large batches ([`Tx::in_bulk`]) lay their
//! terms aside, a row per record in the order of coming, in the transaction of the records themselves. [`settle`] then
//! brings the terms of thousands of records to their places at once, in the order of the index and in short
//! transactions. It may be cut off anywhere and begun again; a change of a record meanwhile takes what waits of it first
//! ([`settle_anchors`]).

use std::collections::{HashMap, HashSet};

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, Db, Id, Scope, Tenant, Tx, numbering};
use sea_orm::{DbErr, FromQueryResult};

use super::TermRow;

/// How many laid-aside rows are brought to their places together: some megabytes of terms.
const STRIDE: usize = 30_000;
/// How many of them are read at once.
const PAGE: i64 = 2_000;
/// Terms, or rows, of one transaction: some hundredths of a second of SQLite's one writer.
const PART: usize = 4_000;
/// The counter that tells that something waiting was taken: by a change of its record, or to its place.
const TAKEN: &str = "search-terms-taken";

#[derive(FromQueryResult)]
struct Waiting {
    anchor_id: Id,
    id: Id,
    kind: String,
    record_id: Id,
    store_id: Option<Id>,
    terms: String,
}

impl Waiting {
    fn terms(&self) -> Result<Vec<String>, DbErr> {
        serde_json::from_str(&self.terms).map_err(|e| DbErr::Custom(e.to_string()))
    }
}

/// Lays terms aside.
pub(super) async fn lay_aside(tx: &Tx<'_>, rows: Vec<TermRow>) -> Result<(), DbErr> {
    let mut order: Vec<(TermRow, Vec<String>)> = Vec::new();
    let mut places: HashMap<(&'static str, Id), usize> = HashMap::new();
    for mut row in rows {
        let term = std::mem::take(&mut row.term);
        let at = *places.entry((row.kind, row.anchor)).or_insert_with(|| {
            order.push((row, Vec::new()));
            order.len() - 1
        });
        order[at].1.push(term);
    }
    let mut values = Vec::with_capacity(order.len());
    for (row, terms) in order {
        let terms = serde_json::to_string(&terms).map_err(|e| DbErr::Custom(e.to_string()))?;
        values.push(vec![
            tx.tenant().into(),
            row.anchor.into(),
            tx.new_id().into(),
            row.kind.into(),
            row.record.into(),
            row.store.into(),
            terms.into(),
        ]);
    }
    let columns = ["tenant_id", "anchor_id", "id", "kind", "record_id", "store_id", "terms"];
    sql::insert(tx.conn(), "search_terms_waiting", &columns, values).await
}

/// Brings what waits of some anchors to its place, before their terms are changed.
pub(super) async fn settle_anchors(tx: &Tx<'_>, anchors: impl Iterator<Item = Id>) -> Result<(), DbErr> {
    let mut q = Query::new();
    q.push("DELETE FROM search_terms_waiting WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND anchor_id IN (").bind_all(anchors);
    q.push(") RETURNING anchor_id, id, kind, record_id, store_id, terms");
    let taken: Vec<Waiting> = sql::all(tx.conn(), &q.text, q.values).await?;
    if taken.is_empty() {
        return Ok(());
    }
    // Whoever brings a stride to its place sees the counter move, or is waited for here.
    numbering::take(tx, TAKEN, 1).await?;
    let mut rows = Vec::new();
    for row in &taken {
        rows.extend(row.terms()?.into_iter().map(|term| values(tx.tenant(), row, term)));
    }
    super::insert(tx, rows).await
}

fn values(tenant: Tenant, row: &Waiting, term: String) -> Vec<kernel::Value> {
    vec![
        tenant.into(),
        term.into(),
        row.kind.as_str().into(),
        row.anchor_id.into(),
        row.record_id.into(),
        row.store_id.into(),
    ]
}

/// Brings all that waits to its place. What is laid aside while it works may be left for the next time.
pub async fn settle(db: &Db, scope: &Scope) -> Result<(), DbErr> {
    while let Some(stride) = Stride::load(db, scope).await? {
        stride.write(db, scope).await?;
    }
    Ok(())
}

/// Rows that are brought to their places together.
struct Stride {
    rows: Vec<Waiting>,
    /// The terms in the order of the index, each with the place of its row.
    terms: Vec<(String, usize)>,
    /// What had been taken when they were read, or looked for again.
    taken: i64,
}

impl Stride {
    async fn load(db: &Db, scope: &Scope) -> Result<Option<Stride>, DbErr> {
        // Asked before the rows are: what is taken between the two is noticed too.
        let taken = taken(db.read(), scope.tenant).await?;
        let text = "SELECT anchor_id, id, kind, record_id, store_id, terms FROM search_terms_waiting WHERE tenant_id = $1 \
             AND anchor_id >= $2 AND (anchor_id > $2 OR id > $3) ORDER BY anchor_id, id LIMIT $4";
        let (mut rows, mut terms): (Vec<Waiting>, Vec<(String, usize)>) = (Vec::new(), Vec::new());
        while rows.len() < STRIDE {
            let last = rows.last().map_or((Id::nil(), Id::nil()), |row| (row.anchor_id, row.id));
            let values = [scope.tenant.into(), last.0.into(), last.1.into(), PAGE.into()];
            let page: Vec<Waiting> = sql::all(db.read(), text, values).await?;
            if page.is_empty() {
                break;
            }
            for mut row in page {
                terms.extend(row.terms()?.into_iter().map(|term| (term, rows.len())));
                row.terms = String::new();
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return Ok(None);
        }
        terms.sort_unstable();
        Ok(Some(Stride { rows, terms, taken }))
    }

    /// Writes it, but for what a change of its record takes meanwhile.
    async fn write(mut self, db: &Db, scope: &Scope) -> Result<(), DbErr> {
        let mut terms = std::mem::take(&mut self.terms).into_iter().peekable();
        let mut gone = HashSet::new();
        while terms.peek().is_some() {
            let tx = db.write(scope).await?;
            // Nothing is added: the counter's row is held, so that nobody takes anything until this is committed.
            let taken = numbering::take(&tx, TAKEN, 0).await? - 1;
            if taken != self.taken {
                gone = self.gone(&tx).await?;
                self.taken = taken;
            }
            let part = terms.by_ref().filter(|(_, at)| !gone.contains(at)).take(PART);
            let rows = part.map(|(term, at)| values(scope.tenant, &self.rows[at], term)).collect();
            super::insert(&tx, rows).await?;
            tx.commit().await?;
        }
        for part in self.rows.chunks(PART) {
            let tx = db.write(scope).await?;
            // Whoever else has read these rows, as a second import does, leaves them out.
            numbering::take(&tx, TAKEN, 1).await?;
            for part in part.chunks(500) {
                let mut q = Query::new();
                q.push("DELETE FROM search_terms_waiting WHERE tenant_id = ").bind(scope.tenant);
                q.push(" AND anchor_id >= ").bind(part[0].anchor_id);
                q.push(" AND anchor_id <= ").bind(part[part.len() - 1].anchor_id);
                q.push(" AND id IN (").bind_all(part.iter().map(|row| row.id)).push(")");
                sql::run(tx.conn(), &q.text, q.values).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// The places of rows that wait no more.
    async fn gone(&self, tx: &Tx<'_>) -> Result<HashSet<usize>, DbErr> {
        let text = "SELECT id FROM search_terms_waiting WHERE tenant_id = $1 AND anchor_id >= $2 AND anchor_id <= $3";
        let mut waiting: HashSet<Id> = HashSet::new();
        for part in self.rows.chunks(PART) {
            let range = [tx.tenant().into(), part[0].anchor_id.into(), part[part.len() - 1].anchor_id.into()];
            for row in sql::rows(tx.conn(), text, range).await? {
                waiting.insert(row.try_get("", "id")?);
            }
        }
        Ok((0..self.rows.len()).filter(|at| !waiting.contains(&self.rows[*at].id)).collect())
    }
}

async fn taken(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<i64, DbErr> {
    let text = "SELECT value FROM counters WHERE tenant_id = $1 AND series = $2";
    sql::number(conn, text, [tenant.into(), TAKEN.into()]).await
}

#[cfg(test)]
#[path = "waiting_tests.rs"]
mod tests;
