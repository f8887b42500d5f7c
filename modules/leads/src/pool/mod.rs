//! The pool (公海): leads that nobody of a store has. Whoever works there with leads of their own may take some: so many a
//! day, none that was just taken from them, and of two who reach for one, one gets it (LEAD-03, CUS-10).

mod claim;
mod queries;

pub use claim::{claim, recall, recall_late};

use kernel::scope::Place;
use kernel::{Action, ConnectionTrait, DbError, Id};
use records::policy::Look;

use crate::lead::{Lead, places, queries as leads};

/// The most leads that the pool's page shows.
pub const SHOWN: i64 = 100;

/// The leads that someone may take: of the stores where they work. What is shown of them is the page's matter; numbers
/// are not.
pub async fn of<C: ConnectionTrait>(look: &Look<'_, C>) -> Result<Vec<Lead>, DbError> {
    let stores = places::stores_of(look.scope);
    let mut found = leads::pooled(look.conn, look.scope.tenant, &stores, SHOWN).await?;
    found.retain(|lead| may_take(look.scope, lead.store_id, &lead.path));
    Ok(found)
}

/// Whether someone could have a lead of this place as their own.
fn may_take(scope: &kernel::Scope, store: Option<Id>, path: &str) -> bool {
    places::within_reach(scope, Action::Edit, &Place { owner: scope.user(), store, path: path.to_owned() })
}
