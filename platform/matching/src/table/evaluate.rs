//! Precision and recall against the truth.

use std::collections::HashMap;

use super::plan::Plan;
use super::truth::Truth;
use crate::link::{AUTOMATIC, Pair, REVIEW, link};
use crate::pool::Pool;

/// How well the model found who is who.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Records of the file.
    pub records: usize,
    /// Pairs that are the same person, as the truth has it.
    pub truth: u64,
    /// Pairs that were compared.
    pub compared: u64,
    /// Pairs taken for the same person, from [`REVIEW`] on.
    pub found: u64,
    /// The share of these that are.
    pub precision: f64,
    /// The share of the true pairs that are among them; those that blocking lost count as missed.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
    /// The share of right ones among the pairs from [`AUTOMATIC`] on.
    pub auto_precision: f64,
    /// The share of the true pairs among the pairs from [`AUTOMATIC`] on.
    pub auto_recall: f64,
}

/// Reads rows, finds who is who without the truth, and compares the outcome with it. `head` are rows at the beginning,
/// by which the form of the truth is told; `rows` are all.
///
/// # Errors
/// What reading a row said.
pub fn evaluate<E>(
    plan: &Plan,
    head: &[Vec<String>],
    rows: impl Iterator<Item = Result<Vec<String>, E>>,
) -> Result<Report, E> {
    let mut truth = Truth::of(head.iter().filter_map(|row| row.get(plan.truth)).map(String::as_str));
    let (mut pool, mut profiles, mut people) = (Pool::new(), Vec::new(), Vec::new());
    for row in rows {
        let row = row?;
        profiles.push(pool.add(plan.facts(&row)));
        people.push(truth.person(row.get(plan.truth).map_or("", String::as_str)));
    }
    let linked = link(&pool, &profiles);
    let right =
        |pairs: &[&Pair]| pairs.iter().filter(|pair| people[pair.a as usize] == people[pair.b as usize]).count() as u64;
    let above = |bound: f64| -> Vec<&Pair> { linked.pairs.iter().filter(|pair| pair.same >= bound).collect() };
    let (found, sure) = (above(REVIEW), above(AUTOMATIC));
    let truth = pairs_of(&people);
    let (precision, recall) = (share(right(&found), found.len() as u64), share(right(&found), truth));
    let sum = precision + recall;
    Ok(Report {
        records: profiles.len(),
        truth,
        compared: linked.compared,
        found: found.len() as u64,
        precision,
        recall,
        f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 },
        auto_precision: share(right(&sure), sure.len() as u64),
        auto_recall: share(right(&sure), truth),
    })
}

fn pairs_of(people: &[u32]) -> u64 {
    let mut records: HashMap<u32, u64> = HashMap::new();
    for person in people {
        *records.entry(*person).or_default() += 1;
    }
    records.values().map(|n| n * (n - 1) / 2).sum()
}

/// Of nothing, nothing is wrong.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
