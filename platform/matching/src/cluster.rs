//! One person may have many records: what follows from several pairs together.

use crate::link::{AUTOMATIC, Pair, REVIEW};

/// What a pair counts for that is the same only through others: enough to be looked at, never enough to be automatic.
const THROUGH: f64 = 0.9;

/// Where A is surely B and B is surely C, A is C too, if anything at all speaks for it: two bad copies of a record often
/// agree with the good one and hardly with each other. Pairs of one household are left alone: those are joined by their
/// very nature.
pub fn consistent(records: usize, pairs: &mut [Pair]) {
    let mut heads: Vec<u32> = (0..records as u32).collect();
    for pair in pairs.iter().filter(|pair| pair.same >= AUTOMATIC) {
        let (a, b) = (head(&mut heads, pair.a), head(&mut heads, pair.b));
        heads[a.max(b) as usize] = a.min(b);
    }
    for pair in pairs.iter_mut().filter(|pair| pair.same < REVIEW && pair.household < REVIEW) {
        if head(&mut heads, pair.a) == head(&mut heads, pair.b) {
            pair.same = THROUGH;
            pair.through = true;
        }
    }
}

fn head(heads: &mut [u32], mut record: u32) -> u32 {
    while heads[record as usize] != record {
        heads[record as usize] = heads[heads[record as usize] as usize];
        record = heads[record as usize];
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: u32, b: u32, same: f64, household: f64) -> Pair {
        Pair { a, b, same, household, through: false }
    }

    /// CUS-07: a doubtful pair follows two sure ones; a household does not.
    #[test]
    fn follows_sure_ones_only() {
        let mut pairs = [
            pair(0, 1, 0.999, 0.0),
            pair(1, 2, 0.995, 0.0),
            pair(0, 2, 0.1, 0.1),
            pair(2, 3, 0.98, 0.0),
            pair(0, 3, 0.1, 0.0),
            pair(0, 4, 0.999, 0.0),
            pair(1, 4, 0.2, 0.8),
        ];
        consistent(5, &mut pairs);
        let same: Vec<f64> = pairs.iter().map(|p| p.same).collect();
        assert_eq!(same, [0.999, 0.995, THROUGH, 0.98, 0.1, 0.999, 0.2]);
        assert!(pairs[2].through);
    }
}
