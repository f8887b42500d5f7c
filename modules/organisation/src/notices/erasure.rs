//! Notices about someone who is erased.

use kernel::erasure::{Traces, among, holds};
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Tx};

/// Removes the notices about the records, those that lead to them, and those in whose words a text of the person stands.
pub async fn erase(tx: &Tx<'_>, traces: &Traces) -> Result<(), DbError> {
    let backend = tx.conn().get_database_backend();
    let ids: Vec<String> = traces.records.iter().map(ToString::to_string).collect();
    let mut q = Query::new();
    q.push("DELETE FROM notices WHERE tenant_id = ").bind(tx.tenant()).push(" AND (");
    among(&mut q, "subject_id", &traces.records);
    q.push(" OR ");
    holds(&mut q, backend, "link", &ids);
    q.push(" OR ");
    holds(&mut q, backend, "args", &traces.texts);
    q.push(")");
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}
