//! Search as you type: terms are rows, a prefix is a range of an index, and policy is part of the query.
//!
//! A module lays down terms per anchor with [`reindex`]; `identifiers::search_terms` makes them and reads what people type.
//! Terms of large batches wait for a while ([`settle`]). Custom fields have no terms: their values are looked up where
//! they stand, under the field policy of the reader ([`values`]).

mod open;
mod values;
mod waiting;

use std::collections::BTreeSet;

use identifiers::search_terms::query_groups;
use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, Id, Tx};
use sea_orm::DbErr;

use crate::Kind;
use crate::policy::{self, Branch, Look};

use open::Range;

pub use open::asks_masked;
pub use waiting::settle;

/// A record found, with the term that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub record: Id,
    /// The term that answered first.
    pub term: String,
}

/// How many candidates of the first word are tested against the other words.
const CANDIDATES: i64 = 400;

/// Brings the terms of a record's anchors up to date: what is in `old` and not in `new` goes, what is new comes.
pub async fn reindex(
    tx: &Tx<'_>,
    kind: &Kind,
    record: Id,
    anchors: &[(Id, Option<Id>)],
    old: &BTreeSet<String>,
    new: &BTreeSet<String>,
) -> Result<(), DbErr> {
    if !old.is_empty() && old != new && !anchors.is_empty() {
        waiting::settle_anchors(tx, anchors.iter().map(|(anchor, _)| *anchor)).await?;
    }
    for term in old.difference(new) {
        for (anchor, _) in anchors {
            let text = "DELETE FROM search_terms WHERE tenant_id = $1 AND term = $2 AND kind = $3 AND anchor_id = $4";
            sql::run(tx.conn(), text, [tx.tenant().into(), term.as_str().into(), kind.name.into(), (*anchor).into()])
                .await?;
        }
    }
    let mut rows = Vec::new();
    for term in new.difference(old) {
        rows.extend(anchors.iter().map(|(anchor, store)| row(kind, record, *anchor, *store, term)));
    }
    write(tx, rows).await
}

/// One term of an anchor.
#[derive(Clone, Debug)]
pub struct TermRow {
    term: String,
    kind: &'static str,
    anchor: Id,
    record: Id,
    store: Option<Id>,
}

/// The row of one term; for batches that write many records at once.
pub fn row(kind: &Kind, record: Id, anchor: Id, store: Option<Id>, term: &str) -> TermRow {
    TermRow { term: term.to_owned(), kind: kind.name, anchor, record, store }
}

/// Writes rows of [`row`]. In a large batch they are found after the next [`settle`].
pub async fn write(tx: &Tx<'_>, mut rows: Vec<TermRow>) -> Result<(), DbErr> {
    if tx.is_bulk() {
        return waiting::lay_aside(tx, rows).await;
    }
    // In the order of the key: what stands side by side goes into the same pages.
    rows.sort_unstable_by(|a, b| a.term.cmp(&b.term));
    let tenant = tx.tenant();
    let values = |r: TermRow| {
        vec![tenant.into(), r.term.into(), r.kind.into(), r.anchor.into(), r.record.into(), r.store.into()]
    };
    insert(tx, rows.into_iter().map(values).collect()).await
}

/// Inserts rows that stand in the order of the key.
async fn insert(tx: &Tx<'_>, rows: Vec<Vec<kernel::Value>>) -> Result<(), DbErr> {
    let columns = ["tenant_id", "term", "kind", "anchor_id", "record_id", "store_id"];
    let known = "ON CONFLICT (tenant_id, term, kind, anchor_id) DO NOTHING";
    sql::insert_or(tx.conn(), "search_terms", &columns, rows, known).await
}

