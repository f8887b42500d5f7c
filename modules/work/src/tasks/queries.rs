//! All SQL of tasks.

use std::collections::HashMap;

use kernel::erasure::{ERASED, among};
use kernel::scope::Place;
use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use records::list::COUNT_CAP;
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use super::{About, TASK, Task};
use crate::duties::{Parts, Tally, Whose};

const COLUMNS: &str = "t.id, t.title, t.kind, t.state, t.about_kind, t.about_id, t.note, t.result, t.owner_id, t.due_at, \
     t.made_by, t.created_by, t.version";

/// A task that was not put away. Policy is the caller's matter.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Task>, DbError> {
    let text = format!("SELECT {COLUMNS} FROM tasks t WHERE t.tenant_id = $1 AND t.id = $2 AND t.deleted_at IS NULL");
    sql::one(conn, &text, [tenant.into(), id.into()]).await
}

/// What some tasks are about.
pub async fn abouts(conn: &impl ConnectionTrait, tenant: Tenant, tasks: &[Id]) -> Result<HashMap<Id, About>, DbError> {
    if tasks.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, about_kind, about_id FROM tasks WHERE tenant_id = ").bind(tenant);
    q.push(" AND about_id IS NOT NULL AND id IN (").bind_all(tasks.iter().copied()).push(")");
    let of = |row: &sea_orm::QueryResult| {
        Ok((row.try_get("", "id")?, About { kind: row.try_get("", "about_kind")?, id: row.try_get("", "about_id")? }))
    };
    q.rows(conn).await?.iter().map(of).collect()
}

/// Tasks about a record, as far as the reader sees them: open ones first, the earliest first, then the latest closed.
pub async fn about<C: ConnectionTrait>(
    look: &Look<'_, C>,
    about: &About,
    limit: i64,
) -> Result<Vec<(Task, String, Place)>, DbError> {
    let mut q = Query::new();
    q.push("SELECT ").push(COLUMNS).push(", t.store_id, t.path, u.name AS owner_name FROM tasks t JOIN users u ON u.tenant_id = t.tenant_id AND u.id = t.owner_id WHERE t.tenant_id = ");
    q.bind(look.scope.tenant).push(" AND t.about_id = ").bind(about.id).push(" AND t.about_kind = ");
    q.bind(about.kind.as_str()).push(" AND t.deleted_at IS NULL AND ");
    policy::condition(&mut q, &look.scope.reach(TASK.name, Action::See), "t", &TASK, Action::See, look.now);
    q.push(" ORDER BY CASE WHEN t.waiting_at IS NULL THEN 1 ELSE 0 END, t.waiting_at, t.closed_at DESC, t.id")
        .limit(limit);
    let of = |row: &sea_orm::QueryResult| {
        let task = Task::from_query_result(row, "")?;
        let (store, path) = (row.try_get("", "store_id")?, row.try_get("", "path")?);
        let place = Place { owner: Some(task.owner_id), store, path };
        Ok((task, row.try_get("", "owner_name")?, place))
    };
    q.rows(look.conn).await?.iter().map(of).collect()
}

/// How many wait in each part, counted no further than one beyond the cap; one statement.
pub async fn tally<C: ConnectionTrait>(look: &Look<'_, C>, whose: Whose, parts: Parts) -> Result<Tally, DbError> {
    let reach = look.scope.reach(TASK.name, Action::See);
    let mut q = Query::new();
    let spans = [(None, parts.now), (Some(parts.now), parts.tomorrow), (Some(parts.tomorrow), parts.until)];
    for (n, (from, until)) in spans.into_iter().enumerate() {
        q.push(if n == 0 {
            "SELECT (SELECT count(*) FROM (SELECT t.id FROM tasks t WHERE "
        } else {
            ", (SELECT count(*) FROM (SELECT t.id FROM tasks t WHERE "
        });
        q.push("t.tenant_id = ")
            .bind(look.scope.tenant)
            .push(" AND t.deleted_at IS NULL AND t.waiting_at < ")
            .bind(until);
        if let Some(from) = from {
            q.push(" AND t.waiting_at >= ").bind(from);
        }
        match whose {
            Whose::Of(user) => drop(q.push(" AND t.owner_id = ").bind(user)),
            Whose::Team(Some(store)) => drop(q.push(" AND t.store_id = ").bind(store)),
            Whose::Team(None) => {}
        }
        q.push(" AND ");
        policy::condition(&mut q, &reach, "t", &TASK, Action::See, look.now);
        q.limit(COUNT_CAP + 1).push(&format!(") c{n}) AS part{n}"));
    }
    let rows = q.rows(look.conn).await?;
    let Some(row) = rows.first() else { return Ok(Tally::default()) };
    Ok(Tally { overdue: row.try_get("", "part0")?, today: row.try_get("", "part1")?, soon: row.try_get("", "part2")? })
}

