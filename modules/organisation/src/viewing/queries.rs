//! All SQL of cases of unusual viewing.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use chrono_tz::Tz;
use kernel::sql::Query;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::rules::Finding;
use super::{Case, State};
use crate::HOUSE_ZONE;
use crate::nodes::prefixes;

const SELECT: &str = "SELECT c.id, c.user_id, u.name AS user_name, c.what, c.day, c.counted, c.usual, c.allowed, c.path, c.state, c.note, \
     j.name AS judged_by, c.judged_at, c.created_at FROM viewing_cases c \
     JOIN users u ON u.tenant_id = c.tenant_id AND u.id = c.user_id LEFT JOIN users j ON j.tenant_id = c.tenant_id AND j.id = c.judged_by";

/// Cases of people below some paths but not of `but`, the newest first, at most `limit` before `before`. No state is any.
pub async fn list(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    paths: &[String],
    but: Id,
    state: Option<State>,
    before: Option<Id>,
    limit: i64,
) -> Result<Vec<Case>, DbError> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push(SELECT).push(" WHERE c.tenant_id = ").bind(tenant).push(" AND c.user_id <> ").bind(but);
    if let Some(state) = state {
        q.push(" AND c.state = ").bind(state.name());
    }
    if let Some(before) = before {
        q.push(" AND c.id < ").bind(before);
    }
    q.push(" AND (");
    for (n, path) in paths.iter().enumerate() {
        // Paths hold digits and slashes only, so nothing needs escaping.
        q.push(if n == 0 { "c.path LIKE " } else { " OR c.path LIKE " }).bind(format!("{path}%"));
    }
    q.push(") ORDER BY c.id DESC LIMIT ").bind(limit);
    sql::all(conn, &q.text, q.values).await
}

/// One case.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Case>, DbError> {
    let text = format!("{SELECT} WHERE c.tenant_id = $1 AND c.id = $2");
    sql::one(conn, &text, [tenant.into(), id.into()]).await
}

/// What is known of a person's day already: how many by what.
pub(super) async fn of_day(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    day: NaiveDate,
    people: &[Id],
) -> Result<HashMap<(Id, String), i64>, DbError> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT user_id, what, counted FROM viewing_cases WHERE tenant_id = ").bind(tenant);
    q.push(" AND day = ").bind(day).push(" AND user_id IN (").bind_all(people.iter().copied()).push(")");
    let rows = q.rows(conn).await?;
    rows.iter().map(|r| Ok(((r.try_get("", "user_id")?, r.try_get("", "what")?), r.try_get("", "counted")?))).collect()
}

pub(super) async fn insert(
    tx: &Tx<'_>,
    id: Id,
    user: Id,
    path: &str,
    day: NaiveDate,
    finding: &Finding,
) -> Result<(), DbError> {
    let columns =
        ["tenant_id", "id", "user_id", "what", "day", "counted", "usual", "allowed", "path", "state", "created_at"];
    let row = vec![
        tx.tenant().into(),
        id.into(),
        user.into(),
        finding.what.name().into(),
        day.into(),
        finding.counted.into(),
        finding.usual.into(),
        finding.allowed.into(),
        path.into(),
        State::Open.name().into(),
        tx.now().into(),
    ];
    sql::insert(tx.conn(), "viewing_cases", &columns, vec![row]).await
}

