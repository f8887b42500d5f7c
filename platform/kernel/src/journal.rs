//! The change journal: who did what to which record, when and why, with before and after per field.
//! Values stand in a side table, so that erasure reaches them while the trace of the action stays.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};

use crate::sql::{self, Query};
use crate::{Id, Instant, Tenant, Tx};

/// One field before and after; `None` is empty. Values are in the plain form of the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field's name in its descriptor.
    pub field: String,
    /// What stood there.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
}

impl Change {
    /// A change, or nothing when both sides are the same.
    pub fn of(field: &str, before: Option<String>, after: Option<String>) -> Option<Change> {
        (before != after).then(|| Change { field: field.to_owned(), before, after })
    }
}

/// What a transaction notes.
pub(crate) struct Entry {
    pub kind: &'static str,
    pub record: Id,
    pub action: &'static str,
    pub changes: Vec<Change>,
    pub reason: Option<String>,
    pub batch: Option<Id>,
}

/// A line of a record's history.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its own id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// The person, if it was one.
    pub actor: Option<Id>,
    /// The name shown: the person's, or the job's reason.
    pub actor_name: String,
    /// Record kind.
    pub kind: String,
    /// Record.
    pub record: Id,
    /// What was done (`create`, `update`, `assign` …).
    pub action: String,
    /// The reason given, if one was.
    pub reason: Option<String>,
    /// Before and after; empty when erased.
    pub changes: Vec<Change>,
}

#[derive(FromQueryResult)]
struct Stored {
    id: Id,
    at: Instant,
    actor_id: Option<Id>,
    actor_name: String,
    kind: String,
    record_id: Id,
    action: String,
    reason: Option<String>,
    changes: Option<String>,
}

impl From<Stored> for Line {
    fn from(s: Stored) -> Line {
        let changes = s.changes.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Line {
            id: s.id,
            at: s.at,
            actor: s.actor_id,
            actor_name: s.actor_name,
            kind: s.kind,
            record: s.record_id,
            action: s.action,
            reason: s.reason,
            changes,
        }
    }
}

pub(crate) async fn write(tx: &Tx<'_>, entries: Vec<Entry>) -> Result<(), DbErr> {
    let scope = tx.scope();
    let (mut heads, mut values, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let id = tx.new_id();
        waiting.push(vec![scope.tenant.into(), id.into()]);
        if !entry.changes.is_empty() {
            let changes = serde_json::to_string(&entry.changes).map_err(|e| DbErr::Custom(e.to_string()))?;
            values.push(vec![scope.tenant.into(), id.into(), changes.into()]);
        }
        heads.push(vec![
            scope.tenant.into(),
            id.into(),
            tx.now().into(),
            scope.user().into(),
            scope.actor_name().into(),
            scope.request.into(),
            entry.kind.into(),
            entry.record.into(),
            entry.action.into(),
            entry.reason.into(),
            entry.batch.into(),
        ]);
    }
    let columns = [
        "tenant_id",
        "id",
        "at",
        "actor_id",
        "actor_name",
        "request_id",
        "kind",
        "record_id",
        "action",
        "reason",
        "batch_id",
    ];
    sql::insert(tx.conn(), "journal", &columns, heads).await?;
    // Sealed in order once this is committed ([`crate::chain`]).
    sql::insert(tx.conn(), "journal_waiting", &["tenant_id", "journal_id"], waiting).await?;
    sql::insert(tx.conn(), "journal_values", &["tenant_id", "journal_id", "changes"], values).await
}

const SELECT: &str = "SELECT j.id, j.at, j.actor_id, j.actor_name, j.kind, j.record_id, j.action, j.reason, v.changes \
     FROM journal j LEFT JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id";

/// A record's history, newest first, at most `limit` lines before `before`. The caller has already shown that the
/// reader may see the record, and masks values by field.
pub async fn history(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    kind: &str,
    record: Id,
    before: Option<Id>,
    limit: u64,
) -> Result<Vec<Line>, DbErr> {
    let before = before.unwrap_or(Id::max());
    let text = format!(
        "{SELECT} WHERE j.tenant_id = $1 AND j.kind = $2 AND j.record_id = $3 AND j.id < $4 ORDER BY j.id DESC LIMIT $5"
    );
    let rows = sql::all::<Stored>(
        conn,
        &text,
        [tenant.into(), kind.into(), record.into(), before.into(), (limit as i64).into()],
    )
    .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// The beginning of a statement over the tenant's journal, `j`, for viewers with conditions of their own.
pub fn select(tenant: Tenant) -> Query {
    let mut q = Query::new();
    q.push(SELECT).push(" WHERE j.tenant_id = ").bind(tenant);
    q
}

/// The lines of a statement that began with [`select`].
pub async fn lines(conn: &impl ConnectionTrait, q: Query) -> Result<Vec<Line>, DbErr> {
    let rows = sql::all::<Stored>(conn, &q.text, q.values).await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// The tenant's journal, newest first.
pub async fn recent(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    before: Option<Id>,
    limit: u64,
) -> Result<Vec<Line>, DbErr> {
    let text = format!("{SELECT} WHERE j.tenant_id = $1 AND j.id < $2 ORDER BY j.id DESC LIMIT $3");
    let rows =
        sql::all::<Stored>(conn, &text, [tenant.into(), before.unwrap_or(Id::max()).into(), (limit as i64).into()])
            .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}
