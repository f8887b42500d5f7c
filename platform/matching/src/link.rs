//! A whole file: pairs are found, the model is estimated, pairs are scored.

use std::collections::HashMap;
use std::num::NonZero;
use std::thread;

use crate::agreement::{Pattern, agreement};
use crate::blocking::Blocks;
use crate::cluster::consistent;
use crate::estimate::{Counts, Sample, estimate};
use crate::model::Model;
use crate::pool::{Pool, Profile};

/// Two records, by their places in the file, and how likely they are the same person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The earlier record.
    pub a: u32,
    /// The later record.
    pub b: u32,
    /// The probability that they are the same person.
    pub same: f64,
    /// The probability that they are two people of one household.
    pub household: f64,
    /// Whether they count as the same only because both are the same as a third record; see [`consistent`].
    ///
    /// [`consistent`]: crate::cluster::consistent
    pub through: bool,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The weights found.
    pub model: Model,
    /// How many pairs were compared.
    pub compared: u64,
    /// Pairs that are at least [`KEPT`] likely, in ascending order.
    pub pairs: Vec<Pair>,
}

/// Less likely pairs are not kept.
pub const KEPT: f64 = 0.01;
/// From this probability on a pair counts as the same person: somebody should look at it.
pub const REVIEW: f64 = 0.5;
/// From this probability on a pair may be taken for the same person without anyone looking.
pub const AUTOMATIC: f64 = 0.99;

/// Records whose pairs serve the estimation, at most; in larger files every so-many-th record stands for the others.
const TEACHERS: usize = 20_000;
/// Pairs drawn at random, at most.
const RANDOM: u64 = 1_000_000;

/// Finds who is who in a file. The same records in the same order give the same answer, on any number of processors.
pub fn link(pool: &Pool, profiles: &[Profile]) -> Linked {
    let blocks = Blocks::of(pool, profiles);
    let model = estimate(&sample(pool, profiles, &blocks));
    let parts = divided(profiles.len(), 1, |records| {
        let (mut compared, mut pairs, mut room) = (0, Vec::new(), Vec::new());
        for a in records {
            blocks.after(a, &mut room);
            compared += room.len() as u64;
            for b in &room {
                let agreement = agreement(pool, &profiles[a as usize], &profiles[*b as usize]);
                let score = model.score(pool, &agreement);
                if score.same >= KEPT {
                    pairs.push(Pair { a, b: *b, same: score.same, household: score.household, through: false });
                }
            }
        }
        (compared, pairs)
    });
    let compared = parts.iter().map(|(compared, _)| compared).sum();
    let mut pairs: Vec<Pair> = parts.into_iter().flat_map(|(_, pairs)| pairs).collect();
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    consistent(profiles.len(), &mut pairs);
    Linked { model, compared, pairs }
}

/// What the model is learned from.
pub fn sample(pool: &Pool, profiles: &[Profile], blocks: &Blocks) -> Sample {
    let step = profiles.len().div_ceil(TEACHERS).max(1);
    let parts = divided(profiles.len(), step, |records| {
        let (mut counts, mut room, mut taught) = (HashMap::new(), Vec::new(), 0_u64);
        for a in records {
            taught += 1;
            blocks.after(a, &mut room);
            for b in &room {
                *counts.entry(agreement(pool, &profiles[a as usize], &profiles[*b as usize]).pattern).or_default() += 1;
            }
        }
        (taught, counts)
    });
    let taught: u64 = parts.iter().map(|(taught, _)| taught).sum();
    Sample {
        blocked: merged(parts.into_iter().map(|(_, counts)| counts)),
        blocked_scale: profiles.len() as f64 / taught.max(1) as f64,
        random: random(pool, profiles),
        records: profiles.len(),
    }
}

fn merged(parts: impl Iterator<Item = HashMap<Pattern, u64>>) -> Counts {
    parts.fold(Counts::new(), |mut all, part| {
        for (pattern, count) in part {
            *all.entry(pattern).or_default() += count;
        }
        all
    })
}

/// Patterns of pairs drawn by a fixed rule, that look random and are the same every time; all pairs of a small file.
fn random(pool: &Pool, profiles: &[Profile]) -> Counts {
    let records = profiles.len() as u64;
    let all = records * records.saturating_sub(1) / 2;
    let mut counts: HashMap<Pattern, u64> = HashMap::new();
    let mut see = |a: u64, b: u64| {
        let found = agreement(pool, &profiles[a as usize], &profiles[b as usize]);
        *counts.entry(found.pattern).or_default() += 1;
    };
    if all <= RANDOM {
        (0..records).for_each(|a| (a + 1..records).for_each(|b| see(a, b)));
        return counts.into_iter().collect();
    }
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = || {
        // xorshift*, of Marsaglia and Vigna
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % records
    };
    for _ in 0..RANDOM {
        let (a, b) = (draw(), draw());
        if a != b {
            see(a, b);
        }
    }
    counts.into_iter().collect()
}

/// Lets every processor do a share of the records, every `step`-th of them.
fn divided<T: Send>(records: usize, step: usize, work: impl Fn(Box<dyn Iterator<Item = u32>>) -> T + Sync) -> Vec<T> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let share = move |worker: usize| -> Box<dyn Iterator<Item = u32>> {
        Box::new((0..records as u32).step_by(step).skip(worker).step_by(workers))
    };
    thread::scope(|scope| {
        let hands: Vec<_> = (1..workers)
            .map(|worker| {
                let work = &work;
                scope.spawn(move || work(share(worker)))
            })
            .collect();
        let mut parts = vec![work(share(0))];
        for hand in hands {
            parts.push(hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        parts
    })
}
