//! All SQL of operations.

use std::collections::HashSet;

use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, Id, Tenant, Tx, Value};
use sea_orm::{DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};

use super::image::{Difference, Image};
use super::model::{Back, Conflict, Counts, Fate, Line, NewOperation, Operation, State, Stored, StoredLine};
use super::table::Table;
use crate::policy::{self, Look};
use crate::{Kind, Registry};

const COLUMNS: &str = "o.tenant_id, o.id, o.kind, o.noun, o.title, o.asked, o.store_id, o.path, o.owner_id, o.owner_name, o.state, o.total, o.counts, \
     o.job_id, o.created_at, o.finished_at, o.undone_by_id, o.undone_by_name, o.undo_started_at, o.undone_at, o.undo_counts";

/// Begins an operation in the name of the transaction's actor; false when it was begun before.
pub async fn begin(tx: &Tx<'_>, new: &NewOperation) -> Result<bool, DbErr> {
    let (store, path) = match &new.place {
        Some((store, path)) => (Some(*store), path.clone()),
        None => (None, String::new()),
    };
    let counts = json(&Counts::default());
    let text = "INSERT INTO operations (tenant_id, id, kind, noun, title, asked, store_id, path, owner_id, owner_name, state, total, counts, job_id, \
         created_at, undo_counts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'running', $11, $12, $13, $14, $12) \
         ON CONFLICT (tenant_id, id) DO NOTHING";
    let values: [Value; 14] = [
        tx.tenant().into(),
        new.id.into(),
        new.kind.as_str().into(),
        new.noun.into(),
        new.title.as_str().into(),
        new.asked.as_str().into(),
        store.into(),
        path.into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        new.total.into(),
        counts.into(),
        new.job.into(),
        tx.now().into(),
    ];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// Changes columns of an operation that stands in one of these states; false when it does not.
pub async fn change(
    tx: &Tx<'_>,
    id: Id,
    from: &[State],
    to: State,
    columns: Vec<(&'static str, Value)>,
) -> Result<bool, DbErr> {
    let mut q = Query::new();
    q.push("UPDATE operations SET state = ").bind(to.name());
    for (column, value) in columns {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(id).push(" AND state IN (");
    q.bind_all(from.iter().map(|s| s.name())).push(")");
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// Notes that an operation is done, with what its records came to.
pub async fn finish(tx: &Tx<'_>, id: Id, total: i64, counts: Counts) -> Result<bool, DbErr> {
    let columns = vec![("total", total.into()), ("counts", json(&counts).into()), ("finished_at", tx.now().into())];
    change(tx, id, &[State::Running], State::Done, columns).await
}

/// Operations that someone may see, newest first, `limit` of them before `before`: their own, and those of places where
/// they may change records of the noun in bulk.
pub async fn list<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    before: Option<Id>,
    limit: i64,
) -> Result<Vec<Operation>, DbErr> {
    let mut q = visible(look, registry);
    q.push(" AND o.id < ").bind(before.unwrap_or(Id::max())).push(" ORDER BY o.id DESC").limit(limit);
    let rows = q.rows(look.conn).await?;
    rows.iter().map(|row| Stored::from_query_result(row, "").map(Operation::from)).collect()
}

/// An operation, if this person may see it (see [`list`]).
pub async fn find<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    id: Id,
) -> Result<Option<Operation>, DbErr> {
    let mut q = visible(look, registry);
    q.push(" AND o.id = ").bind(id);
    let rows = q.rows(look.conn).await?;
    rows.first().map(|row| Stored::from_query_result(row, "").map(Operation::from)).transpose()
}

fn visible<C: ConnectionTrait>(look: &Look<'_, C>, registry: &Registry) -> Query {
    let mut q = Query::new();
    q.push("SELECT ").push(COLUMNS).push(" FROM operations o WHERE o.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND o.deleted_at IS NULL AND (1 = 0");
    if let Some(user) = look.scope.user() {
        q.push(" OR o.owner_id = ").bind(user);
    }
    for kind in registry.kinds().filter(|kind| registry.in_bulk(kind.name)) {
        q.push(" OR (o.noun = ").bind(kind.name).push(" AND ");
        policy::condition(&mut q, &look.scope.reach(kind.name, Action::Bulk), "o", kind, Action::Bulk, look.now);
        q.push(")");
    }
    q.push(")");
    q
}

/// An operation by id, for the house at work on it.
pub async fn load(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Operation>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM operations o WHERE o.tenant_id = $1 AND o.id = $2");
    Ok(sql::one::<Stored>(conn, &text, [tenant.into(), id.into()]).await?.map(Operation::from))
}

/// What became of one record, to be written.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The record.
    pub record: Id,
    /// What was done.
    pub fate: Fate,
    /// Why it was not.
    pub reason: Option<String>,
}

/// Notes what became of records. One that the operation made stays one that it made.
pub async fn note(tx: &Tx<'_>, operation: Id, noun: &str, lines: &[Noted]) -> Result<(), DbErr> {
    let columns = ["tenant_id", "operation_id", "noun", "record_id", "fate", "reason", "at"];
    let row = |line: &Noted| {
        vec![
            tx.tenant().into(),
            operation.into(),
            noun.into(),
            line.record.into(),
            line.fate.name().into(),
            line.reason.clone().into(),
            tx.now().into(),
        ]
    };
    let known = "ON CONFLICT (tenant_id, operation_id, noun, record_id) DO UPDATE SET at = excluded.at, reason = excluded.reason, \
         fate = CASE WHEN operation_records.fate = 'created' THEN 'created' ELSE excluded.fate END";
    sql::insert_or(tx.conn(), "operation_records", &columns, lines.iter().map(row).collect(), known).await
}

/// Notes records whose turn comes later; one that stands there already is left as it is.
pub async fn wait(tx: &Tx<'_>, operation: Id, noun: &str, records: &[Id]) -> Result<(), DbErr> {
    let columns = ["tenant_id", "operation_id", "noun", "record_id", "fate", "at"];
    let row = |record: &Id| {
        vec![
            tx.tenant().into(),
            operation.into(),
            noun.into(),
            (*record).into(),
            Fate::Waiting.name().into(),
            tx.now().into(),
        ]
    };
    let known = "ON CONFLICT (tenant_id, operation_id, noun, record_id) DO NOTHING";
    sql::insert_or(tx.conn(), "operation_records", &columns, records.iter().map(row).collect(), known).await
}

/// What undoing came to for a record, to be written.
pub(super) struct Returned {
    pub line: Line,
    pub back: Back,
    pub conflicts: Vec<Conflict>,
}

/// Notes what undoing came to.
pub(super) async fn note_back(tx: &Tx<'_>, operation: Id, list: Vec<Returned>) -> Result<(), DbErr> {
    let columns = ["tenant_id", "operation_id", "noun", "record_id", "fate", "reason", "at", "back", "conflicts"];
    let row = |one: Returned| {
        let conflicts = (!one.conflicts.is_empty()).then(|| json(&one.conflicts));
        vec![
            tx.tenant().into(),
            operation.into(),
            one.line.noun.into(),
            one.line.record.into(),
            one.line.fate.name().into(),
            one.line.reason.into(),
            one.line.at.into(),
            one.back.name().into(),
            conflicts.into(),
        ]
    };
    let known = "ON CONFLICT (tenant_id, operation_id, noun, record_id) DO UPDATE SET back = excluded.back, conflicts = excluded.conflicts";
    sql::insert_or(tx.conn(), "operation_records", &columns, list.into_iter().map(row).collect(), known).await
}

/// Which lines of an operation are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Only of this noun.
    pub noun: Option<&'a str>,
    /// Only with these fates.
    pub fates: &'a [Fate],
    /// Only those that undoing left as they are, in whole or in part.
    pub stayed: bool,
    /// Behind this noun and record.
    pub after: Option<(&'a str, Id)>,
}

/// Lines of an operation in the order of nouns and records.
pub async fn lines(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    operation: Id,
    wanted: Wanted<'_>,
    limit: i64,
) -> Result<Vec<Line>, DbErr> {
    let mut q = Query::new();
    q.push("SELECT noun, record_id, fate, reason, at, back, conflicts FROM operation_records WHERE tenant_id = ")
        .bind(tenant);
    q.push(" AND operation_id = ").bind(operation);
    if let Some(noun) = wanted.noun {
        q.push(" AND noun = ").bind(noun);
    }
    if let Some((noun, record)) = wanted.after {
        q.push(" AND (noun, record_id) > (").bind(noun).push(", ").bind(record).push(")");
    }
    if !wanted.fates.is_empty() {
        q.push(" AND fate IN (").bind_all(wanted.fates.iter().map(|f| f.name())).push(")");
    }
    if wanted.stayed {
        q.push(" AND back IN ('partly', 'kept', 'closed')");
    }
    q.push(" ORDER BY noun, record_id").limit(limit);
    let rows: Vec<StoredLine> = sql::all(conn, &q.text, q.values).await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// Lines of some records.
pub async fn lines_of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    operation: Id,
    noun: &str,
    records: &[Id],
) -> Result<Vec<Line>, DbErr> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT noun, record_id, fate, reason, at, back, conflicts FROM operation_records WHERE tenant_id = ")
        .bind(tenant);
    q.push(" AND operation_id = ").bind(operation).push(" AND noun = ").bind(noun);
    q.push(" AND record_id IN (").bind_all(records.iter().copied()).push(")");
    let rows: Vec<StoredLine> = sql::all(conn, &q.text, q.values).await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// What the records of an operation came to, all of them.
pub async fn tally(conn: &impl ConnectionTrait, tenant: Tenant, operation: Id) -> Result<Counts, DbErr> {
    let text = "SELECT fate, count(*) FROM operation_records WHERE tenant_id = $1 AND operation_id = $2 GROUP BY fate";
    let mut counts = Counts::default();
    for row in sql::rows(conn, text, [tenant.into(), operation.into()]).await? {
        let (fate, n): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        match Fate::from_name(&fate) {
            Some(Fate::Created) => counts.created += n,
            Some(Fate::Changed) => counts.changed += n,
            Some(Fate::Unchanged) => counts.unchanged += n,
            Some(Fate::Refused) => counts.refused += n,
            Some(Fate::Waiting) | None => {}
        }
    }
    Ok(counts)
}

/// How many records of an operation came to each fate, for undoing: made and changed ones.
pub async fn touched(conn: &impl ConnectionTrait, tenant: Tenant, operation: Id) -> Result<i64, DbErr> {
    let text = "SELECT count(*) FROM operation_records WHERE tenant_id = $1 AND operation_id = $2 AND fate IN ('created', 'changed')";
    sql::number(conn, text, [tenant.into(), operation.into()]).await
}

/// Keeps what rows were like before and after. A row that the operation touches twice keeps what was before the first
/// time.
pub(super) async fn keep(
    tx: &Tx<'_>,
    operation: Id,
    kind: &Kind,
    tables: &[Table],
    differences: &[Difference],
) -> Result<(), DbErr> {
    let columns = ["tenant_id", "operation_id", "noun", "record_id", "part", "row_key", "was", "became"];
    let row = |d: &Difference| {
        vec![
            tx.tenant().into(),
            operation.into(),
            kind.name.into(),
            d.record.into(),
            tables[d.table].name.into(),
            d.key.as_str().into(),
            d.before.as_ref().map(json).into(),
            d.after.as_ref().map(json).into(),
        ]
    };
    sql::insert(tx.conn(), "operation_rows", &columns, differences.iter().map(row).collect()).await
}

/// What an operation kept of records, to which more may be added.
pub(super) async fn kept(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    operation: Id,
    kind: &Kind,
    tables: &[Table],
    records: &[Id],
) -> Result<Vec<Difference>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        record_id: Id,
        part: String,
        row_key: String,
        was: Option<String>,
        became: Option<String>,
    }
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT record_id, part, row_key, was, became FROM operation_rows WHERE tenant_id = ").bind(tenant);
    q.push(" AND operation_id = ").bind(operation).push(" AND noun = ").bind(kind.name);
    q.push(" AND record_id IN (").bind_all(records.iter().copied()).push(") ORDER BY record_id, part, row_key");
    let image = |text: Option<String>| -> Result<Option<Image>, DbErr> {
        text.map(|t| serde_json::from_str(&t).map_err(|e| DbErr::Custom(e.to_string()))).transpose()
    };
    let mut list = Vec::new();
    for row in sql::all::<Row>(conn, &q.text, q.values).await? {
        // A table that the noun no longer describes has nothing to give back.
        let Some(table) = tables.iter().position(|t| t.name == row.part) else { continue };
        let (before, after) = (image(row.was)?, image(row.became)?);
        list.push(Difference { record: row.record_id, table, key: row.row_key, before, after });
    }
    Ok(list)
}

