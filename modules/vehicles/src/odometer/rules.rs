//! Which readings are relied on (domain.md §2.4, §4): each is judged beside its plausible neighbours in time, so that
//! one wrong reading does not make all later ones look wrong.

use chrono::NaiveDate;
use identifiers::odometer::{Limits, Reading, check};
use identifiers::{Reason, Verdict};

/// A reading with what was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The reading.
    pub reading: Reading,
    /// The doubt; none when it is relied on.
    pub doubt: Option<Reason>,
}

/// Judges a reading beside those already there.
pub fn judge(reading: Reading, known: &[Judged]) -> Option<Reason> {
    let sound = || known.iter().filter(|k| k.doubt.is_none()).map(|k| k.reading);
    // Of several readings on one day the highest is the last.
    let earlier = sound().filter(|k| k.on <= reading.on).max_by_key(|k| (k.on, k.replaced, k.km));
    let later = sound().filter(|k| k.on > reading.on).min_by_key(|k| (k.on, k.replaced, k.km));
    match check(reading, earlier, later, Limits::default()) {
        Verdict::Valid => None,
        Verdict::Suspect(reason) | Verdict::Rejected(reason) => Some(reason),
    }
}

/// Judges readings in the order of their days, each beside those known and those judged before it.
pub fn judge_all(mut readings: Vec<Reading>, known: &[Judged]) -> Vec<Judged> {
    readings.sort_by_key(|r| (r.on, r.replaced, r.km));
    let mut all = known.to_vec();
    let first = all.len();
    for reading in readings {
        let doubt = judge(reading, &all);
        all.push(Judged { reading, doubt });
    }
    all.split_off(first)
}

/// The reading that the file shows: the last one relied on.
pub fn last(readings: &[Judged]) -> Option<(i64, NaiveDate)> {
    readings
        .iter()
        .filter(|r| r.doubt.is_none())
        .map(|r| r.reading)
        .max_by_key(|r| (r.on, r.replaced, r.km))
        .map(|r| (i64::from(r.km), r.on))
}

/// Kilometres as a reading has them; more than a car can drive is kept at the limit of the type and judged.
pub fn km(km: i64) -> u32 {
    u32::try_from(km.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(n.into())
    }

    fn reading(on: u32, km: u32, replaced: bool) -> Reading {
        Reading { on: day(on), km, replaced }
    }

    /// CUS-03: a digit too many is kept and not relied on, and the next true reading is fine.
    #[test]
    fn one_wrong_reading_spoils_nothing() {
        let judged =
            judge_all(vec![reading(0, 10_000, false), reading(90, 1_500_000, false), reading(180, 20_000, false)], &[]);
        assert_eq!(judged.iter().map(|j| j.doubt).collect::<Vec<_>>(), [None, Some(Reason::OdometerJump), None]);
        assert_eq!(last(&judged), Some((20_000, day(180))));
    }

    /// CUS-03: after a new odometer the count begins anew.
    #[test]
    fn a_new_odometer_starts_again() {
        let judged = judge_all(vec![reading(0, 90_000, false), reading(30, 10, true), reading(60, 2_000, false)], &[]);
        assert!(judged.iter().all(|j| j.doubt.is_none()));
        assert_eq!(last(&judged), Some((2_000, day(60))));
        let back = judge_all(vec![reading(61, 1_500, false)], &judged);
        assert_eq!(back[0].doubt, Some(Reason::OdometerDecreasing));
    }

    proptest! {
        /// CUS-03: the readings relied on never fall, but where a new odometer was fitted.
        #[test]
        fn what_is_relied_on_never_falls(list in prop::collection::vec((0u32..2_000, 0u32..400_000, prop::bool::weighted(0.1)), 0..20)) {
            let judged = judge_all(list.into_iter().map(|(on, km, replaced)| reading(on, km, replaced)).collect(), &[]);
            let mut sound: Vec<Reading> = judged.iter().filter(|j| j.doubt.is_none()).map(|j| j.reading).collect();
            sound.sort_by_key(|r| (r.on, r.replaced, r.km));
            for pair in sound.windows(2) {
                prop_assert!(pair[1].replaced || pair[1].km >= pair[0].km);
            }
        }

        /// CUS-03: in whatever order a batch comes, the file shows the same.
        #[test]
        fn the_order_of_a_batch_does_not_matter(list in prop::collection::vec((0u32..500, 0u32..400_000), 0..12)) {
            let forward: Vec<Reading> = list.iter().map(|(on, km)| reading(*on, *km, false)).collect();
            let backward: Vec<Reading> = forward.iter().rev().copied().collect();
            prop_assert_eq!(last(&judge_all(forward, &[])), last(&judge_all(backward, &[])));
        }
    }
}
