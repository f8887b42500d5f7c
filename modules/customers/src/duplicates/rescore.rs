//! Scoring customers against everyone they share a key with.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DbError, Id, Tx};
use matching::{Pool, agreement};
use sha2::{Digest, Sha256};

use super::evidence::{self, Evidence};
use super::model::{Pair, Reason, State};
use super::weights::Weights;
use super::{keys, queries};
use crate::seams::Seams;

/// From this probability on a pair is kept for somebody to look at: a little below even odds, for nobody is harmed by
/// looking.
pub(super) const KEPT: f64 = 0.2;

/// A pair as it scores now.
pub(super) struct Scored {
    pub a: Id,
    pub b: Id,
    pub score: i64,
    pub reasons: String,
    pub evidence: String,
}

/// Brings keys and pairs of these customers up to date. A customer put away loses its keys and its open pairs. A judged
/// pair stays judged while what was compared is the same.
pub(super) async fn rescore(tx: &Tx<'_>, seams: &Seams, weights: &Weights, customers: &[Id]) -> Result<(), DbError> {
    let own = evidence::of(tx, seams, customers).await?;
    let mut pool = Pool::new();
    let mut fresh: Vec<(Id, Vec<i64>)> = Vec::with_capacity(own.len());
    for (id, evidence) in &own {
        let profile = pool.read(evidence.facts());
        fresh.push((*id, keys::of(&pool, &profile)));
    }
    queries::renew_keys(tx, customers, &fresh).await?;
    let together = queries::together(tx, customers).await?;
    let others: BTreeSet<Id> =
        together.iter().map(|(_, other)| *other).filter(|other| !own.contains_key(other)).collect();
    let mut all = evidence::of(tx, seams, &others.into_iter().collect::<Vec<_>>()).await?;
    all.extend(own);
    let scored = score(&all, &together, weights);
    settle(tx, customers, scored).await
}

/// Scores pairs that share a key.
fn score(all: &BTreeMap<Id, Evidence>, together: &BTreeSet<(Id, Id)>, weights: &Weights) -> Vec<Scored> {
    let mut pool = Pool::new();
    let profiles: BTreeMap<Id, _> = all.iter().map(|(id, evidence)| (*id, pool.read(evidence.facts()))).collect();
    weights.teach(&mut pool);
    let ordered: BTreeSet<(Id, Id)> = together.iter().map(|(x, y)| (*x.min(y), *x.max(y))).collect();
    let mut scored = Vec::new();
    for (a, b) in ordered {
        let (Some(first), Some(second)) = (profiles.get(&a), profiles.get(&b)) else { continue };
        let agreement = agreement(&pool, first, second);
        let likely = weights.model.score(&pool, &agreement).same;
        if likely < KEPT {
            continue;
        }
        let reasons: Vec<Reason> = weights.model.reasons(&pool, &agreement).iter().map(Reason::of).collect();
        scored.push(Scored {
            a,
            b,
            score: (likely * 10_000.0).round() as i64,
            reasons: serde_json::json!(reasons).to_string(),
            evidence: digest(&all[&a], &all[&b]),
        });
    }
    scored
}

/// A hash of what two customers were compared by: a verdict holds while it stands.
fn digest(a: &Evidence, b: &Evidence) -> String {
    let mut hash = Sha256::new();
    for evidence in [a, b] {
        for (role, text) in &evidence.facts {
            hash.update(role.name());
            hash.update([0]);
            hash.update(text);
            hash.update([0]);
        }
        hash.update([1]);
    }
    kernel::crypto::hex(&hash.finalize()[..16])
}

/// Writes what changed: new pairs come, pairs that lost their reasons go, judged ones stay unless their evidence changed.
async fn settle(tx: &Tx<'_>, customers: &[Id], scored: Vec<Scored>) -> Result<(), DbError> {
    let mut known: BTreeMap<(Id, Id), Pair> =
        queries::pairs_of(tx, customers).await?.into_iter().map(|pair| ((pair.a_id, pair.b_id), pair)).collect();
    let mut new = Vec::new();
    for now in scored {
        match known.remove(&(now.a, now.b)) {
            None => new.push(now),
            Some(pair) if pair.evidence == now.evidence && (pair.score == now.score || pair.state() != State::Open) => {
            }
            // Who is to be merged stays so; any other verdict was given on other facts.
            Some(pair) if pair.state() == State::ToMerge => queries::refresh(tx, pair.id, &now, State::ToMerge).await?,
            Some(pair) => queries::refresh(tx, pair.id, &now, State::Open).await?,
        }
    }
    let gone: Vec<Id> = known.into_values().filter(|pair| pair.state() == State::Open).map(|pair| pair.id).collect();
    queries::forget(tx, &gone).await?;
    queries::insert(tx, new).await
}
