//! All SQL of imports.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, Id, Instant, Tenant, Tx, Value};
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult};

use super::model::{StoredImport, StoredRow, json};
use super::{Counts, Fate, FileProblem, Import, Key, Mapping, Message, Mode, RowRecord, Severity, State, Step};
use crate::Kind;
use crate::policy::{self, Look};

const COLUMNS: &str = "i.tenant_id, i.id, i.importer, i.store_id, i.path, i.owner_id, i.owner_name, i.file_name, i.stored, i.digest, i.bytes, i.mapping, \
     i.fingerprint, i.mode, i.keys, i.state, i.step, i.pass, i.line, i.total, i.counts, i.checked, i.problems, i.problem, i.job_id, i.created_at, \
     i.started_at, i.finished_at";

/// Imports of this importer's noun that someone may see, newest first, `limit` of them before `before`: their own, and
/// those of stores where they may change records of the noun in bulk.
pub async fn list(
    look: &Look<'_, DatabaseConnection>,
    importer: &str,
    kind: &Kind,
    before: Option<Id>,
    limit: i64,
) -> Result<Vec<Import>, DbErr> {
    let mut q = select(look, kind);
    q.push(" AND i.importer = ")
        .bind(importer)
        .push(" AND i.id < ")
        .bind(before.unwrap_or(Id::max()))
        .push(" ORDER BY i.id DESC")
        .limit(limit);
    let rows = q.rows(look.conn).await?;
    rows.iter().map(|row| StoredImport::from_query_result(row, "").map(Import::from)).collect()
}

/// An import, if this person may see it (see [`list`]).
pub async fn find<C: ConnectionTrait>(look: &Look<'_, C>, kind: &Kind, id: Id) -> Result<Option<Import>, DbErr> {
    let mut q = select(look, kind);
    q.push(" AND i.id = ").bind(id);
    let rows = q.rows(look.conn).await?;
    rows.first().map(|row| StoredImport::from_query_result(row, "").map(Import::from)).transpose()
}

fn select<C: ConnectionTrait>(look: &Look<'_, C>, kind: &Kind) -> Query {
    let mut q = Query::new();
    q.push("SELECT ")
        .push(COLUMNS)
        .push(" FROM imports i WHERE i.tenant_id = ")
        .bind(look.scope.tenant)
        .push(" AND i.deleted_at IS NULL AND (");
    policy::condition(&mut q, &look.scope.reach(kind.name, Action::Bulk), "i", kind, Action::Bulk, look.now);
    if let Some(user) = look.scope.user() {
        q.push(" OR i.owner_id = ").bind(user);
    }
    q.push(")");
    q
}

/// An import by id, for the house at work on it.
pub(super) async fn load(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Import>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM imports i WHERE i.tenant_id = $1 AND i.id = $2");
    Ok(sql::one::<StoredImport>(conn, &text, [tenant.into(), id.into()]).await?.map(Import::from))
}

/// An unfinished run of the same file that no job does: what a command line left when it was killed.
pub(super) async fn unfinished(conn: &impl ConnectionTrait, import: &Import) -> Result<Option<Import>, DbErr> {
    let text = format!(
        "SELECT {COLUMNS} FROM imports i WHERE i.tenant_id = $1 AND i.digest = $2 AND i.owner_id = $3 AND i.store_id = $4 AND i.mode = $5 AND i.mapping = $6 \
         AND i.keys = $7 AND i.importer = $8 AND i.state = 'running' AND i.job_id IS NULL AND i.deleted_at IS NULL ORDER BY i.id DESC LIMIT 1"
    );
    let values: [Value; 8] = [
        import.tenant.into(),
        import.digest.as_str().into(),
        import.owner.into(),
        import.store.into(),
        import.mode.name().into(),
        json(&import.mapping).into(),
        json(&import.keys).into(),
        import.importer.as_str().into(),
    ];
    Ok(sql::one::<StoredImport>(conn, &text, values).await?.map(Import::from))
}

