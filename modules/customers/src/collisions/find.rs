//! Who is known already by the keys of files to be made, whoever asks. The answers never leave this module as they are.

use std::collections::{HashMap, HashSet};

use kernel::scope::Place as Standing;
use kernel::sql::Query;
use kernel::{Action, DbError, Id, Instant, Tx};
use records::import::Key;
use sea_orm::FromQueryResult;

use super::entered::{Entered, Place};
use super::model::Between;
use super::policy::Policy;
use crate::seams::Seams;

/// How many keys one statement asks for.
const STEP: usize = 400;

/// An engagement of somebody who has a key.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Holder {
    pub key: String,
    pub customer: Id,
    pub engagement: Id,
    pub store: Id,
    pub owner: Option<Id>,
    pub path: String,
    pub at: Instant,
}

/// Holders by place and key.
pub(super) type Holders = HashMap<(Place, String), Vec<Holder>>;

/// Everyone who has one of the keys: a statement for each place that there are keys of, and those of the seams.
pub(super) async fn holders(tx: &Tx<'_>, seams: &Seams, entered: &[Entered]) -> Result<Holders, DbError> {
    let mut asked: HashMap<Place, HashSet<&str>> = HashMap::new();
    for (place, text) in entered.iter().flat_map(Entered::list) {
        asked.entry(*place).or_default().insert(text);
    }
    let mut found = Holders::new();
    for place in [Place::Phone, Place::IdHash, Place::Uscc, Place::Wechat, Place::Wecom] {
        let keys: Vec<&str> = asked.get(&place).into_iter().flatten().copied().collect();
        for part in keys.chunks(STEP) {
            for holder in by_keys(tx, place, part).await? {
                found.entry((place, holder.key.clone())).or_default().push(holder);
            }
        }
    }
    let cars: Vec<(Key, String)> = asked
        .iter()
        .filter_map(|(place, texts)| if let Place::Car(key) = place { Some((*key, texts)) } else { None })
        .flat_map(|(key, texts)| texts.iter().map(move |text| (key, (*text).to_owned())))
        .collect();
    if !cars.is_empty() {
        by_cars(tx, seams, &cars, &mut found).await?;
    }
    Ok(found)
}

async fn by_keys(tx: &Tx<'_>, place: Place, keys: &[&str]) -> Result<Vec<Holder>, DbError> {
    let (from, key, customer, only) = match place {
        Place::Phone => ("customer_phones p", "p.phone", "p.customer_id", " AND p.is_virtual = FALSE"),
        Place::IdHash => ("customers p", "p.id_hash", "p.id", ""),
        Place::Uscc => ("customers p", "p.uscc", "p.id", ""),
        Place::Wechat => ("customers p", "p.wechat", "p.id", ""),
        Place::Wecom => ("customers p", "p.wecom", "p.id", ""),
        Place::Car(_) => return Ok(Vec::new()),
    };
    let mut q = Query::new();
    q.push("SELECT ").push(key).push(" AS key, ").push(COLUMNS).push(" FROM ").push(from);
    q.push(" CROSS JOIN customers c CROSS JOIN engagements e WHERE p.tenant_id = ").bind(tx.tenant());
    q.push(" AND ").push(key).push(" IN (").bind_all(keys.iter().copied()).push(")").push(only);
    q.push(" AND c.tenant_id = p.tenant_id AND c.id = ").push(customer).push(STANDS);
    q.rows(tx.conn()).await?.iter().map(|row| Holder::from_query_result(row, "")).collect()
}

const COLUMNS: &str = "e.customer_id AS customer, e.id AS engagement, e.store_id AS store, e.owner_id AS owner, e.path, e.created_at AS at";
const STANDS: &str =
    " AND c.deleted_at IS NULL AND e.tenant_id = c.tenant_id AND e.customer_id = c.id AND e.deleted_at IS NULL";

async fn by_cars(tx: &Tx<'_>, seams: &Seams, keys: &[(Key, String)], found: &mut Holders) -> Result<(), DbError> {
    let mut having: Vec<(Key, String, Id)> = Vec::new();
    for holders in &seams.car_holders {
        having.extend(holders.of(tx, keys).await?);
    }
    let mut ids: Vec<Id> = having.iter().map(|(.., id)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut by_customer: HashMap<Id, Vec<Holder>> = HashMap::new();
    for part in ids.chunks(STEP) {
        let mut q = Query::new();
        q.push("SELECT c.number AS key, ").push(COLUMNS).push(" FROM customers c CROSS JOIN engagements e");
        q.push(" WHERE c.tenant_id = ").bind(tx.tenant()).push(" AND c.id IN (").bind_all(part.iter().copied());
        q.push(")").push(STANDS);
        for row in q.rows(tx.conn()).await? {
            let holder = Holder::from_query_result(&row, "")?;
            by_customer.entry(holder.customer).or_default().push(holder);
        }
    }
    for (key, text, customer) in having {
        let holders = by_customer.get(&customer).into_iter().flatten().cloned();
        found.entry((Place::Car(key), text)).or_default().extend(holders);
    }
    Ok(())
}

/// The first filing that a new file collides with, and by which key. Whoever is within the reach of the one who files is
/// no collision: they see them. One's own store goes before another, and a trusted key before others; then the first one
/// counts.
pub(super) fn first<'h>(
    tx: &Tx<'_>,
    policy: &Policy,
    (store, path): (Id, &str),
    entered: &Entered,
    holders: &'h Holders,
) -> Option<(Between, Place, &'h Holder)> {
    let reach = tx.scope().reach("customer", Action::See);
    let mut candidates: Vec<(Between, usize, Place, &Holder)> = Vec::new();
    for (turn, (place, text)) in entered.list().iter().enumerate() {
        let Some(having) = holders.get(&(*place, text.clone())) else { continue };
        let covered =
            |h: &Holder| reach.covers(&Standing { owner: h.owner, store: Some(h.store), path: h.path.clone() });
        let seen: HashSet<Id> = having.iter().filter(|h| covered(h)).map(|h| h.customer).collect();
        for holder in having.iter().filter(|h| !seen.contains(&h.customer) && entered.own() != Some(h.customer)) {
            let between = if holder.store == store { Between::Store } else { policy.between(path, &holder.path) };
            candidates.push((between, turn, *place, holder));
        }
    }
    let best = candidates.into_iter().min_by_key(|(between, turn, _, h)| (*between, *turn, h.at, h.engagement));
    best.map(|(between, _, place, holder)| (between, place, holder))
}
