//! Where visits stand in the organisation: at the store, with who receives them.

use kernel::scope::Place;
use kernel::{Action, Id, Scope, Tx};
use records::{Input, Refusal};

use super::VISIT;
use crate::lead::places::{owner, works_at};

/// Whether someone may do this with visits at a place: as their reach says, and for those who reach only their own, in
/// stores where they work.
pub(super) fn within_reach(scope: &Scope, action: Action, place: &Place) -> bool {
    let mut reach = scope.reach(VISIT.name, action);
    if !place.store.is_some_and(|store| works_at(scope, store)) {
        reach.owner = None;
    }
    reach.covers(place)
}

/// The place of a new visit: the store asked for, else the actor's; who is to receive, else the actor where their role
/// has visits of their own. Whoever has those may also leave one to the others of their store.
pub(super) async fn new(tx: &Tx<'_>, typed: &Input) -> Result<Place, Refusal> {
    let scope = tx.scope();
    let home = scope.powers.home_store.map(|id| id.to_string());
    let key = typed.filled("store").map(str::to_owned).or(home);
    let key = key.ok_or_else(|| Refusal::field("store", "field-required"))?;
    let store = customers::places::store(tx.conn(), tx.tenant(), &key).await?;
    let store = store.ok_or_else(|| Refusal::field("store", "lead-store-unknown"))?;
    let own = scope.reach(VISIT.name, Action::Create).owner.filter(|_| works_at(scope, store.id));
    let asked = match typed.get("owner") {
        Some("") => None,
        Some(text) => Some(text.parse().map_err(|_| Refusal::field("owner", "field-unknown-record"))?),
        None => own,
    };
    let place = at(tx, store.id, &store.path, asked).await?;
    let left = Place { owner: scope.user(), ..place.clone() };
    let allowed = within_reach(scope, Action::Create, &place)
        || place.owner.is_none() && within_reach(scope, Action::Create, &left);
    if allowed { Ok(place) } else { Err(Refusal::field("store", "visit-place-out-of-reach")) }
}

/// The place of a visit in a store with who receives it, or nobody.
pub(super) async fn at(tx: &Tx<'_>, store: Id, path: &str, receives: Option<Id>) -> Result<Place, Refusal> {
    Ok(match receives {
        Some(person) => {
            let person = owner(tx, store, person).await?;
            Place { owner: Some(person.id), store: Some(store), path: person.path }
        }
        None => Place { owner: None, store: Some(store), path: path.to_owned() },
    })
}
