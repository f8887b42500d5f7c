//! The weights: what each level of agreement says for and against two records being one person.

use serde::{Deserialize, Serialize};

use crate::agreement::{Agreement, Pattern};
use crate::level::Level;
use crate::pool::Pool;
use crate::slot::Slot;

/// A probability for every level of every slot.
pub type Table = [[f64; Level::COUNT]; Slot::COUNT];

/// The mixture of three kinds of pairs (after Fellegi and Sunter 1969, with a third kind): the same person, two people of
/// one household, and strangers. Given the kind, slots are taken as independent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// How the levels are distributed among pairs of the same person.
    pub same: Table,
    /// Among people of one household or firm: in what households share; elsewhere they are as strangers.
    pub household: Table,
    /// Among strangers.
    pub strangers: Table,
    /// The share of pairs of the same person among all pairs of the file.
    pub same_share: f64,
    /// The share of pairs of one household among all pairs of the file.
    pub household_share: f64,
}

/// What one slot says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// Of what.
    pub slot: Slot,
    /// How well the records agree in it.
    pub level: Level,
    /// log₂ of how much likelier this is for one person than for strangers: positive for, negative against.
    pub weight: f64,
}

/// How likely it is that two records are one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The probability that they are the same person, 0 to 1.
    pub same: f64,
    /// The probability that they are two people of one household or firm.
    pub household: f64,
    /// The sum of all weights, in bits, without the share of such pairs in the file.
    pub weight: f64,
}

/// Largest weight for or against, in bits: no single slot decides, however rare a value is.
const BOUND: f64 = 20.0;

impl Model {
    /// How likely two records are the same person, by how they agree and by how rare what they share is.
    pub fn score(&self, pool: &Pool, agreement: &Agreement) -> Score {
        let (mut same, mut household) = (0.0, 0.0);
        for (slot, level) in agreement.pattern.levels() {
            let chance = self.chance(pool, agreement, slot, level);
            same += weight(self.same[slot as usize][level as usize], chance);
            if slot.is_shared() || (slot.is_kin() && level < Level::Close) {
                household += weight(self.household[slot as usize][level as usize], chance);
            }
        }
        self.settle(same, household)
    }

    /// What each slot says, the strongest first.
    pub fn reasons(&self, pool: &Pool, agreement: &Agreement) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = agreement
            .pattern
            .levels()
            .map(|(slot, level)| {
                let chance = self.chance(pool, agreement, slot, level);
                Reason { slot, level, weight: weight(self.same[slot as usize][level as usize], chance) }
            })
            .collect();
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.slot.cmp(&b.slot)));
        reasons
    }

    /// The probabilities of the three kinds for a pattern, as if all values were equally rare: for estimation.
    pub(crate) fn kinds(&self, pattern: Pattern) -> Score {
        let (mut same, mut household) = (0.0, 0.0);
        for (slot, level) in pattern.levels() {
            let (slot_at, level_at) = (slot as usize, level as usize);
            let chance = self.strangers[slot_at][level_at];
            same += weight(self.same[slot_at][level_at], chance);
            if slot.is_shared() || (slot.is_kin() && level < Level::Close) {
                household += weight(self.household[slot_at][level_at], chance);
            }
        }
        self.settle(same, household)
    }

    fn settle(&self, same: f64, household: f64) -> Score {
        let strangers = (1.0 - self.same_share - self.household_share).max(f64::MIN_POSITIVE);
        let one = self.same_share * same.exp2();
        let two = self.household_share * household.exp2();
        let all = one + two + strangers;
        Score { same: one / all, household: two / all, weight: same }
    }

    /// How likely strangers agree so. An equal value is as likely as it is frequent: for one seen `k` times among `n`
    /// other values the urn scheme of Hoppe says k/(n + θ), with θ such that two drawn at random are equal as often as
    /// strangers are (1/(1 + θ)). Rare values and small files are thereby kept from seeming unique.
    fn chance(&self, pool: &Pool, agreement: &Agreement, slot: Slot, level: Level) -> f64 {
        let usual = self.strangers[slot as usize][level as usize];
        let common = agreement.common[slot as usize];
        let records = f64::from(pool.records(slot));
        if level != Level::Same || common == u32::MAX || records < 2.0 {
            return usual;
        }
        let seen = f64::from(pool.count(common).max(2) - 1);
        let theta = 1.0 / usual.max(1e-12) - 1.0;
        seen / (records - 1.0 + theta)
    }
}

fn weight(given: f64, chance: f64) -> f64 {
    (given.max(1e-9) / chance.max(1e-12)).log2().clamp(-BOUND, BOUND)
}
