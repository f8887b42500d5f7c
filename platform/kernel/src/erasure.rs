//! Erasing a person from what the house wrote down by itself: values of the journal, payloads of events and jobs.
//!
//! The traces of actions stay: who did what to which record when. The journal's chain runs over digests, so values may go
//! without breaking it ([`crate::chain`]).

use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use crate::sql::{self, Query};
use crate::{Id, Tx};

/// What stands in the place of a text that was erased inside a longer one.
pub const ERASED: &str = "***";

/// What is to be erased of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// Records that are erased, with everything that was written about them.
    pub records: Vec<Id>,
    /// Records of others that have to do with the person: there, their names go too.
    pub related: Vec<Id>,
    /// Texts that nobody else bears (numbers, addresses): they go wherever they stand. The longer ones first, so that no
    /// rest of one stays.
    pub texts: Vec<String>,
    /// Names. Many people share one, so they go only from [`Traces::related`].
    pub names: Vec<String>,
}

/// Writes the condition that a column holds one of some texts as they are; nothing holds none.
pub fn holds(q: &mut Query, backend: DbBackend, column: &str, texts: &[String]) {
    if texts.is_empty() {
        q.push("1 = 0");
        return;
    }
    let place = if backend == DbBackend::Postgres { "strpos" } else { "instr" };
    for (n, text) in texts.iter().enumerate() {
        q.push(if n == 0 { "(" } else { " OR " });
        q.push(place).push("(").push(column).push(", ").bind(text.as_str()).push(") > 0");
    }
    q.push(")");
}

/// Writes that a column is one of some ids; none is none.
pub fn among(q: &mut Query, column: &str, ids: &[Id]) {
    if ids.is_empty() {
        q.push("1 = 0");
        return;
    }
    q.push(column).push(" IN (").bind_all(ids.iter().copied()).push(")");
}

/// Takes texts out of a column wherever they stand in it: in all rows of the tenant, or only in those of some records,
/// which are named by a column. What else stands there stays. How many rows were changed.
pub async fn redact(
    tx: &Tx<'_>,
    table: &str,
    column: &str,
    texts: &[String],
    of: Option<(&str, &[Id])>,
) -> Result<u64, DbErr> {
    if texts.is_empty() || of.is_some_and(|(_, ids)| ids.is_empty()) {
        return Ok(0);
    }
    let mut q = Query::new();
    q.push("UPDATE ").push(table).push(" SET ").push(column).push(" = ");
    q.push(&"replace(".repeat(texts.len())).push(column);
    for text in texts {
        q.push(", ").bind(text.as_str()).push(", '").push(ERASED).push("')");
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    if let Some((record, ids)) = of {
        among(&mut q, record, ids);
        q.push(" AND ");
    }
    holds(&mut q, tx.conn().get_database_backend(), column, texts);
    sql::run(tx.conn(), &q.text, q.values).await
}

/// Takes texts out of several columns everywhere, and names out of the rows of related records where a column names
/// them.
pub async fn redact_all(tx: &Tx<'_>, columns: &[(&str, &str, Option<&str>)], traces: &Traces) -> Result<(), DbErr> {
    for (table, column, record) in columns {
        redact(tx, table, column, &traces.texts, None).await?;
        if let Some(record) = record {
            redact(tx, table, column, &traces.names, Some((record, &traces.related))).await?;
        }
    }
    Ok(())
}

/// The journal's values: all about the records, those that hold a text of the person, and those about related records that
/// hold a name.
pub async fn journal(tx: &Tx<'_>, traces: &Traces) -> Result<(), DbErr> {
    let backend = tx.conn().get_database_backend();
    let about = |ids: &[Id]| {
        let mut q = Query::new();
        q.push("DELETE FROM journal_values WHERE tenant_id = ").bind(tx.tenant());
        q.push(" AND journal_id IN (SELECT j.id FROM journal j WHERE j.tenant_id = ").bind(tx.tenant()).push(" AND ");
        among(&mut q, "j.record_id", ids);
        q.push(")");
        q
    };
    let q = about(&traces.records);
    sql::run(tx.conn(), &q.text, q.values).await?;
    let mut q = about(&traces.related);
    q.push(" AND ");
    holds(&mut q, backend, "changes", &traces.names);
    sql::run(tx.conn(), &q.text, q.values).await?;
    let mut q = Query::new();
    q.push("DELETE FROM journal_values WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    holds(&mut q, backend, "changes", &traces.texts);
    sql::run(tx.conn(), &q.text, q.values).await?;
    Ok(())
}

/// What events told and jobs were given to do.
pub async fn events_and_jobs(tx: &Tx<'_>, traces: &Traces) -> Result<(), DbErr> {
    let columns = [
        ("events", "payload", Some("subject_id")),
        ("event_failures", "error", None),
        ("jobs", "payload", None),
        ("jobs", "progress", None),
        ("jobs", "error", None),
    ];
    redact_all(tx, &columns, traces).await
}
