//! Known vehicles by what identifies them, always within someone's reach: a car that only another store knows is not
//! there. The answers serve commands and imports.

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id, Value};
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use crate::kind::VEHICLE;

/// A vehicle within reach, by one of its custodies.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Match {
    /// What was asked for.
    pub key: String,
    /// The vehicle.
    pub vehicle: Id,
    /// The custody that let it be seen.
    pub custody: Id,
    /// Its store.
    pub store: Id,
    /// The vehicle's VIN.
    pub vin: Option<String>,
    /// The vehicle's plate.
    pub plate: Option<String>,
    /// The vehicle's version.
    pub version: i64,
}

/// How many keys one statement asks for.
const STEP: usize = 400;

/// Vehicles by VIN, normalised.
pub async fn by_vins<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    vins: &[String],
) -> Result<Vec<Match>, DbError> {
    find(look, action, "vin", vins.iter().map(|v| v.as_str().into()).collect()).await
}

/// Vehicles by the plate they wear now, normalised. There may be several.
pub async fn by_plates<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    plates: &[String],
) -> Result<Vec<Match>, DbError> {
    find(look, action, "plate", plates.iter().map(|p| p.as_str().into()).collect()).await
}

/// Vehicles by folded engine number. It is unique per maker only: a hint, never a key.
pub async fn by_engines<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    folded: &[String],
) -> Result<Vec<Match>, DbError> {
    find(look, action, "engine_folded", folded.iter().map(|p| p.as_str().into()).collect()).await
}

async fn find<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    column: &str,
    keys: Vec<Value>,
) -> Result<Vec<Match>, DbError> {
    let reach = look.scope.reach(VEHICLE.name, action);
    let mut found = Vec::new();
    if reach.is_empty() {
        return Ok(found);
    }
    for part in keys.chunks(STEP) {
        let mut q = Query::new();
        q.push("SELECT b.")
            .push(column)
            .push(" AS key, b.id AS vehicle, a.id AS custody, a.store_id AS store, b.vin, b.plate, b.version ");
        q.push("FROM vehicles b CROSS JOIN custodies a WHERE b.tenant_id = ").bind(look.scope.tenant);
        q.push(" AND b.")
            .push(column)
            .push(" IS NOT NULL AND b.")
            .push(column)
            .push(" IN (")
            .bind_all(part.iter().cloned())
            .push(") AND b.deleted_at IS NULL");
        q.push(" AND a.tenant_id = b.tenant_id AND a.vehicle_id = b.id AND a.deleted_at IS NULL AND ");
        policy::condition(&mut q, &reach, "a", &VEHICLE, action, look.now);
        q.push(" ORDER BY b.id, a.id");
        for row in q.rows(look.conn).await? {
            found.push(Match::from_query_result(&row, "")?);
        }
    }
    Ok(found)
}

/// Those of some vehicles that are within reach.
pub async fn reachable<C: ConnectionTrait>(look: &Look<'_, C>, action: Action, ids: &[Id]) -> Result<Vec<Id>, DbError> {
    let reach = look.scope.reach(VEHICLE.name, action);
    let mut found = Vec::new();
    if reach.is_empty() {
        return Ok(found);
    }
    for part in ids.chunks(STEP) {
        let mut q = Query::new();
        q.push("SELECT DISTINCT a.vehicle_id FROM custodies a WHERE a.tenant_id = ").bind(look.scope.tenant);
        q.push(" AND a.deleted_at IS NULL AND a.vehicle_id IN (").bind_all(part.iter().copied()).push(") AND ");
        policy::condition(&mut q, &reach, "a", &VEHICLE, action, look.now);
        for row in q.rows(look.conn).await? {
            found.push(row.try_get_by_index(0)?);
        }
    }
    Ok(found)
}
