//! How far a loading is, kept with what it laid: each step commits its data and its mark together, so that whoever
//! comes next, in this process or another one, goes on exactly there.

use kernel::{Db, Id, Instant, Tenant, Tx, numbering, sql};
use records::Refusal;
use sea_orm::{ConnectionTrait, DbErr};

/// The counter that says that demo data is complete.
pub const FLAG: &str = "demo";
/// The counter that holds the moment from which the group's history is told, in microseconds. It is there from the
/// first step on.
const BEGAN: &str = "demo-began";
/// The counter of steps that are laid down.
const STEPS: &str = "demo-steps";

/// A loading that began and has not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// The group.
    pub tenant: Tenant,
    /// The moment from which its history is told.
    pub began: Instant,
    /// Steps that are laid down.
    pub steps: usize,
}

/// The loading that was cut off, if there is one.
pub async fn unfinished(db: &Db) -> Result<Option<Unfinished>, DbErr> {
    let text = "SELECT b.tenant_id, b.value AS began, s.value AS steps FROM counters b \
         LEFT JOIN counters s ON s.tenant_id = b.tenant_id AND s.series = $2 \
         WHERE b.series = $1 AND NOT EXISTS (SELECT 1 FROM counters f WHERE f.tenant_id = b.tenant_id AND f.series = $3)";
    let Some(row) = sql::row(db.read(), text, [BEGAN.into(), STEPS.into(), FLAG.into()]).await? else {
        return Ok(None);
    };
    let steps: Option<i64> = row.try_get("", "steps")?;
    Ok(Some(Unfinished {
        tenant: row.try_get("", "tenant_id")?,
        began: Instant(row.try_get("", "began")?),
        steps: steps.unwrap_or(0).max(0) as usize,
    }))
}

/// Notes that a loading begins.
pub(super) async fn begin(tx: &Tx<'_>, began: Instant) -> Result<(), DbErr> {
    numbering::take(tx, BEGAN, began.0).await.map(drop)
}

/// Takes the step of this number; false when another process has taken it meanwhile.
pub(super) async fn take(tx: &Tx<'_>, step: usize) -> Result<bool, DbErr> {
    Ok(numbering::take(tx, STEPS, 1).await? == step as i64 + 1)
}

/// Notes the customers of a step: their numbers follow each other.
pub(super) async fn note(tx: &Tx<'_>, step: usize) -> Result<(), DbErr> {
    let last = value(tx.conn(), tx.tenant(), "customer").await?;
    numbering::take(tx, &last_of(step), last).await.map(drop)
}

/// Ids of the customers of a step that was laid down, in the order of its files.
pub(super) async fn customers(db: &Db, tenant: Tenant, step: usize, files: usize) -> Result<Vec<Id>, Refusal> {
    let last = value(db.read(), tenant, &last_of(step)).await?;
    let serials: Vec<i64> = (last - files as i64 + 1..=last).collect();
    let ids = customers::lookup::by_serials(db.read(), tenant, &serials).await?;
    if ids.len() == files { Ok(ids) } else { Err(Refusal::NotFound) }
}

/// Notes that all is there.
pub(super) async fn complete(tx: &Tx<'_>) -> Result<(), DbErr> {
    numbering::take(tx, FLAG, 1).await.map(drop)
}

fn last_of(step: usize) -> String {
    format!("demo-step-{step}")
}

async fn value(conn: &impl ConnectionTrait, tenant: Tenant, series: &str) -> Result<i64, DbErr> {
    let text = "SELECT value FROM counters WHERE tenant_id = $1 AND series = $2";
    sql::number(conn, text, [tenant.into(), series.into()]).await
}
