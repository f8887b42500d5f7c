//! Who worked on records since an operation, as the journal tells.

use std::collections::HashMap;

use kernel::sql::Query;
use kernel::{ConnectionTrait, Id, Instant, Tenant};
use sea_orm::DbErr;

use crate::Kind;

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// Their name.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// What the journal tells that is no work on a record.
const READING: [&str; 2] = ["reveal", "export"];

/// A line of the journal since an operation.
pub(super) struct Told {
    pub record: Id,
    pub since: Since,
    /// The fields it speaks of.
    pub fields: Vec<String>,
}

/// The last work on each record or on what stores know of it: not the operation's own, and not that of another one that
/// was undone.
pub async fn in_journal(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    operation: Id,
    kind: &Kind,
    records: &[Id],
) -> Result<HashMap<Id, Since>, DbErr> {
    let mut last = HashMap::new();
    for told in lines(conn, tenant, operation, kind, records, false).await? {
        last.insert(told.record, told.since);
    }
    Ok(last)
}

/// The lines, oldest first.
pub(super) async fn lines(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    operation: Id,
    kind: &Kind,
    records: &[Id],
    with_fields: bool,
) -> Result<Vec<Told>, DbErr> {
    let mut owners: HashMap<Id, Id> = records.iter().map(|id| (*id, *id)).collect();
    if records.is_empty() {
        return Ok(Vec::new());
    }
    if kind.has_own_anchor() {
        let mut q = Query::new();
        q.push("SELECT id, ").push(kind.anchor.record).push(" FROM ").push(kind.anchor.table);
        q.push(" WHERE tenant_id = ").bind(tenant).push(" AND deleted_at IS NULL AND ").push(kind.anchor.record);
        q.push(" IN (").bind_all(records.iter().copied()).push(")");
        for row in q.rows(conn).await? {
            owners.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        }
    }
    let mut ids: Vec<Id> = owners.keys().copied().collect();
    ids.sort_unstable();
    let mut q = Query::new();
    q.push("SELECT j.record_id, j.actor_name, j.at, ").push(if with_fields { "v.changes" } else { "NULL" });
    q.push(" FROM journal j");
    if with_fields {
        q.push(" LEFT JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id");
    }
    q.push(" WHERE j.tenant_id = ").bind(tenant).push(" AND j.record_id IN (").bind_all(ids);
    // Ids rise with time: nothing before the operation is looked at.
    q.push(") AND j.id > ").bind(operation).push(" AND j.action NOT IN (").bind_all(READING);
    q.push(") AND (j.batch_id IS NULL OR (j.batch_id <> ").bind(operation);
    q.push(" AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.tenant_id = j.tenant_id AND o.id = j.batch_id AND o.state = 'undone')))");
    q.push(" ORDER BY j.id");
    let mut list = Vec::new();
    for row in q.rows(conn).await? {
        let by: Id = row.try_get_by_index(0)?;
        let Some(record) = owners.get(&by) else { continue };
        let changes: Option<String> = row.try_get_by_index(3)?;
        let changes: Vec<kernel::journal::Change> =
            changes.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        list.push(Told {
            record: *record,
            since: Since { by: row.try_get_by_index(1)?, at: row.try_get_by_index(2)? },
            fields: changes.into_iter().map(|c| c.field).collect(),
        });
    }
    Ok(list)
}