/// Whether the same file came into the same store before: the last import of it that ran.
pub async fn same_file(conn: &impl ConnectionTrait, import: &Import) -> Result<Option<Instant>, DbErr> {
    let text = "SELECT max(finished_at) FROM imports WHERE tenant_id = $1 AND digest = $2 AND store_id = $3 AND id <> $4 AND state = 'done'";
    let values = [import.tenant.into(), import.digest.as_str().into(), import.store.into(), import.id.into()];
    Ok(sql::row(conn, text, values)
        .await?
        .map(|row| row.try_get_by_index::<Option<i64>>(0))
        .transpose()?
        .flatten()
        .map(Instant))
}

pub(super) async fn insert(tx: &Tx<'_>, import: &Import) -> Result<(), DbErr> {
    let columns = [
        "tenant_id",
        "id",
        "importer",
        "store_id",
        "path",
        "owner_id",
        "owner_name",
        "file_name",
        "stored",
        "digest",
        "bytes",
        "mapping",
        "fingerprint",
        "mode",
        "keys",
        "state",
        "step",
        "pass",
        "line",
        "total",
        "counts",
        "checked",
        "problems",
        "created_at",
        "started_at",
    ];
    let values = vec![
        import.tenant.into(),
        import.id.into(),
        import.importer.as_str().into(),
        import.store.into(),
        import.path.as_str().into(),
        import.owner.into(),
        import.owner_name.as_str().into(),
        import.file_name.as_str().into(),
        import.stored.as_str().into(),
        import.digest.as_str().into(),
        import.bytes.into(),
        json(&import.mapping).into(),
        import.fingerprint.as_str().into(),
        import.mode.name().into(),
        json(&import.keys).into(),
        import.state.name().into(),
        import.step.name().into(),
        import.pass.into(),
        import.line.into(),
        import.total.into(),
        json(&import.counts).into(),
        json(&import.checked).into(),
        json(&import.problems).into(),
        import.created_at.into(),
        import.started_at.map(|at| at.0).into(),
    ];
    sql::insert(tx.conn(), "imports", &columns, vec![values]).await
}

