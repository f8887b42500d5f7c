//! The floor rota (轮值): whose turn it is to receive. Whoever has received goes to the end; whoever is absent today is
//! passed over. It proposes, nobody is bound by it.

mod order;
mod queries;

pub use order::{Slot, Turn, next, order};

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::scope::Place;
use kernel::{Action, ConnectionTrait, DbError, Id, Scope, Tenant, Tx};
use records::Refusal;

use super::places::within_reach;

/// The rota of a store on a day, those whose turn is next first; those who are absent stand last.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, store: Id, day: NaiveDate) -> Result<Vec<Slot>, DbError> {
    let people = queries::people(conn, tenant, store, day).await?;
    let turns: HashMap<Id, Turn> =
        queries::turns(conn, tenant, store).await?.into_iter().map(|t| (t.user_id, t)).collect();
    Ok(order(people, &turns, day))
}

/// Whether someone may settle the rota of a store: whoever changes the visits of all of it.
pub fn may_settle(scope: &Scope, store: Id, path: &str) -> bool {
    within_reach(scope, Action::Edit, &Place { owner: None, store: Some(store), path: path.to_owned() })
}

/// Somebody has received: they go to the end.
pub(super) async fn to_end(tx: &Tx<'_>, store: Id, person: Id) -> Result<(), DbError> {
    queries::turn(tx, store, person).await
}

/// Sends somebody to the end of a store's rota by hand.
pub async fn pass(tx: &mut Tx<'_>, store: Id, person: Id) -> Result<(), Refusal> {
    settle(tx, store, person).await?;
    queries::turn(tx, store, person).await?;
    tx.record("floor_rota", person, "update", vec![]);
    Ok(())
}

/// Somebody is absent today, or here after all.
pub async fn set_absent(tx: &mut Tx<'_>, store: Id, person: Id, absent: bool) -> Result<(), Refusal> {
    settle(tx, store, person).await?;
    let day = tx.now().date_in(organisation::HOUSE_ZONE);
    queries::absent(tx, store, person, absent.then_some(day)).await?;
    tx.record("floor_rota", person, "update", vec![]);
    Ok(())
}

/// Refuses whoever may not settle the rota of a store, and people who do not stand in it.
async fn settle(tx: &Tx<'_>, store: Id, person: Id) -> Result<(), Refusal> {
    let found = customers::places::store(tx.conn(), tx.tenant(), &store.to_string()).await?.ok_or(Refusal::NotFound)?;
    if !may_settle(tx.scope(), store, &found.path) {
        return Err(Refusal::NotFound);
    }
    let day = tx.now().date_in(organisation::HOUSE_ZONE);
    let people = queries::people(tx.conn(), tx.tenant(), store, day).await?;
    if people.iter().any(|(id, _)| *id == person) { Ok(()) } else { Err(Refusal::NotFound) }
}
