//! Looking out while files are made: who is known already is asked before they are written, and what was found is kept
//! with them.

use kernel::journal::Change;
use kernel::{DbError, Id, Instant, Tx, numbering};

use super::entered::Entered;
use super::find;
use super::model::{Between, KeyKind, Told};
use super::policy::Policy;
use super::{queries, rules};
use crate::customer::{Created, NewCustomer};
use crate::engagements::Engagement;
use crate::places::Store;
use crate::seams::Seams;

/// What a file to be made collides with.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    between: Between,
    key_kind: KeyKind,
    key_hash: String,
    first: Id,
    first_store: Id,
    first_path: String,
    first_at: Instant,
}

/// Looks for the first filings of those who are about to be filed at a store; one answer for each. Whoever makes
/// customers holds the counter of their numbers until the end, so what another transaction makes at the same moment is
/// either here already, or finds these: exactly one of two is the first.
pub(crate) async fn seek(
    tx: &Tx<'_>,
    seams: &Seams,
    policy: &Policy,
    store: &Store,
    entered: &[Entered],
) -> Result<Vec<Option<Found>>, DbError> {
    if entered.is_empty() {
        return Ok(Vec::new());
    }
    numbering::take(tx, "customer", 0).await?;
    let holders = find::holders(tx, seams, entered).await?;
    let found = entered.iter().map(|one| {
        let (between, place, holder) = find::first(tx, policy, (store.id, &store.path), one, &holders)?;
        Some(Found {
            between,
            key_kind: place.kind(),
            key_hash: tx.keys().hash("collision", &holder.key),
            first: holder.engagement,
            first_store: holder.store,
            first_path: holder.path.clone(),
            first_at: holder.at,
        })
    });
    Ok(found.collect())
}

/// Keeps what was found with the files that were made, and gives what may be told of each. `filed` is how many the
/// person has filed in this hour, if they are counted. What is told too often is held back, and the group hears of it.
pub(crate) async fn file(
    tx: &mut Tx<'_>,
    policy: &Policy,
    store: &Store,
    found: Vec<(Found, &Created)>,
    filed: Option<i64>,
    import: Option<Id>,
) -> Result<Vec<Told>, DbError> {
    let day = Instant::start_of(tx.now().date_in(organisation::HOUSE_ZONE), organisation::HOUSE_ZONE);
    let mut told_today = queries::told_since(tx, store.id, day).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let (an_hour, a_day) = (policy.filings_an_hour(&tx.scope().powers.home_path), policy.tellings_a_day(&store.path));
    let (mut rows, mut said, mut unusual) = (Vec::new(), Vec::new(), false);
    for (found, made) in found {
        let Some(engagement) = made.engagements.first() else { continue };
        let allowed = policy.told(found.between, &store.path, &found.first_path);
        let over = rules::held_back(filed.unwrap_or(0), an_hour, told_today, a_day);
        let held_back = allowed > Told::Silent && over;
        let told = if held_back { Told::Silent } else { allowed };
        told_today += i64::from(told > Told::Silent);
        unusual |= held_back;
        let id = tx.new_id();
        rows.push(queries::row(tx, id, (made.id, *engagement, store.id), &found.parts(), (told, held_back), import));
        let change = Change::of("told", None, Some(told.name().to_owned()));
        tx.record("collision", id, if told > Told::Silent { "told" } else { "kept" }, change.into_iter().collect());
        said.push(told);
    }
    if unusual && !queries::held_back_since(tx, store.id, day).await? {
        let by = serde_json::json!({ "store": store.id, "by": tx.scope().actor_name() });
        tx.emit("collision.unusual.v1", "store", store.id, by);
    }
    queries::insert(tx, rows).await?;
    Ok(said)
}

/// Looks out for keys that are added to a file that is there, as for a new file: by a form, a script or a sheet. What is
/// found is kept with the engagement of whoever adds them, once for each two files.
pub(crate) async fn added(
    tx: &mut Tx<'_>,
    seams: &Seams,
    customer: Id,
    editable: &[Engagement],
    new: &NewCustomer,
) -> Result<(), DbError> {
    let entered = Entered::of(tx.keys(), new).of_file(customer);
    let home = tx.scope().powers.home_store;
    let at = editable.iter().find(|e| Some(e.store_id) == home).or(editable.first());
    let Some(at) = at.filter(|_| !entered.list().is_empty()) else { return Ok(()) };
    // By its id and path alone: what is told names the other side.
    let store = Store { id: at.store_id, path: at.path.clone(), code: String::new(), name: String::new() };
    let policy = Policy::load(tx.conn(), tx.tenant()).await?;
    let found = seek(tx, seams, &policy, &store, &[entered]).await?.into_iter().flatten().next();
    // A sheet's rows are counted by the store's day alone, like those that make files.
    let import = tx.batch();
    let filed = match import {
        Some(_) => None,
        None => Some(web::limits::count_within(tx, web::limits::Guard::Filing).await?),
    };
    let found = match found {
        Some(found) if !queries::has_case(tx, customer, found.first).await? => Some(found),
        _ => None,
    };
    let made = Created { id: customer, number: String::new(), engagements: vec![at.id] };
    let found = found.map(|found| (found, &made)).into_iter().collect();
    file(tx, &policy, &store, found, filed, import).await.map(drop)
}

impl Found {
    fn parts(&self) -> queries::First<'_> {
        queries::First {
            between: self.between,
            key_kind: self.key_kind,
            key_hash: &self.key_hash,
            engagement: self.first,
            store: self.first_store,
            at: self.first_at,
        }
    }
}
