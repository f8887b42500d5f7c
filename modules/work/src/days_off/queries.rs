//! All SQL of days off.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::sql::Query;
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};
use organisation::nodes::prefixes;
use sea_orm::FromQueryResult;

use super::{DayOff, NewDay};
use crate::clock::{Special, text_of};

fn select(tenant: Tenant, path: &str) -> Query {
    let mut q = Query::new();
    q.push(
        "SELECT d.id, d.node_id, n.name AS node_name, n.path, d.day, d.kind, d.name, d.hours FROM nodes n \
         CROSS JOIN work_days_off d WHERE d.tenant_id = n.tenant_id AND d.node_id = n.id AND n.tenant_id = ",
    );
    q.bind(tenant).push(" AND n.deleted_at IS NULL AND n.path IN (");
    let mut paths = prefixes(path);
    if paths.is_empty() {
        paths.push(String::new());
    }
    q.bind_all(paths).push(")");
    q
}

/// What holds at the node of a path: of several nodes that speak of a day the nearest one.
pub async fn holding(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    path: &str,
) -> Result<BTreeMap<NaiveDate, Special>, DbError> {
    let mut q = select(tenant, path);
    q.push(" ORDER BY length(n.path)");
    let rows = q.rows(conn).await?;
    rows.iter().map(|row| DayOff::from_query_result(row, "").map(|d| (d.day, d.special()))).collect()
}

/// The days that the node of a path and those above it keep from a day on, in order of days, the nearest node first.
pub async fn listed(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    path: &str,
    from: NaiveDate,
) -> Result<Vec<DayOff>, DbError> {
    let mut q = select(tenant, path);
    q.push(" AND d.day >= ").bind(from).push(" ORDER BY d.day, length(n.path) DESC").limit(1_000);
    q.rows(conn).await?.iter().map(|row| DayOff::from_query_result(row, "")).collect()
}

/// A day by its id.
pub(super) async fn find(tx: &Tx<'_>, id: Id) -> Result<Option<DayOff>, DbError> {
    let text = "SELECT d.id, d.node_id, n.name AS node_name, n.path, d.day, d.kind, d.name, d.hours FROM work_days_off d \
         JOIN nodes n ON n.tenant_id = d.tenant_id AND n.id = d.node_id WHERE d.tenant_id = $1 AND d.id = $2";
    sql::one(tx.conn(), text, [tx.tenant().into(), id.into()]).await
}

/// Keeps days at a node; one that it keeps already is replaced.
pub(super) async fn put(tx: &Tx<'_>, node: Id, days: &[NewDay]) -> Result<(), DbError> {
    let row = |d: &NewDay| {
        let hours = (!d.hours.is_empty()).then(|| text_of(&d.hours));
        vec![
            tx.tenant().into(),
            tx.new_id().into(),
            node.into(),
            d.day.into(),
            d.kind.name().into(),
            d.name.as_str().into(),
            hours.into(),
        ]
    };
    let columns = ["tenant_id", "id", "node_id", "day", "kind", "name", "hours"];
    let replace = "ON CONFLICT (tenant_id, node_id, day) DO UPDATE SET kind = excluded.kind, name = excluded.name, hours = excluded.hours";
    sql::insert_or(tx.conn(), "work_days_off", &columns, days.iter().map(row).collect(), replace).await
}

pub(super) async fn remove(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "DELETE FROM work_days_off WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into()]).await.map(drop)
}
