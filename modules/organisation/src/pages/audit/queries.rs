//! All SQL of the audit viewer.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use chrono_tz::Tz;
use kernel::journal::{self, Line};
use kernel::scope::Place;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant};
use records::{Kind, Source};

/// What lines are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// People; `Some` and empty finds nothing.
    pub actors: Option<Vec<Id>>,
    pub kind: Option<String>,
    pub action: Option<String>,
    pub record: Option<Id>,
    /// First and last day.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// By whose clock days begin.
    pub zone: Tz,
}

impl Wanted {
    /// Everything, in a zone.
    pub fn everything(zone: Tz) -> Wanted {
        Wanted { actors: None, kind: None, action: None, record: None, from: None, to: None, zone }
    }
}

/// Lines of the journal before one of them, newest first. Days become bounds on ids, whose order is that of time, so
/// that each page is one walk along the primary key.
pub(super) async fn lines(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    wanted: &Wanted,
    before: Option<Id>,
    limit: usize,
) -> Result<Vec<Line>, DbError> {
    if wanted.actors.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let mut q = journal::select(tenant);
    let end = wanted.to.and_then(|day| day.succ_opt()).map(|day| Instant::start_of(day, wanted.zone));
    let top = [before, end.map(first_id)].into_iter().flatten().min();
    if let Some(top) = top {
        q.push(" AND j.id < ").bind(top);
    }
    if let Some(from) = wanted.from {
        q.push(" AND j.id >= ").bind(first_id(Instant::start_of(from, wanted.zone)));
    }
    if let Some(actors) = &wanted.actors {
        q.push(" AND j.actor_id IN (").bind_all(actors.iter().copied()).push(")");
    }
    if let Some(record) = wanted.record {
        q.push(" AND j.record_id = ").bind(record);
    }
    for (column, value) in [("kind", &wanted.kind), ("action", &wanted.action)] {
        if let Some(value) = value {
            q.push(" AND j.").push(column).push(" = ").bind(value.as_str());
        }
    }
    q.push(" ORDER BY j.id DESC").limit(limit as i64);
    journal::lines(conn, q).await
}

/// The least id of a moment: ids begin with milliseconds (UUIDv7).
fn first_id(at: Instant) -> Id {
    Id::from_u128((at.0.max(0) as u128 / 1000) << 80)
}

/// People by login or full name.
pub(super) async fn people(conn: &impl ConnectionTrait, tenant: Tenant, text: &str) -> Result<Vec<Id>, DbError> {
    let query = "SELECT id FROM users WHERE tenant_id = $1 AND (login = $2 OR name = $3) LIMIT 20";
    let rows = sql::rows(conn, query, [tenant.into(), text.to_lowercase().into(), text.into()]).await?;
    rows.iter().map(|row| row.try_get("", "id")).collect()
}

/// Where records stand, also those put away: by record or by the anchor that a line names, the record and its places.
pub(super) async fn places(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    kind: &Kind,
    ids: &BTreeSet<Id>,
) -> Result<HashMap<Id, (Id, Vec<Place>)>, DbError> {
    // By the anchor's own id, and by the record's among those that stand and those put away: each has an index.
    let own = [("id", "1 = 1")];
    let all = [own[0], (kind.anchor.record, "a.deleted_at IS NULL"), (kind.anchor.record, "a.deleted_at IS NOT NULL")];
    let mut q = Query::new();
    for (n, (column, of)) in if kind.has_own_anchor() { &all[..] } else { &own[..] }.iter().enumerate() {
        q.push(if n == 0 { "SELECT" } else { " UNION SELECT" }).push(" a.id, a.").push(kind.anchor.record);
        q.push(", a.owner_id, a.store_id, a.path FROM ").push(kind.anchor.table).push(" a WHERE a.tenant_id = ");
        q.bind(tenant).push(" AND ").push(of).push(" AND a.").push(column);
        q.push(" IN (").bind_all(ids.iter().copied()).push(")");
    }
    let mut found: HashMap<Id, (Id, Vec<Place>)> = HashMap::new();
    for row in q.rows(conn).await? {
        let (anchor, record): (Id, Id) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let place = Place {
            owner: row.try_get_by_index(2)?,
            store: row.try_get_by_index(3)?,
            path: row.try_get_by_index::<Option<String>>(4)?.unwrap_or_default(),
        };
        for id in BTreeSet::from([anchor, record]).intersection(ids) {
            found.entry(*id).or_insert_with(|| (record, Vec::new())).1.push(place.clone());
        }
    }
    Ok(found)
}

/// A text column of rows by id.
pub(super) async fn texts(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    table: &str,
    column: &str,
    ids: &BTreeSet<Id>,
) -> Result<HashMap<Id, String>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, ").push(column).push(" FROM ").push(table).push(" WHERE tenant_id = ").bind(tenant);
    q.push(" AND id IN (").bind_all(ids.iter().copied()).push(")");
    let rows = q.rows(conn).await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<Option<String>>(1)?.unwrap_or_default())))
        .collect()
}

/// The column that holds a kind's title, where it is plain text.
pub(super) fn title_column(kind: &Kind) -> Option<&'static str> {
    match kind.field(kind.title)?.source {
        Source::Base(column) => Some(column),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-09: days bound ids as they bound moments.
    #[test]
    fn ids_follow_time() {
        let clock = kernel::Clock::fixed(Instant(1_795_312_800_000_000));
        let (now, id) = (clock.now(), clock.new_id());
        assert!(first_id(now) <= id && id < first_id(now.plus_seconds(1)));
        assert!(first_id(now.plus_days(-1)) < id);
    }
}
