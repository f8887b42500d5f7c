//! The demo cars of stores: who settles a store's rota and visits settles them too.

use identifiers::plate;
use kernel::scope::Place;
use kernel::{Action, ConnectionTrait, DbError, Id, Scope, Tenant, Tx, sql};
use records::Refusal;
use sea_orm::FromQueryResult;

use super::super::places::within_reach;

/// A demo car.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct DemoCar {
    /// Its id.
    pub id: Id,
    /// Its plate.
    pub plate: String,
    /// What it is.
    pub model: String,
    /// Whether it has no clutch.
    pub automatic: bool,
    /// Whether it is driven.
    pub active: bool,
}

const SELECT: &str = "SELECT id, plate, model, automatic, active FROM demo_cars WHERE tenant_id = $1 AND store_id = $2";

/// The demo cars of a store, those that are driven first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, store: Id) -> Result<Vec<DemoCar>, DbError> {
    let text = format!("{SELECT} ORDER BY active DESC, model, plate LIMIT 100");
    sql::all(conn, &text, [tenant.into(), store.into()]).await
}

/// Whether someone may settle the cars of a store: whoever gives the visits of all of it away.
pub fn may_settle(scope: &Scope, store: Id, path: &str) -> bool {
    within_reach(scope, Action::Assign, &Place { owner: None, store: Some(store), path: path.to_owned() })
}

/// Adds a car to a store.
pub async fn add(tx: &mut Tx<'_>, store: Id, number: &str, model: &str, automatic: bool) -> Result<Id, Refusal> {
    settle(tx, store).await?;
    let number = plate::normalise(number);
    for (field, text) in [("plate", number.as_str()), ("model", model.trim())] {
        if text.is_empty() {
            return Err(Refusal::field(field, "field-required"));
        }
        if text.chars().count() > 60 {
            return Err(Refusal::field(field, "field-too-long"));
        }
    }
    let id = tx.new_id();
    let text = "INSERT INTO demo_cars (tenant_id, id, store_id, plate, model, automatic, active, version, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8) ON CONFLICT (tenant_id, store_id, plate) DO NOTHING";
    let values = [
        tx.tenant().into(),
        id.into(),
        store.into(),
        number.as_str().into(),
        model.trim().into(),
        automatic.into(),
        true.into(),
        tx.now().into(),
    ];
    if sql::run(tx.conn(), text, values).await? == 0 {
        return Err(Refusal::field("plate", "demo-car-known"));
    }
    tx.record("demo_car", id, "create", vec![]);
    Ok(id)
}

/// Takes a car out of the drives, or back into them.
pub async fn set_active(tx: &mut Tx<'_>, store: Id, car: Id, active: bool) -> Result<(), Refusal> {
    settle(tx, store).await?;
    let text = "UPDATE demo_cars SET active = $4, version = version + 1, updated_at = $5 WHERE tenant_id = $1 AND store_id = $2 AND id = $3";
    let values = [tx.tenant().into(), store.into(), car.into(), active.into(), tx.now().into()];
    if sql::run(tx.conn(), text, values).await? == 0 {
        return Err(Refusal::NotFound);
    }
    tx.record("demo_car", car, "update", vec![]);
    Ok(())
}

/// Holds a car that is driven until the transaction ends: whoever wants it too waits.
pub(super) async fn hold(tx: &Tx<'_>, store: Id, car: Id) -> Result<DemoCar, Refusal> {
    let text =
        "UPDATE demo_cars SET version = version + 1 WHERE tenant_id = $1 AND store_id = $2 AND id = $3 AND active = $4";
    let values = [tx.tenant().into(), store.into(), car.into(), true.into()];
    if sql::run(tx.conn(), text, values).await? == 0 {
        return Err(Refusal::field("car", "field-unknown-record"));
    }
    let text = format!("{SELECT} AND id = $3");
    let found = sql::one(tx.conn(), &text, [tx.tenant().into(), store.into(), car.into()]).await?;
    found.ok_or_else(|| Refusal::field("car", "field-unknown-record"))
}

async fn settle(tx: &Tx<'_>, store: Id) -> Result<(), Refusal> {
    let found = customers::places::store(tx.conn(), tx.tenant(), &store.to_string()).await?.ok_or(Refusal::NotFound)?;
    if may_settle(tx.scope(), store, &found.path) { Ok(()) } else { Err(Refusal::NotFound) }
}