/// Open tasks of somebody behind one of them, in the order of ids.
pub async fn open_of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    owner: Id,
    after: Option<Id>,
    limit: i64,
) -> Result<Vec<Id>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id FROM tasks WHERE tenant_id = ").bind(tenant).push(" AND owner_id = ").bind(owner);
    q.push(" AND deleted_at IS NULL AND waiting_at IS NOT NULL AND id > ").bind(after.unwrap_or(Id::nil()));
    q.push(" ORDER BY id").limit(limit);
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Tasks about some records, whoever's they are.
pub async fn of_records(conn: &impl ConnectionTrait, tenant: Tenant, records: &[Id]) -> Result<Vec<Id>, DbError> {
    let mut q = Query::new();
    q.push("SELECT id FROM tasks WHERE tenant_id = ").bind(tenant).push(" AND ");
    among(&mut q, "about_id", records);
    q.rows(conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Takes out of tasks what they tell of records that are erased: their words, and what they were about. What was open is
/// called off. That somebody had a task stays.
pub async fn forget(tx: &Tx<'_>, records: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE tasks SET title = ").bind(ERASED);
    q.push(
        ", note = NULL, result = NULL, about_kind = NULL, about_id = NULL, waiting_at = NULL, remind_at = NULL, \
         state = CASE WHEN state = 'open' THEN 'cancelled' ELSE state END, version = version + 1, updated_at = ",
    );
    q.bind(tx.now()).push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND ");
    among(&mut q, "about_id", records);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

pub(super) async fn insert(tx: &Tx<'_>, id: Id, columns: Vec<(&'static str, Value)>) -> Result<(), DbError> {
    let (mut names, mut values): (Vec<&str>, Vec<Value>) = columns.into_iter().unzip();
    names.extend(["tenant_id", "id"]);
    values.extend([tx.tenant().into(), id.into()]);
    sql::insert(tx.conn(), "tasks", &names, vec![values]).await
}

/// Changes a task that stands at a version; false when it does not.
pub(super) async fn change(
    tx: &Tx<'_>,
    id: Id,
    version: i64,
    columns: Vec<(&'static str, Value)>,
) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("UPDATE tasks SET version = version + 1, updated_at = ").bind(tx.now());
    for (column, value) in columns {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(id);
    q.push(" AND version = ").bind(version).push(" AND deleted_at IS NULL");
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// Tasks of which their owners are to be told by now, at most `limit`; they are marked as told.
pub(super) async fn take_due(tx: &Tx<'_>, limit: i64) -> Result<Vec<(Id, Id, Instant)>, DbError> {
    let mut q = Query::new();
    q.push("UPDATE tasks SET remind_at = NULL WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND id IN (SELECT t.id FROM tasks t WHERE t.tenant_id = ").bind(tx.tenant());
    q.push(" AND t.remind_at <= ").bind(tx.now()).push(" ORDER BY t.remind_at, t.id").limit(limit);
    q.push(") RETURNING id, owner_id, due_at");
    let rows = q.rows(tx.conn()).await?;
    rows.iter().map(|r| Ok((r.try_get("", "id")?, r.try_get("", "owner_id")?, r.try_get("", "due_at")?))).collect()
}