/// The number of a case that went on growing.
pub(super) async fn raise(tx: &Tx<'_>, user: Id, day: NaiveDate, finding: &Finding) -> Result<(), DbError> {
    let text = "UPDATE viewing_cases SET counted = $5 WHERE tenant_id = $1 AND user_id = $2 AND day = $3 AND what = $4";
    let values = [tx.tenant().into(), user.into(), day.into(), finding.what.name().into(), finding.counted.into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

pub(super) async fn judge(tx: &Tx<'_>, id: Id, state: State, note: Option<String>) -> Result<(), DbError> {
    let judged = vec![
        ("state", state.name().into()),
        ("note", note.into()),
        ("judged_by", tx.scope().user().into()),
        ("judged_at", tx.now().into()),
    ];
    sql::update(tx.conn(), "viewing_cases", tx.tenant(), id, judged).await.map(drop)
}

/// Forgets cases found before a moment that nobody follows up.
pub(super) async fn forget_before(tx: &Tx<'_>, before: Instant) -> Result<(), DbError> {
    let text = "DELETE FROM viewing_cases WHERE tenant_id = $1 AND state = $2 AND created_at < $3";
    sql::run(tx.conn(), text, [tx.tenant().into(), State::Fine.name().into(), before.into()]).await.map(drop)
}

/// Where people stand, those who are still here.
pub(super) async fn paths(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    people: &[Id],
) -> Result<HashMap<Id, String>, DbError> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, path FROM users WHERE tenant_id = ").bind(tenant);
    q.push(" AND deleted_at IS NULL AND id IN (").bind_all(people.iter().copied()).push(")");
    q.rows(conn).await?.iter().map(|r| Ok((r.try_get("", "id")?, r.try_get("", "path")?))).collect()
}

/// The time zones of the nodes of some paths, by path; of a node that is gone, that of the nearest one above. Nodes are few.
pub(crate) async fn zones(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    paths: impl IntoIterator<Item = &String>,
) -> Result<HashMap<String, Tz>, DbError> {
    let paths: BTreeSet<&String> = paths.into_iter().collect();
    let above: BTreeSet<String> = paths.iter().flat_map(|path| prefixes(path)).collect();
    if above.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT path, time_zone FROM nodes WHERE tenant_id = ").bind(tenant);
    q.push(" AND deleted_at IS NULL AND path IN (").bind_all(above).push(")");
    let mut known: HashMap<String, Tz> = HashMap::new();
    for row in q.rows(conn).await? {
        let (path, zone): (String, String) = (row.try_get("", "path")?, row.try_get("", "time_zone")?);
        known.insert(path, zone.parse().unwrap_or(HOUSE_ZONE));
    }
    let nearest = |path: &str| prefixes(path).iter().rev().find_map(|p| known.get(p)).copied().unwrap_or(HOUSE_ZONE);
    Ok(paths.into_iter().map(|path| (path.clone(), nearest(path))).collect())
}

/// A session as it tells of places.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Place {
    pub user_id: Id,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub address: Option<String>,
    pub agent: Option<String>,
}

/// The sessions of people that are still kept, the oldest first.
pub(super) async fn sessions(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    people: &[Id],
) -> Result<Vec<Place>, DbError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT user_id, created_at, last_seen_at, address, agent FROM sessions WHERE tenant_id = ").bind(tenant);
    q.push(" AND user_id IN (").bind_all(people.iter().copied()).push(") ORDER BY created_at, id");
    sql::all(conn, &q.text, q.values).await
}

/// Posts held on a day at the nodes of some paths: person, role, path.
pub(super) async fn posts_at(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    paths: &BTreeSet<String>,
    day: NaiveDate,
) -> Result<Vec<(Id, Id, String)>, DbError> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT p.user_id, p.role_id, n.path FROM nodes n JOIN posts p ON p.tenant_id = n.tenant_id AND p.node_id = n.id \
         JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id WHERE u.status = 'active' AND u.deleted_at IS NULL AND n.tenant_id = ");
    q.bind(tenant).push(" AND n.path IN (").bind_all(paths.iter().cloned()).push(") AND p.valid_from <= ").bind(day);
    q.push(" AND (p.valid_to IS NULL OR p.valid_to > ").bind(day).push(")");
    let rows = q.rows(conn).await?;
    rows.iter().map(|r| Ok((r.try_get("", "user_id")?, r.try_get("", "role_id")?, r.try_get("", "path")?))).collect()
}
