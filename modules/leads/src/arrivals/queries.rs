//! All SQL of arrivals.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};

use super::model::{Arrival, NewArrival};

/// The longest words that are kept.
const RAW: usize = 4_000;

/// Writes arrivals.
pub async fn write(tx: &Tx<'_>, arrivals: Vec<NewArrival>) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "lead_id",
        "person",
        "channel",
        "source_id",
        "outcome",
        "store_id",
        "raw",
        "received_at",
        "created_at",
        "by_id",
    ];
    let rows = arrivals
        .into_iter()
        .map(|a| {
            let raw = a.raw.map(|raw| raw.chars().take(RAW).collect::<String>());
            vec![
                tx.tenant().into(),
                tx.new_id().into(),
                a.lead.into(),
                a.person.unwrap_or_else(|| a.lead.to_string()).into(),
                a.origin.channel.into(),
                a.origin.source.into(),
                a.outcome.name().into(),
                a.store.into(),
                raw.into(),
                a.received_at.into(),
                tx.now().into(),
                tx.scope().user().into(),
            ]
        })
        .collect();
    sql::insert(tx.conn(), "lead_arrivals", &columns, rows).await
}

/// Counts one more arrival on a lead. Its version stays: nobody who edits the lead meanwhile is disturbed.
pub async fn count(tx: &Tx<'_>, lead: Id) -> Result<(), DbError> {
    let text = "UPDATE leads SET arrivals = arrivals + 1 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), lead.into()]).await.map(drop)
}

/// The arrivals of a lead, newest first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, lead: Id) -> Result<Vec<Arrival>, DbError> {
    let text = "SELECT a.id, a.channel, s.name AS source, a.outcome, a.raw, a.received_at FROM lead_arrivals a \
         LEFT JOIN lead_sources s ON s.tenant_id = a.tenant_id AND s.id = a.source_id \
         WHERE a.tenant_id = $1 AND a.lead_id = $2 ORDER BY a.id DESC LIMIT 100";
    sql::all(conn, text, [tenant.into(), lead.into()]).await
}

/// Whether a lead was joined by a later arrival, and whether its first one was a customer's.
pub async fn told(conn: &impl ConnectionTrait, tenant: Tenant, lead: Id) -> Result<(bool, bool), DbError> {
    let text = "SELECT outcome FROM lead_arrivals WHERE tenant_id = $1 AND lead_id = $2 ORDER BY id LIMIT 100";
    let rows = sql::rows(conn, text, [tenant.into(), lead.into()]).await?;
    let outcomes: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let is = |name: &str| outcomes.iter().any(|outcome| outcome == name);
    Ok((is("same_lead"), is("known") || is("owner")))
}

/// How many people arrived, and how often, by channel, since a moment: each source is credited with its arrivals, a
/// person counts once.
pub async fn people_since(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    since: kernel::Instant,
) -> Result<(i64, i64), DbError> {
    let text = "SELECT count(DISTINCT person), count(*) FROM lead_arrivals WHERE tenant_id = $1 AND received_at >= $2";
    let row = sql::row(conn, text, [tenant.into(), since.into()]).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
}
