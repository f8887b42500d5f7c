//! All SQL of test drives.

use chrono::NaiveDate;
use kernel::sql::Query;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::begin::NewDrive;

/// A drive as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Drive {
    /// Its id.
    pub id: Id,
    /// Whose visit.
    pub visit_id: Id,
    /// Who drove.
    pub driver: String,
    /// The class of the licence (dictionary `licence-class`).
    pub licence_class: String,
    /// The last day on which it is valid; none is for good.
    pub licence_until: Option<NaiveDate>,
    /// Who looked at it.
    pub checked_name: String,
    /// The car.
    pub plate: String,
    /// What it is.
    pub model: String,
    /// From when.
    pub starts_at: Instant,
    /// Until when it was planned.
    pub ends_at: Instant,
    /// When it was back.
    pub returned_at: Option<Instant>,
}

const SELECT: &str = "SELECT d.id, d.visit_id, d.driver, d.licence_class, d.licence_until, d.checked_name, c.plate, c.model, d.starts_at, d.ends_at, \
     d.returned_at FROM test_drives d JOIN demo_cars c ON c.tenant_id = d.tenant_id AND c.id = d.car_id";

/// The drives of a visit, newest first.
pub async fn of_visit(conn: &impl ConnectionTrait, tenant: Tenant, visit: Id) -> Result<Vec<Drive>, DbError> {
    let text = format!("{SELECT} WHERE d.tenant_id = $1 AND d.visit_id = $2 ORDER BY d.id DESC LIMIT 20");
    sql::all(conn, &text, [tenant.into(), visit.into()]).await
}

/// Whether somebody drove and came back on one of these visits.
pub(in crate::showroom) async fn driven(tx: &Tx<'_>, visits: &[Id]) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("SELECT 1 FROM test_drives WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND returned_at IS NOT NULL AND visit_id IN (").bind_all(visits.iter().copied()).push(") LIMIT 1");
    Ok(!q.rows(tx.conn()).await?.is_empty())
}

/// A drive of a visit.
pub(super) async fn find(tx: &Tx<'_>, visit: Id, id: Id) -> Result<Option<Drive>, DbError> {
    let text = format!("{SELECT} WHERE d.tenant_id = $1 AND d.visit_id = $2 AND d.id = $3");
    sql::one(tx.conn(), &text, [tx.tenant().into(), visit.into(), id.into()]).await
}

/// Whether a car is away at some moment of a span. Whoever asks holds the car ([`super::cars`]), so that nobody takes it
/// meanwhile.
pub(super) async fn is_away(tx: &Tx<'_>, car: Id, from: Instant, until: Instant) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM test_drives WHERE tenant_id = $1 AND car_id = $2 AND ends_at > $3 AND starts_at < $4 \
         AND coalesce(returned_at, ends_at) > $3 LIMIT 1";
    Ok(sql::row(tx.conn(), text, [tx.tenant().into(), car.into(), from.into(), until.into()]).await?.is_some())
}

/// Writes a drive.
pub(super) async fn insert(tx: &Tx<'_>, id: Id, visit: Id, new: &NewDrive, until: Instant) -> Result<(), DbError> {
    let text = "INSERT INTO test_drives (tenant_id, id, visit_id, car_id, driver, licence_class, licence_until, checked_by, checked_name, agreed, \
         starts_at, ends_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11)";
    let values = [
        tx.tenant().into(),
        id.into(),
        visit.into(),
        new.car.into(),
        new.driver.trim().into(),
        new.licence.class.as_str().into(),
        new.licence.until.into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        new.licence.agreed.into(),
        tx.now().into(),
        until.into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// The car is back. False when it was so already.
pub(super) async fn bring_back(tx: &Tx<'_>, id: Id) -> Result<bool, DbError> {
    let text = "UPDATE test_drives SET returned_at = $3 WHERE tenant_id = $1 AND id = $2 AND returned_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await? == 1)
}

/// Takes the drivers of visits out: that somebody drove stays.
pub(crate) async fn unname(tx: &Tx<'_>, visits: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE test_drives SET driver = '***', licence_class = '', licence_until = NULL WHERE tenant_id = ");
    q.bind(tx.tenant()).push(" AND ");
    kernel::erasure::among(&mut q, "visit_id", visits);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}
