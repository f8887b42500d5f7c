//! What hangs on someone who is about to leave: promises first, then hot customers, then the rest.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::scope::Place;
use kernel::{Access, Action, ConnectionTrait, Id};
use organisation::users::User;
use records::Refusal;
use records::policy::Look;

pub use super::counted::Counted as Hanging;
use super::counted::counted;
pub use super::queries::Held as Owned;
use super::queries::{self, StoreCount};
use crate::assignment::queries as assignment;
use crate::kind::CUSTOMER;
use crate::places::{self, Owner};

/// Promises and hot customers that the page shows one by one.
pub const SHOWN: i64 = 20;

/// The fields that say which customers come first.
const GOES_BY: [&str; 3] = ["class", "grade", "next_contact_on"];

/// A store where they own customers.
#[derive(Clone, Debug, PartialEq)]
pub struct AtStore {
    /// The store.
    pub store: places::Store,
    /// How many.
    pub count: StoreCount,
    /// Colleagues there who may receive, with how many customers of the store they have.
    pub colleagues: Vec<(Owner, i64)>,
    /// People with a role there that the leaver has or had.
    pub peers: Vec<Id>,
    /// The path of the leaver's own post there, else the store's.
    pub path: String,
}

impl AtStore {
    /// Among whom is shared where nothing is said: colleagues with the same role at the store, else those at the nearest node
    /// where there are any.
    pub fn team(&self) -> Vec<Id> {
        let here = |want: &dyn Fn(&Owner) -> bool| -> Vec<Id> {
            self.colleagues.iter().filter(|(c, _)| want(c)).map(|(c, _)| c.id).collect()
        };
        let peers = here(&|c| self.peers.contains(&c.id));
        if !peers.is_empty() {
            return peers;
        }
        let mut path = self.path.as_str();
        while path.starts_with(&self.store.path) {
            let found = here(&|c| c.path.starts_with(path));
            if !found.is_empty() {
                return found;
            }
            let above = path.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
            path = &path[..above];
        }
        Vec::new()
    }
}

/// What hangs on someone.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// By store.
    pub stores: Vec<AtStore>,
    /// Next contacts that are due or overdue, the oldest first.
    pub promises: Vec<Owned>,
    /// Hot customers besides them.
    pub hot: Vec<Owned>,
    /// What else.
    pub hanging: Hanging,
}

/// Looks at what hangs on someone, as far as the reader may give it away. Refuses `Forbidden` for whom class, grade or next
/// contact are closed. A fixed number of statements, and two a store.
pub async fn survey<C: ConnectionTrait>(
    look: &Look<'_, C>,
    person: &User,
    today: NaiveDate,
) -> Result<Survey, Refusal> {
    let user = person.id;
    // Whoever hands over sees what it goes by.
    if GOES_BY.iter().any(|field| look.scope.field_at_best(CUSTOMER.name, field) != Access::Shown) {
        return Err(Refusal::Forbidden);
    }
    let mut stores = Vec::new();
    for count in queries::counts(look, user, today).await? {
        stores.push(at_store(look, person, count, today).await?);
    }
    let mut promises = queries::promised(look, user, today, SHOWN).await?;
    let mut hot = queries::hot_ones(look, user, SHOWN).await?;
    // A role may open a field at one place and not at another.
    let open = |one: &Owned| {
        let place = Place { owner: Some(user), store: Some(one.store_id), path: one.path.clone() };
        GOES_BY
            .iter()
            .all(|field| look.scope.field_on(CUSTOMER.name, field, std::slice::from_ref(&place)) == Access::Shown)
    };
    promises.retain(open);
    hot.retain(open);
    hot.retain(|one| !promises.iter().any(|p| p.id == one.id));
    let hanging = counted(look, user).await?;
    Ok(Survey { stores, promises, hot, hanging })
}

async fn at_store<C: ConnectionTrait>(
    look: &Look<'_, C>,
    person: &User,
    count: StoreCount,
    today: NaiveDate,
) -> Result<AtStore, Refusal> {
    let tenant = look.scope.tenant;
    let store = places::store(look.conn, tenant, &count.store_id.to_string()).await?.ok_or(Refusal::NotFound)?;
    let people = places::people(look.conn, tenant, store.id, today).await?;
    // Someone who was shut out before has no post any more, and stands where they stood.
    let own = people.iter().find(|p| p.id == person.id).map_or(&person.path, |p| &p.path);
    let path = if own.starts_with(&store.path) { own.clone() } else { store.path.clone() };
    let may = |owner: &Owner| {
        let place = Place { owner: Some(owner.id), store: Some(store.id), path: owner.path.clone() };
        owner.id != person.id && places::within_reach(look.scope, Action::Assign, &place)
    };
    let colleagues: Vec<Owner> = people.into_iter().filter(may).collect();
    let ids: Vec<Id> = colleagues.iter().map(|c| c.id).collect();
    let loads: BTreeMap<Id, i64> = assignment::loads(look.conn, tenant, store.id, &ids).await?.into_iter().collect();
    let colleagues = colleagues.into_iter().map(|c| (c.clone(), loads.get(&c.id).copied().unwrap_or(0))).collect();
    let peers = queries::peers(look.conn, tenant, store.id, person.id).await?;
    Ok(AtStore { store, count, colleagues, peers, path })
}