/// Takes terms off anchors, whichever record they speak of.
pub async fn withdraw(tx: &Tx<'_>, kind: &Kind, anchors: &[Id], terms: &BTreeSet<String>) -> Result<(), DbErr> {
    if anchors.is_empty() {
        return Ok(());
    }
    waiting::settle_anchors(tx, anchors.iter().copied()).await?;
    let terms: Vec<&String> = terms.iter().collect();
    for part in terms.chunks(200) {
        let mut q = Query::new();
        q.push("DELETE FROM search_terms WHERE tenant_id = ").bind(tx.tenant()).push(" AND term IN (");
        q.bind_all(part.iter().map(|term| term.as_str())).push(") AND kind = ").bind(kind.name);
        q.push(" AND anchor_id IN (").bind_all(anchors.iter().copied()).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

/// Moves an anchor's terms to another store.
pub async fn move_to_store(
    tx: &Tx<'_>,
    kind: &Kind,
    anchor: Id,
    terms: &BTreeSet<String>,
    store: Option<Id>,
) -> Result<(), DbErr> {
    for term in terms {
        let text =
            "UPDATE search_terms SET store_id = $5 WHERE tenant_id = $1 AND term = $2 AND kind = $3 AND anchor_id = $4";
        sql::run(
            tx.conn(),
            text,
            [tx.tenant().into(), term.as_str().into(), kind.name.into(), anchor.into(), store.into()],
        )
        .await?;
    }
    Ok(())
}

/// Records of a kind that answer what was typed, best guess first, at most `limit`.
pub async fn search<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    typed: &str,
    limit: usize,
) -> Result<Vec<Hit>, DbErr> {
    let reach = look.scope.reach(kind.name, Action::See);
    // A thing typed that may not be looked for at all finds nothing, and not what the other things find.
    let groups: Vec<Vec<Range>> =
        query_groups(typed).iter().map(|group| open::ranges(look.scope, kind, group)).collect();
    let Some(first) = groups.first().filter(|_| !reach.is_empty()) else { return Ok(Vec::new()) };
    if groups.iter().any(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let wanted = if groups.len() > 1 { CANDIDATES } else { limit as i64 };
    let mut hits: Vec<Hit> = Vec::new();
    let results = statement(look, kind, &policy::branches(&reach), first, wanted).rows(look.conn).await?;
    for result in results {
        let (record, term): (Id, String) = (result.try_get_by_index(0)?, result.try_get_by_index(1)?);
        if !hits.iter().any(|h| h.record == record) {
            hits.push(Hit { record, term });
        }
    }
    for group in &groups[1..] {
        retain(look, kind, group, &mut hits).await?;
    }
    if hits.len() < limit {
        for hit in values::search(look, kind, &policy::branches(&reach), typed, limit).await? {
            if !hits.iter().any(|h| h.record == hit.record) {
                hits.push(hit);
            }
        }
    }
    hits.truncate(limit);
    Ok(hits)
}

/// The union over prefixes and branches, each a range of an index; in the order of the prefixes, whole terms first.
fn statement<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    branches: &[Branch],
    ranges: &[Range],
    limit: i64,
) -> Query {
    let mut q = Query::new();
    q.push("SELECT u.record_id, u.term FROM (");
    let mut n = 0;
    for (rank, (from, to)) in ranges.iter().enumerate() {
        for part in branches {
            if n > 0 {
                q.push(" UNION ALL ");
            }
            q.push(&format!("SELECT * FROM (SELECT {rank} AS rank, t.record_id, t.term FROM search_terms t"));
            let joined = !matches!(part, Branch::Group | Branch::Store(_));
            if joined {
                q.push(" CROSS JOIN ").push(kind.anchor.table).push(" a");
            }
            q.push(" WHERE t.tenant_id = ").bind(look.scope.tenant);
            narrow(&mut q, look, kind, part);
            q.push(" AND t.term >= ")
                .bind(from.as_str())
                .push(" AND t.term < ")
                .bind(to.as_str())
                .push(" AND t.kind = ")
                .bind(kind.name);
            if joined {
                q.push(" AND a.tenant_id = t.tenant_id AND a.id = t.anchor_id AND a.deleted_at IS NULL AND ");
                policy::branch(&mut q, part, "a", kind, Action::See, look.now);
            }
            q.push(" ORDER BY t.term").limit(limit).push(&format!(") x{n}"));
            n += 1;
        }
    }
    q.push(") u ORDER BY u.rank, u.term").limit(limit);
    q
}

/// Chooses the index that fits the branch: terms of a store, or of the stores where someone has anything at all.
fn narrow<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, kind: &Kind, part: &Branch) {
    match part {
        Branch::Group => {}
        Branch::Store(store) | Branch::Below(_, Some(store)) => drop(q.push(" AND t.store_id = ").bind(*store)),
        Branch::Below(_, None) => {}
        Branch::Own(owner) => {
            q.push(" AND t.store_id IN (SELECT DISTINCT o.store_id FROM ").push(kind.anchor.table);
            q.push(" o WHERE o.tenant_id = ")
                .bind(look.scope.tenant)
                .push(" AND o.owner_id = ")
                .bind(*owner)
                .push(" AND o.deleted_at IS NULL)");
        }
        Branch::Shared(with) => {
            q.push(" AND t.store_id IN (SELECT o.store_id FROM shares v CROSS JOIN ").push(kind.anchor.table);
            q.push(" o WHERE v.tenant_id = ").bind(look.scope.tenant).push(" AND v.kind = ").bind(kind.name);
            q.push(" AND v.grantee_id IN (")
                .bind_all(with.iter().copied())
                .push(") AND o.tenant_id = v.tenant_id AND o.id = v.anchor_id)");
        }
    }
}

/// Keeps the hits that also answer another word.
async fn retain<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &Kind,
    ranges: &[Range],
    hits: &mut Vec<Hit>,
) -> Result<(), DbErr> {
    if hits.is_empty() {
        return Ok(());
    }
    let mut q = Query::new();
    q.push("SELECT DISTINCT t.record_id FROM search_terms t WHERE t.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND t.kind = ")
        .bind(kind.name)
        .push(" AND t.record_id IN (")
        .bind_all(hits.iter().map(|h| h.record))
        .push(") AND (");
    for (n, (from, to)) in ranges.iter().enumerate() {
        q.push(if n == 0 { "(" } else { " OR (" })
            .push("t.term >= ")
            .bind(from.as_str())
            .push(" AND t.term < ")
            .bind(to.as_str())
            .push(")");
    }
    q.push(")");
    let kept: Vec<Id> = q.rows(look.conn).await?.iter().map(|r| r.try_get_by_index(0)).collect::<Result<_, _>>()?;
    hits.retain(|h| kept.contains(&h.record));
    Ok(())
}
