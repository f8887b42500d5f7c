//! Keeps custodies in step with what they follow from: one way for commands, batches and changes of engagements.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::scope::Place;
use kernel::{DbError, Id, Instant, Tx};
use records::search::TermRow;

use super::queries::{self, Custody, NewCustody, PartyClaim};
use super::rules::{self, Claim, Ground};
use crate::kind::VEHICLE;
use crate::vehicle::queries::{Findable, findable};
use crate::vehicle::search;

/// How many vehicles a step looks at.
const STEP: usize = 300;

/// What is told about new vehicles, so that a batch need not read back what it has just written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Novelty {
    /// Custodies, visits and search terms may exist already.
    Known,
    /// The vehicles were made in this transaction: nothing but the parties says anything about them.
    New,
}

/// Brings the custodies of vehicles up to date.
pub async fn derive(tx: &Tx<'_>, vehicles: &[Id]) -> Result<(), DbError> {
    for part in vehicles.chunks(STEP) {
        let list = findable(tx.conn(), tx.tenant(), part).await?;
        step(tx, &list, Novelty::Known, &HashMap::new()).await?;
    }
    Ok(())
}

/// The custodies of vehicles made in this transaction. `entered` are the places that enter them.
pub(crate) async fn derive_new(
    tx: &Tx<'_>,
    vehicles: &[Findable],
    entered: &HashMap<Id, Place>,
) -> Result<(), DbError> {
    for part in vehicles.chunks(STEP) {
        step(tx, part, Novelty::New, entered).await?;
    }
    Ok(())
}

struct Change {
    add: Vec<NewCustody>,
    terms: Vec<TermRow>,
    moved: BTreeMap<(Option<Id>, String), Vec<Id>>,
    gone: Vec<Custody>,
}

async fn step(
    tx: &Tx<'_>,
    vehicles: &[Findable],
    novelty: Novelty,
    entered: &HashMap<Id, Place>,
) -> Result<(), DbError> {
    if vehicles.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id> = vehicles.iter().map(|v| v.id).collect();
    let parties = queries::party_claims(tx.conn(), tx.tenant(), &ids).await?;
    let (visits, present) = match novelty {
        Novelty::New => (Vec::new(), Vec::new()),
        Novelty::Known => (
            queries::visit_claims(tx.conn(), tx.tenant(), &ids).await?,
            queries::of(tx.conn(), tx.tenant(), &ids).await?,
        ),
    };
    let mut claims: HashMap<Id, Vec<(Id, Claim)>> = HashMap::new();
    let mut seen: HashMap<(Id, Id), Instant> = HashMap::new();
    for p in &parties {
        let claim = Claim {
            ground: Ground::of_role(&p.role),
            rank: (p.created_at.0, p.engagement_id),
            owner: p.owner_id,
            path: p.path.clone(),
        };
        claims.entry(p.vehicle_id).or_default().push((p.store_id, claim));
    }
    for v in visits {
        let latest = seen.entry((v.vehicle_id, v.store_id)).or_insert(v.at);
        *latest = (*latest).max(v.at);
        let claim = Claim {
            ground: Ground::Visit,
            rank: (-v.at.0, v.id),
            owner: v.owner_id,
            path: v.path.unwrap_or(v.store_path),
        };
        claims.entry(v.vehicle_id).or_default().push((v.store_id, claim));
    }
    for c in present.iter().filter(|c| c.entered_here) {
        let claim = Claim { ground: Ground::Entered, rank: (0, c.id), owner: c.owner_id, path: c.path.clone() };
        claims.entry(c.vehicle_id).or_default().push((c.store_id, claim));
    }
    for vehicle in vehicles {
        if let Some(Place { owner, store: Some(store), path }) = entered.get(&vehicle.id) {
            let claim = Claim { ground: Ground::Entered, rank: (0, vehicle.id), owner: *owner, path: path.clone() };
            claims.entry(vehicle.id).or_default().push((*store, claim));
        }
    }
    let change = compare(tx, vehicles, claims, &present, &seen, entered);
    write(tx, vehicles, &parties, novelty, change).await
}

fn compare(
    tx: &Tx<'_>,
    vehicles: &[Findable],
    mut claims: HashMap<Id, Vec<(Id, Claim)>>,
    present: &[Custody],
    seen: &HashMap<(Id, Id), Instant>,
    entered: &HashMap<Id, Place>,
) -> Change {
    let mut change = Change { add: Vec::new(), terms: Vec::new(), moved: BTreeMap::new(), gone: Vec::new() };
    let mut present_by_vehicle: HashMap<Id, Vec<&Custody>> = HashMap::new();
    for custody in present {
        present_by_vehicle.entry(custody.vehicle_id).or_default().push(custody);
    }
    for vehicle in vehicles {
        // A vehicle that was put away keeps no custody.
        let mut wanted = if vehicle.gone {
            BTreeMap::new()
        } else {
            rules::standings(claims.remove(&vehicle.id).unwrap_or_default())
        };
        for custody in present_by_vehicle.remove(&vehicle.id).unwrap_or_default() {
            match wanted.remove(&custody.store_id) {
                None => change.gone.push(custody.clone()),
                Some(to) if to.owner == custody.owner_id && to.path == custody.path => {}
                Some(to) => change.moved.entry((to.owner, to.path)).or_default().push(custody.id),
            }
        }
        for (store, to) in wanted {
            let id = tx.new_id();
            let terms = vehicle.terms();
            change
                .terms
                .extend(terms.iter().map(|term| records::search::row(&VEHICLE, vehicle.id, id, Some(store), term)));
            let entered_here = entered.get(&vehicle.id).is_some_and(|by| by.store == Some(store));
            let custody = Custody {
                id,
                vehicle_id: vehicle.id,
                store_id: store,
                owner_id: to.owner,
                path: to.path,
                entered_here,
            };
            let touched_at = seen.get(&(vehicle.id, store)).copied().unwrap_or(vehicle.updated_at);
            change.add.push(NewCustody { custody, sort_key: vehicle.sort_key.clone(), touched_at });
        }
    }
    change
}

async fn write(
    tx: &Tx<'_>,
    vehicles: &[Findable],
    parties: &[PartyClaim],
    novelty: Novelty,
    mut change: Change,
) -> Result<(), DbError> {
    if novelty == Novelty::New {
        let terms: HashMap<Id, BTreeSet<String>> = vehicles.iter().map(|v| (v.id, v.terms())).collect();
        for p in parties {
            if let Some(terms) = terms.get(&p.vehicle_id) {
                change.terms.extend(search::customer_rows(p.customer_id, p.engagement_id, p.store_id, terms));
            }
        }
    }
    queries::insert(tx, change.add).await?;
    records::search::write(tx, change.terms).await?;
    for ((owner, path), ids) in change.moved {
        queries::stand(tx, &ids, owner, &path).await?;
    }
    let gone: Vec<Id> = change.gone.iter().map(|c| c.id).collect();
    queries::put_away(tx, &gone).await?;
    for custody in &change.gone {
        if let Some(vehicle) = vehicles.iter().find(|v| v.id == custody.vehicle_id) {
            let anchors = [(custody.id, Some(custody.store_id))];
            records::search::reindex(tx, &VEHICLE, vehicle.id, &anchors, &vehicle.terms(), &BTreeSet::new()).await?;
        }
    }
    Ok(())
}
