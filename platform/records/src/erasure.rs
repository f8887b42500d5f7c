//! Erasing a person from what serves all nouns: search terms, custom values, shares, operations, imports, saved views.
//!
//! A record that is erased cannot come back: what operations photographed of it goes, and with it what an undo would lay
//! back.

use std::path::Path;

use kernel::erasure::{Traces, among, holds, redact_all};
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, Id, Tenant, Tx};
use sea_orm::DbErr;

/// Columns in which people's own words stand, and the column that names whose they are.
const WORDS: [(&str, &str, Option<&str>); 6] = [
    ("custom_values", "text_value", Some("record_id")),
    ("operations", "title", None),
    ("operations", "asked", None),
    ("operation_records", "conflicts", Some("record_id")),
    ("imports", "file_name", None),
    ("imports", "problems", None),
];

/// Erases what stands about the records, and the person's texts wherever else they stand. `anchors` are the records'
/// rows of places. Uploaded sheets are for [`remove_sheets`], before this forgets which they are.
pub async fn erase(tx: &Tx<'_>, traces: &Traces, anchors: &[Id]) -> Result<(), DbErr> {
    terms(tx, &traces.records).await?;
    for (table, column, ids) in [
        ("search_terms_waiting", "record_id", traces.records.as_slice()),
        ("custom_values", "record_id", &traces.records),
        ("operation_rows", "record_id", &traces.records),
        ("shares", "anchor_id", anchors),
    ] {
        let mut q = Query::new();
        q.push("DELETE FROM ").push(table).push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
        among(&mut q, column, ids);
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    let mut q = Query::new();
    q.push("UPDATE operation_records SET conflicts = NULL WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    among(&mut q, "record_id", &traces.records);
    sql::run(tx.conn(), &q.text, q.values).await?;
    photographs(tx, traces).await?;
    import_rows(tx, traces).await?;
    crate::custom::redact(tx, &traces.texts).await?;
    views(tx, &traces.texts).await?;
    redact_all(tx, &WORDS, traces).await
}

/// Looked up by record, which no index serves, and taken away by key.
async fn terms(tx: &Tx<'_>, records: &[Id]) -> Result<(), DbErr> {
    let mut q = Query::new();
    q.push("SELECT DISTINCT term FROM search_terms WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    among(&mut q, "record_id", records);
    for row in q.rows(tx.conn()).await? {
        let term: String = row.try_get_by_index(0)?;
        let mut q = Query::new();
        q.push("DELETE FROM search_terms WHERE tenant_id = ").bind(tx.tenant()).push(" AND term = ").bind(term);
        q.push(" AND ");
        among(&mut q, "record_id", records);
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

/// Photographs of other records in which the person stands go too: an undo leaves those facts as they are, and lays
/// nothing back that was erased.
async fn photographs(tx: &Tx<'_>, traces: &Traces) -> Result<(), DbErr> {
    let backend = tx.conn().get_database_backend();
    for (texts, of) in [(&traces.texts, None), (&traces.names, Some(&traces.related))] {
        let mut q = Query::new();
        q.push("DELETE FROM operation_rows WHERE tenant_id = ").bind(tx.tenant()).push(" AND (");
        holds(&mut q, backend, "was", texts);
        q.push(" OR ");
        holds(&mut q, backend, "became", texts);
        q.push(")");
        if let Some(ids) = of {
            q.push(" AND ");
            among(&mut q, "record_id", ids);
        }
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

fn of_person(q: &mut Query, tx: &Tx<'_>, traces: &Traces) {
    let backend = tx.conn().get_database_backend();
    q.push("(");
    among(q, "record_id", &traces.records);
    for column in ["cells", "messages"] {
        q.push(" OR ");
        holds(q, backend, column, &traces.texts);
    }
    q.push(")");
}

/// The account of a row of a sheet keeps its line and what became of it, and loses what stood there.
async fn import_rows(tx: &Tx<'_>, traces: &Traces) -> Result<(), DbErr> {
    let mut q = Query::new();
    q.push("SELECT DISTINCT import_id, line FROM import_rows WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    of_person(&mut q, tx, traces);
    for row in q.rows(tx.conn()).await? {
        let (import, line): (Id, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let values = [tx.tenant().into(), import.into(), line.into()];
        let text = "DELETE FROM import_fixes WHERE tenant_id = $1 AND import_id = $2 AND line = $3";
        sql::run(tx.conn(), text, values.clone()).await?;
        let text = "UPDATE import_rows SET cells = NULL, messages = NULL WHERE tenant_id = $1 AND import_id = $2 AND line = $3";
        sql::run(tx.conn(), text, values).await?;
    }
    Ok(())
}

/// A saved view that asks for the person goes altogether: without its condition it would be another list.
async fn views(tx: &Tx<'_>, texts: &[String]) -> Result<(), DbErr> {
    let backend = tx.conn().get_database_backend();
    let mut q = Query::new();
    q.push("DELETE FROM saved_views WHERE tenant_id = ").bind(tx.tenant()).push(" AND (");
    holds(&mut q, backend, "query", texts);
    q.push(" OR ");
    holds(&mut q, backend, "name", texts);
    q.push(")");
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// Removes the uploaded sheets in which a row is the person's; how many these were. A sheet cannot lose one row and be
/// the file that came in, so it goes whole; what became of its other rows stays told by the account of the import.
pub async fn remove_sheets(tx: &Tx<'_>, traces: &Traces, folder: &Path) -> Result<usize, DbErr> {
    let mut removed = 0;
    for stored in sheets(tx, traces).await? {
        match std::fs::remove_file(folder.join(&stored)) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(DbErr::Custom(format!("{stored}: {error}"))),
        }
    }
    Ok(removed)
}

/// The uploaded sheets, by their names in the folder of imports.
pub async fn sheets(tx: &Tx<'_>, traces: &Traces) -> Result<Vec<String>, DbErr> {
    let mut q = Query::new();
    q.push("SELECT DISTINCT i.stored FROM imports i WHERE i.tenant_id = ").bind(tx.tenant()).push(" AND (i.id IN (");
    q.push("SELECT import_id FROM import_rows WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    of_person(&mut q, tx, traces);
    q.push(") OR i.id IN (SELECT operation_id FROM operation_records WHERE tenant_id = ")
        .bind(tx.tenant())
        .push(" AND ");
    among(&mut q, "record_id", &traces.records);
    q.push("))");
    q.rows(tx.conn()).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Whether a sheet is being read or brought in just now: none can be taken away meanwhile.
pub async fn imports_at_work(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<bool, DbErr> {
    let text = "SELECT count(*) FROM imports WHERE tenant_id = $1 AND state IN ('checking', 'running')";
    Ok(sql::number(conn, text, [tenant.into()]).await? > 0)
}