/// Changes columns of an import that stands in one of `from`; false when it does not.
pub(super) async fn change(tx: &Tx<'_>, id: Id, from: &[State], changes: Vec<(&str, Value)>) -> Result<bool, DbErr> {
    let mut q = Query::new();
    q.push("UPDATE imports SET ");
    for (n, (column, value)) in changes.into_iter().enumerate() {
        q.push(if n == 0 { "" } else { ", " }).push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ")
        .bind(tx.tenant())
        .push(" AND id = ")
        .bind(id)
        .push(" AND deleted_at IS NULL AND state IN (");
    q.bind_all(from.iter().map(|s| s.name())).push(")");
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// Moves a pass on from the line where it stood; false when someone paused, cancelled or took over meanwhile.
pub(super) async fn advance(tx: &Tx<'_>, import: &Import, from: i64) -> Result<bool, DbErr> {
    let column = if import.step == Step::Check { "checked" } else { "counts" };
    let text = format!(
        "UPDATE imports SET line = $3, {column} = $4, problems = $5 WHERE tenant_id = $1 AND id = $2 AND line = $6 AND state = $7 AND step = $8"
    );
    let values = [
        import.tenant.into(),
        import.id.into(),
        import.line.into(),
        json(&import.tally()).into(),
        json(&import.problems).into(),
        from.into(),
        import.step.state().name().into(),
        import.step.name().into(),
    ];
    Ok(sql::run(tx.conn(), &text, values).await? == 1)
}

/// Sets the counts of a check after a correction changed them.
pub(super) async fn recount(
    tx: &Tx<'_>,
    id: Id,
    checked: &Counts,
    problems: &BTreeMap<String, i64>,
) -> Result<(), DbErr> {
    let text = "UPDATE imports SET checked = $3, problems = $4 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), json(checked).into(), json(problems).into()])
        .await
        .map(drop)
}

const ROW: [&str; 10] =
    ["tenant_id", "import_id", "pass", "line", "outcome", "record_id", "problem", "codes", "messages", "cells"];

/// Writes accounts of rows; one that is there already is replaced.
pub(super) async fn write_rows(tx: &Tx<'_>, import: Id, pass: i64, rows: &[RowRecord]) -> Result<(), DbErr> {
    let values = rows
        .iter()
        .map(|row| {
            let told = !row.messages.is_empty();
            let codes = told.then(|| row.messages.iter().fold("|".to_owned(), |all, m| format!("{all}{}|", m.code)));
            vec![
                tx.tenant().into(),
                import.into(),
                pass.into(),
                (row.line as i64).into(),
                row.fate.name().into(),
                row.record.into(),
                row.severity().map(Severity::name).into(),
                codes.into(),
                told.then(|| json(&row.messages)).into(),
                (!row.cells.is_empty()).then(|| json(&row.cells)).into(),
            ]
        })
        .collect();
    let replace = "ON CONFLICT (tenant_id, import_id, pass, line) DO UPDATE SET outcome = excluded.outcome, record_id = excluded.record_id, \
         problem = excluded.problem, codes = excluded.codes, messages = excluded.messages, cells = excluded.cells";
    sql::insert_or(tx.conn(), "import_rows", &ROW, values, replace).await
}

/// Accounts of rows after a line, in their order.
pub async fn rows(
    conn: &impl ConnectionTrait,
    import: &Import,
    pass: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<RowRecord>, DbErr> {
    let text = "SELECT line, outcome, record_id, messages, cells FROM import_rows WHERE tenant_id = $1 AND import_id = $2 AND pass = $3 AND line > $4 \
         ORDER BY line LIMIT $5";
    let values = [import.tenant.into(), import.id.into(), pass.into(), after.into(), limit.into()];
    Ok(sql::all::<StoredRow>(conn, text, values).await?.into_iter().map(RowRecord::from).collect())
}

/// What rows are to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// Only rows with a message.
    pub told: bool,
    /// Only rows with a message of this code.
    pub code: Option<String>,
    /// Only rows of this fate.
    pub fate: Option<Fate>,
    /// Only rows whose gravest message is this.
    pub severity: Option<Severity>,
}

/// Accounts of rows that pass a filter, after a line.
pub async fn filtered(
    conn: &impl ConnectionTrait,
    import: &Import,
    pass: i64,
    filter: &RowFilter,
    after: i64,
    limit: i64,
) -> Result<Vec<RowRecord>, DbErr> {
    let mut q = Query::new();
    q.push("SELECT line, outcome, record_id, messages, cells FROM import_rows WHERE tenant_id = ")
        .bind(import.tenant)
        .push(" AND import_id = ")
        .bind(import.id);
    q.push(" AND pass = ").bind(pass).push(" AND line > ").bind(after);
    if let Some(severity) = filter.severity {
        q.push(" AND problem = ").bind(severity.name());
    }
    if filter.told || filter.code.is_some() {
        q.push(" AND problem IS NOT NULL");
    }
    if let Some(code) = &filter.code {
        // Codes are letters and dashes; anything else is no code and finds nothing.
        let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        q.push(" AND codes LIKE ").bind(format!("%|{code}|%"));
    }
    if let Some(fate) = filter.fate {
        q.push(" AND outcome = ").bind(fate.name());
    }
    q.push(" ORDER BY line").limit(limit);
    q.rows(conn).await?.iter().map(|row| StoredRow::from_query_result(row, "").map(RowRecord::from)).collect()
}

/// The account of one row.
pub async fn row(
    conn: &impl ConnectionTrait,
    import: &Import,
    pass: i64,
    line: u64,
) -> Result<Option<RowRecord>, DbErr> {
    let text = "SELECT line, outcome, record_id, messages, cells FROM import_rows WHERE tenant_id = $1 AND import_id = $2 AND pass = $3 AND line = $4";
    let values = [import.tenant.into(), import.id.into(), pass.into(), (line as i64).into()];
    Ok(sql::one::<StoredRow>(conn, text, values).await?.map(RowRecord::from))
}

/// Lines that were left out so far: their keys do not count as seen.
pub(super) async fn rejected(conn: &impl ConnectionTrait, import: &Import, pass: i64) -> Result<HashSet<u64>, DbErr> {
    let text = "SELECT line FROM import_rows WHERE tenant_id = $1 AND import_id = $2 AND pass = $3 AND outcome = 'rejected' AND problem IS NOT NULL";
    let found = sql::rows(conn, text, [import.tenant.into(), import.id.into(), pass.into()]).await?;
    found.iter().map(|row| Ok(row.try_get_by_index::<i64>(0)?.max(0) as u64)).collect()
}

/// The records that earlier lines of the run came to, and how.
pub(super) async fn records_of(tx: &Tx<'_>, import: Id, lines: &[u64]) -> Result<HashMap<u64, (Id, Fate)>, DbErr> {
    if lines.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT line, record_id, outcome FROM import_rows WHERE tenant_id = ")
        .bind(tx.tenant())
        .push(" AND import_id = ")
        .bind(import);
    q.push(" AND pass = 0 AND record_id IS NOT NULL AND line IN (").bind_all(lines.iter().map(|l| *l as i64)).push(")");
    let mut records = HashMap::new();
    for row in q.rows(tx.conn()).await? {
        let (line, outcome): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
        records.insert(
            line.max(0) as u64,
            (row.try_get_by_index(1)?, Fate::from_name(&outcome).unwrap_or(Fate::Rejected)),
        );
    }
    Ok(records)
}

/// Takes away some accounts of earlier checks; returns how many.
pub(super) async fn forget_checks(tx: &Tx<'_>, import: &Import) -> Result<u64, DbErr> {
    let text = "DELETE FROM import_rows WHERE tenant_id = $1 AND import_id = $2 AND pass > 0 AND pass < $3 AND line IN (\
         SELECT line FROM import_rows WHERE tenant_id = $1 AND import_id = $2 AND pass > 0 AND pass < $3 LIMIT 500)";
    sql::run(tx.conn(), text, [import.tenant.into(), import.id.into(), import.pass.into()]).await
}

/// Types a correction over a cell; the last one counts.
pub(super) async fn fix(tx: &Tx<'_>, import: Id, line: u64, column: usize, value: &str) -> Result<(), DbErr> {
    let columns = ["tenant_id", "import_id", "line", "col", "value", "fixed_at", "fixed_by"];
    let row: Vec<Value> = vec![
        tx.tenant().into(),
        import.into(),
        (line as i64).into(),
        (column as i64).into(),
        value.into(),
        tx.now().into(),
        tx.scope().user().into(),
    ];
    let again = "ON CONFLICT (tenant_id, import_id, line, col) DO UPDATE SET value = excluded.value, fixed_at = excluded.fixed_at, fixed_by = excluded.fixed_by";
    sql::insert_or(tx.conn(), "import_fixes", &columns, vec![row], again).await
}

/// All corrections of an import, by line.
pub(super) async fn fixes(
    conn: &impl ConnectionTrait,
    import: &Import,
) -> Result<HashMap<u64, Vec<(usize, String)>>, DbErr> {
    let text = "SELECT line, col, value FROM import_fixes WHERE tenant_id = $1 AND import_id = $2";
    let mut fixes: HashMap<u64, Vec<(usize, String)>> = HashMap::new();
    for row in sql::rows(conn, text, [import.tenant.into(), import.id.into()]).await? {
        let (line, column): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        fixes.entry(line.max(0) as u64).or_default().push((column.max(0) as usize, row.try_get_by_index(2)?));
    }
    Ok(fixes)
}

/// The mapping used last for a layout.
pub(super) async fn remembered(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    importer: &str,
    fingerprint: &str,
) -> Result<Option<Vec<Option<String>>>, DbErr> {
    let text = "SELECT columns FROM import_mappings WHERE tenant_id = $1 AND importer = $2 AND fingerprint = $3";
    let row = sql::row(conn, text, [tenant.into(), importer.into(), fingerprint.into()]).await?;
    let text: Option<String> = row.map(|r| r.try_get_by_index(0)).transpose()?;
    Ok(text.and_then(|t| serde_json::from_str(&t).ok()))
}

/// Remembers a mapping for its layout.
pub(super) async fn remember(tx: &Tx<'_>, import: &Import) -> Result<(), DbErr> {
    let columns = ["tenant_id", "importer", "fingerprint", "columns", "used_at", "used_by"];
    let row: Vec<Value> = vec![
        tx.tenant().into(),
        import.importer.as_str().into(),
        import.fingerprint.as_str().into(),
        json(&import.mapping.columns).into(),
        tx.now().into(),
        tx.scope().user().into(),
    ];
    let again = "ON CONFLICT (tenant_id, importer, fingerprint) DO UPDATE SET columns = excluded.columns, used_at = excluded.used_at, used_by = excluded.used_by";
    sql::insert_or(tx.conn(), "import_mappings", &columns, vec![row], again).await
}

/// The columns that say how rows are read and what is done with them.
pub(super) fn choices(mapping: &Mapping, fingerprint: &str, mode: Mode, keys: &[Key]) -> Vec<(&'static str, Value)> {
    vec![
        ("mapping", json(mapping).into()),
        ("fingerprint", fingerprint.into()),
        ("mode", mode.name().into()),
        ("keys", json(&keys).into()),
    ]
}

/// The columns of a step that begins anew.
pub(super) fn anew(step: Step, pass: i64, job: Option<Id>) -> Vec<(&'static str, Value)> {
    let counts = json(&Counts::default());
    vec![
        ("state", step.state().name().into()),
        ("step", step.name().into()),
        ("pass", pass.into()),
        ("line", 0_i64.into()),
        (if step == Step::Check { "checked" } else { "counts" }, counts.into()),
        ("problems", "{}".into()),
        ("problem", Option::<String>::None.into()),
        ("job_id", job.into()),
    ]
}

/// The columns of an import that cannot go on.
pub(super) fn failed(problem: &FileProblem, now: Instant) -> Vec<(&'static str, Value)> {
    vec![("state", State::Failed.name().into()), ("problem", json(problem).into()), ("finished_at", now.into())]
}

/// Codes of messages, for counting rows by what is wrong with them.
pub(super) fn codes(messages: &[Message]) -> HashSet<&str> {
    messages.iter().map(|m| m.code.as_ref()).collect()
}

/// Gives up imports of the tenant that were uploaded before a moment and never run; returns how many.
pub(super) async fn abandon(tx: &Tx<'_>, before: Instant) -> Result<u64, DbErr> {
    let text = "UPDATE imports SET state = 'cancelled', finished_at = $2 WHERE tenant_id = $1 AND created_at < $3 AND step = 'check' \
         AND state IN ('draft', 'ready', 'paused', 'failed')";
    sql::run(tx.conn(), text, [tx.tenant().into(), tx.now().into(), before.into()]).await
}

/// Which of these imports need their files still, of whatever tenant: all but those that were given up before they ran.
pub(super) async fn files_kept(conn: &impl ConnectionTrait, ids: &[Id]) -> Result<HashSet<Id>, DbErr> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let mut q = Query::new();
    q.push("SELECT i.id FROM tenants t CROSS JOIN imports i WHERE i.tenant_id = t.id AND i.id IN (");
    q.bind_all(ids.iter().copied()).push(") AND NOT (i.state = 'cancelled' AND i.step = 'check')");
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}
