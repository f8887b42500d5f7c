//! All SQL of counted views.

use std::collections::HashMap;

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, Id, Migration, Tenant, Tx};
use sea_orm::DbErr;

use super::Viewed;

/// One row a person, hour and thing counted.
pub(crate) fn migration() -> Migration {
    Migration {
        name: "202611230521_web_viewing",
        sql: "
-- hour: hours since 1970.
CREATE TABLE viewing_hours (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, hour bigint NOT NULL, what text NOT NULL, taken bigint NOT NULL,
    PRIMARY KEY (tenant_id, user_id, hour, what));
CREATE INDEX viewing_hours_hour ON viewing_hours (tenant_id, hour);
",
    }
}

/// What someone looked at in one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Hours since 1970.
    pub hour: i64,
    /// What.
    pub viewed: Viewed,
    /// How many.
    pub many: i64,
}

/// Adds to what is counted already: person, hour, what, how many.
pub(super) async fn add(tx: &Tx<'_>, mut list: Vec<(Id, i64, Viewed, i64)>) -> Result<(), DbErr> {
    // In one order, so that two nodes never wait for each other.
    list.sort_unstable();
    let rows = list.into_iter().map(|(user, hour, viewed, many)| {
        vec![tx.tenant().into(), user.into(), hour.into(), viewed.name().into(), many.into()]
    });
    let conflict =
        "ON CONFLICT (tenant_id, user_id, hour, what) DO UPDATE SET taken = viewing_hours.taken + excluded.taken";
    let columns = ["tenant_id", "user_id", "hour", "what", "taken"];
    sql::insert_or(tx.conn(), "viewing_hours", &columns, rows.collect(), conflict).await
}

/// What everyone looked at from an hour on, by person.
pub async fn since(conn: &impl ConnectionTrait, tenant: Tenant, hour: i64) -> Result<HashMap<Id, Vec<Counted>>, DbErr> {
    let mut q = Query::new();
    q.push("SELECT user_id, hour, what, taken FROM viewing_hours WHERE tenant_id = ").bind(tenant);
    q.push(" AND hour >= ").bind(hour);
    read(conn, q).await
}

/// What some people looked at between two hours, the second one left out.
pub async fn between(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    people: &[Id],
    hours: std::ops::Range<i64>,
) -> Result<HashMap<Id, Vec<Counted>>, DbErr> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT user_id, hour, what, taken FROM viewing_hours WHERE tenant_id = ").bind(tenant);
    q.push(" AND user_id IN (").bind_all(people.iter().copied()).push(") AND hour >= ").bind(hours.start);
    q.push(" AND hour < ").bind(hours.end);
    read(conn, q).await
}

async fn read(conn: &impl ConnectionTrait, q: Query) -> Result<HashMap<Id, Vec<Counted>>, DbErr> {
    let mut found: HashMap<Id, Vec<Counted>> = HashMap::new();
    for row in q.rows(conn).await? {
        let what: String = row.try_get("", "what")?;
        // What a later release counts is nothing to this one.
        let Some(viewed) = Viewed::from_name(&what) else { continue };
        let counted = Counted { hour: row.try_get("", "hour")?, viewed, many: row.try_get("", "taken")? };
        found.entry(row.try_get("", "user_id")?).or_default().push(counted);
    }
    Ok(found)
}

/// Forgets what was counted before an hour.
pub async fn forget_before(tx: &Tx<'_>, hour: i64) -> Result<(), DbErr> {
    let text = "DELETE FROM viewing_hours WHERE tenant_id = $1 AND hour < $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), hour.into()]).await.map(drop)
}