/// Which row of which record a photograph shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowKey {
    /// The operation that took it.
    pub operation_id: Id,
    /// The record's noun.
    pub noun: String,
    /// The record.
    pub record_id: Id,
    /// The row's key within its table.
    pub row_key: String,
}

/// A photograph of a custom value.
pub(crate) struct CustomRow {
    pub key: RowKey,
    pub was: Option<String>,
    pub became: Option<String>,
}

/// The table of custom values, as photographs name it.
const CUSTOM: &str = "custom_values";

/// Photographs of custom values in the order of their key, behind one of them.
pub(crate) async fn custom_rows(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    last: Option<&RowKey>,
    limit: i64,
) -> Result<Vec<CustomRow>, DbErr> {
    let mut q = Query::new();
    q.push("SELECT operation_id, noun, record_id, row_key, was, became FROM operation_rows WHERE tenant_id = ")
        .bind(tenant);
    q.push(" AND part = ").bind(CUSTOM);
    if let Some(key) = last {
        q.push(" AND (operation_id, noun, record_id, part, row_key) > (").bind(key.operation_id).push(", ");
        q.bind(key.noun.as_str()).push(", ").bind(key.record_id).push(", ").bind(CUSTOM).push(", ");
        q.bind(key.row_key.as_str()).push(")");
    }
    q.push(" ORDER BY operation_id, noun, record_id, part, row_key").limit(limit);
    let row = |row: &sea_orm::QueryResult| {
        let key = RowKey {
            operation_id: row.try_get_by_index(0)?,
            noun: row.try_get_by_index(1)?,
            record_id: row.try_get_by_index(2)?,
            row_key: row.try_get_by_index(3)?,
        };
        Ok(CustomRow { key, was: row.try_get_by_index(4)?, became: row.try_get_by_index(5)? })
    };
    q.rows(conn).await?.iter().map(row).collect()
}

