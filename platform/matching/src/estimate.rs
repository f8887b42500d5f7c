//! Finding the weights in the file itself, without knowing who is who.

use std::collections::BTreeMap;

use crate::agreement::Pattern;
use crate::level::Level;
use crate::model::{Model, Table};
use crate::slot::Slot;

/// How often each pattern occurred.
pub type Counts = BTreeMap<Pattern, u64>;

/// What was seen of a file.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Patterns of pairs that blocking brought together, or of those of some of the records.
    pub blocked: Counts,
    /// For how many pairs one of `blocked` stands: 1 if all were counted.
    pub blocked_scale: f64,
    /// Patterns of pairs drawn at random.
    pub random: Counts,
    /// Records of the file.
    pub records: usize,
}

/// Rounds of estimation at most.
const ROUNDS: usize = 60;
/// Rounds end when no share moves by more.
const STILL: f64 = 1e-6;
/// Of one person, and of one household, twice as many pairs as a file has records weigh in at most: more are no people.
const MOST_PAIRS: f64 = 4.0;
/// So many pairs the usual tables count for, of the same person and of a household.
const PRIOR: f64 = 12.0;
/// So many the usual table counts for among strangers.
const PRIOR_STRANGERS: f64 = 100.0;

/// Estimates the model by expectation and maximisation. The shares of matching pairs are of *all* pairs of the file;
/// pairs that blocking does not bring together count as strangers. Strangers are learned from random pairs, each counted
/// by how likely it is a pair of strangers, so that duplicates met by chance do not spoil them.
pub fn estimate(sample: &Sample) -> Model {
    let usual = Model::usual(sample.records);
    let all = sample.records as f64 * (sample.records as f64 - 1.0) / 2.0;
    let mut model = usual.clone();
    if sample.blocked.is_empty() || all < 1.0 {
        return model;
    }
    model.strangers = strangers(sample, &usual, &usual);
    for _ in 0..ROUNDS {
        let next = round(sample, &model, &usual, all);
        let moved = distance(&next, &model);
        model = next;
        if moved < STILL {
            break;
        }
    }
    model
}

fn round(sample: &Sample, model: &Model, usual: &Model, all: f64) -> Model {
    let mut same = [[0.0; Level::COUNT]; Slot::COUNT];
    let mut household = same;
    let (mut same_pairs, mut household_pairs) = (0.0, 0.0);
    for (pattern, count) in &sample.blocked {
        let score = model.kinds(*pattern);
        let count = *count as f64 * sample.blocked_scale;
        same_pairs += score.same * count;
        household_pairs += score.household * count;
        for (slot, level) in pattern.levels() {
            same[slot as usize][level as usize] += score.same * count;
            household[slot as usize][level as usize] += score.household * count;
        }
    }
    Model {
        same: bounded(shares(&same, &usual.same, PRIOR), most_differing),
        household: shared(bounded(shares(&household, &usual.household, PRIOR), most_differing_at_home), usual),
        strangers: strangers(sample, model, usual),
        same_share: ((same_pairs + 0.5) / (all + 1.0)).min(MOST_PAIRS / sample.records as f64),
        household_share: ((household_pairs + 0.1) / (all + 1.0)).min(MOST_PAIRS / sample.records as f64),
    }
}

/// Keeps a kind of pairs what it is meant to be. Without this, a file in which a few names occur again and again would teach
/// that one person is whoever has the same name, whatever else differs, and one with many customers of few districts that
/// a district is a household.
fn bounded(mut table: Table, most_differing: fn(Slot) -> f64) -> Table {
    for (slot, row) in Slot::ALL.into_iter().zip(&mut table) {
        let (differs, most) = (row[Level::Differs as usize], most_differing(slot));
        if differs > most {
            row.iter_mut().for_each(|share| *share *= (1.0 - most) / (1.0 - differs).max(1e-9));
            row[Level::Differs as usize] = most;
        }
    }
    table
}

/// In how many pairs of one person a part may differ at most: people move and change their phone; they seldom change
/// their name, and never their birthday.
fn most_differing(slot: Slot) -> f64 {
    match slot {
        Slot::Sex | Slot::IdNumber => 0.10,
        Slot::Surname | Slot::Given | Slot::Whole | Slot::Birth => 0.20,
        _ => 0.70,
    }
}

/// In how many pairs of one household a part may differ at most: they live together, or have a phone or a car in common.
fn most_differing_at_home(slot: Slot) -> f64 {
    match slot {
        Slot::Address | Slot::Address2 => 0.40,
        Slot::Number | Slot::Suburb | Slot::Postcode | Slot::State => 0.15,
        _ => 0.75,
    }
}

/// Only what households share is learned of them.
fn shared(mut table: Table, usual: &Model) -> Table {
    for slot in Slot::ALL.into_iter().filter(|slot| !slot.is_shared()) {
        table[slot as usize] = usual.household[slot as usize];
    }
    table
}

fn strangers(sample: &Sample, model: &Model, usual: &Model) -> Table {
    let mut sums = [[0.0; Level::COUNT]; Slot::COUNT];
    for (pattern, count) in &sample.random {
        let score = model.kinds(*pattern);
        let left = (1.0 - score.same - score.household).max(0.0) * *count as f64;
        for (slot, level) in pattern.levels() {
            sums[slot as usize][level as usize] += left;
        }
    }
    let mut table = shares(&sums, &usual.strangers, PRIOR_STRANGERS);
    for (slot, row) in table.iter_mut().enumerate() {
        // What was never seen in n pairs is no rarer than half of one in n, unless it was known to be.
        let seen: f64 = sums[slot].iter().sum();
        for (level, share) in row.iter_mut().enumerate() {
            *share = share.max(usual.strangers[slot][level].min(0.5 / seen.max(1.0)));
        }
    }
    table
}

fn shares(sums: &Table, usual: &Table, prior: f64) -> Table {
    let mut table = *usual;
    for (slot, row) in table.iter_mut().enumerate() {
        let all: f64 = sums[slot].iter().sum();
        for (level, share) in row.iter_mut().enumerate() {
            *share = (sums[slot][level] + prior * *share) / (all + prior);
        }
    }
    table
}

fn distance(a: &Model, b: &Model) -> f64 {
    let tables = [(&a.same, &b.same), (&a.household, &b.household)];
    let rows = tables.into_iter().flat_map(|(x, y)| x.iter().flatten().zip(y.iter().flatten()));
    rows.map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}
