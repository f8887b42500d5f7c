//! Rows of this module's nouns: written in batches, and changed only while they stand as they were read.

use kernel::sql::{self, Query};
use kernel::{DbError, Id, Tx, Value};

/// Writes new rows, all with values of the same columns.
pub(crate) async fn insert(
    tx: &Tx<'_>,
    table: &str,
    rows: Vec<(Id, Vec<(&'static str, Value)>)>,
) -> Result<(), DbError> {
    let Some((_, first)) = rows.first() else { return Ok(()) };
    let mut columns = vec!["tenant_id", "id", "version", "created_at", "created_by", "updated_at"];
    columns.extend(first.iter().map(|(column, _)| *column));
    let (tenant, user, now) = (tx.tenant(), tx.scope().user(), tx.now());
    let row = |(id, values): (Id, Vec<(&'static str, Value)>)| {
        let mut row: Vec<Value> = vec![tenant.into(), id.into(), 1_i64.into(), now.into(), user.into(), now.into()];
        row.extend(values.into_iter().map(|(_, value)| value));
        row
    };
    sql::insert(tx.conn(), table, &columns, rows.into_iter().map(row).collect()).await
}

/// Changes columns of a row that still has this version and state: compare and set. False when someone was faster.
pub(crate) async fn change(
    tx: &Tx<'_>,
    table: &str,
    (id, version, state): (Id, i64, &str),
    changes: Vec<(&str, Value)>,
) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("UPDATE ").push(table).push(" SET version = version + 1, updated_at = ").bind(tx.now());
    for (column, value) in changes {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(id);
    q.push(" AND version = ").bind(version).push(" AND state = ").bind(state).push(" AND deleted_at IS NULL");
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}