/// Writes a photograph of a custom value anew.
pub(crate) async fn rewrite_row(
    tx: &Tx<'_>,
    key: &RowKey,
    was: Option<String>,
    became: Option<String>,
) -> Result<(), DbErr> {
    let text = "UPDATE operation_rows SET was = $7, became = $8 WHERE tenant_id = $1 AND operation_id = $2 AND noun = $3 \
         AND record_id = $4 AND part = $5 AND row_key = $6";
    let values = [
        tx.tenant().into(),
        key.operation_id.into(),
        key.noun.as_str().into(),
        key.record_id.into(),
        CUSTOM.into(),
        key.row_key.as_str().into(),
        was.into(),
        became.into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Forgets what was kept of rows, to write it anew.
pub(super) async fn forget(tx: &Tx<'_>, operation: Id, kind: &Kind, records: &[Id]) -> Result<(), DbErr> {
    let mut q = Query::new();
    q.push("DELETE FROM operation_rows WHERE tenant_id = ")
        .bind(tx.tenant())
        .push(" AND operation_id = ")
        .bind(operation);
    q.push(" AND noun = ").bind(kind.name).push(" AND record_id IN (").bind_all(records.iter().copied()).push(")");
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// Holds records until the transaction ends. SQLite has one writer, so there is nothing to hold.
pub(super) async fn hold(tx: &Tx<'_>, kind: &Kind, records: &[Id]) -> Result<(), DbErr> {
    if records.is_empty() || tx.conn().get_database_backend() != sea_orm::DbBackend::Postgres {
        return Ok(());
    }
    let mut q = Query::new();
    q.push("SELECT id FROM ").push(kind.table).push(" WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND id IN (").bind_all(records.iter().copied()).push(") ORDER BY id FOR UPDATE");
    q.rows(tx.conn()).await.map(drop)
}

/// Which records are not put away, with their versions.
pub(super) async fn standing(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    kind: &Kind,
    records: &[Id],
) -> Result<Vec<(Id, i64)>, DbErr> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, version FROM ").push(kind.table).push(" WHERE tenant_id = ").bind(tenant);
    q.push(" AND deleted_at IS NULL AND id IN (").bind_all(records.iter().copied()).push(")");
    q.rows(conn).await?.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Those of some records with which someone may do this.
pub(super) async fn reached<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    records: &[Id],
    action: Action,
) -> Result<HashSet<Id>, DbErr> {
    let reach = look.scope.reach(kind.name, action);
    if reach.is_empty() || records.is_empty() {
        return Ok(HashSet::new());
    }
    let mut q = Query::new();
    q.push("SELECT DISTINCT a.").push(kind.anchor.record).push(" FROM ").push(kind.anchor.table).push(" a WHERE ");
    policy::base(&mut q, kind, look.scope, "a");
    q.push(" AND a.").push(kind.anchor.record).push(" IN (").bind_all(records.iter().copied()).push(") AND ");
    policy::condition(&mut q, &reach, "a", kind, action, look.now);
    q.rows(look.conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// The nouns that an operation touched.
pub async fn nouns(conn: &impl ConnectionTrait, tenant: Tenant, operation: Id) -> Result<Vec<String>, DbErr> {
    let text = "SELECT DISTINCT noun FROM operation_records WHERE tenant_id = $1 AND operation_id = $2";
    sql::rows(conn, text, [tenant.into(), operation.into()]).await?.iter().map(|r| r.try_get_by_index(0)).collect()
}

/// As JSON text for a column; these types always have one.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
