//! Odometer readings 里程, in kilometres: is a reading plausible beside its neighbours in time (domain.md §8.9)?

use crate::{Reason, Verdict};
use chrono::NaiveDate;

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Day of the reading.
    pub on: NaiveDate,
    /// Kilometres shown.
    pub km: u32,
    /// At this reading a new odometer had been fitted 换表: it is not compared with earlier ones.
    pub replaced: bool,
}

/// What still counts as plausible; a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most kilometres per day, over the days between two readings.
    pub km_per_day: u32,
    /// Most kilometres in a car's life.
    pub km_in_life: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { km_per_day: 1_500, km_in_life: 2_000_000 }
    }
}

/// Judges `reading` beside the nearest `earlier` and `later` one of the same car. Implausible readings are suspect and
/// never refused: the car stands in the yard and the clerk reads what it shows.
pub fn check(reading: Reading, earlier: Option<Reading>, later: Option<Reading>, limits: Limits) -> Verdict {
    if reading.km > limits.km_in_life {
        return Verdict::Suspect(Reason::OdometerLimit);
    }
    let before = earlier.and_then(|earlier| step(earlier, reading, limits));
    let after = later.and_then(|later| step(reading, later, limits));
    before.or(after).map_or(Verdict::Valid, Verdict::Suspect)
}

/// What is wrong with the step between two readings. Two readings of one day may differ by one day's drive.
fn step(from: Reading, to: Reading, limits: Limits) -> Option<Reason> {
    if to.replaced {
        return None;
    }
    if to.km < from.km {
        return Some(Reason::OdometerDecreasing);
    }
    let days = u64::try_from((to.on - from.on).num_days()).unwrap_or(0).max(1);
    (u64::from(to.km - from.km) > days * u64::from(limits.km_per_day)).then_some(Reason::OdometerJump)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(day: u32, km: u32, replaced: bool) -> Reading {
        Reading { on: NaiveDate::from_ymd_opt(2026, 6, day).unwrap(), km, replaced }
    }

    fn verdict(km: u32, replaced: bool) -> Verdict {
        let neighbours = (Some(reading(1, 10_000, false)), Some(reading(21, 12_000, false)));
        check(reading(11, km, replaced), neighbours.0, neighbours.1, Limits::default())
    }

    /// CUS-03, trap 9 of domain.md §8: a replaced odometer may go back.
    #[test]
    fn plausible() {
        assert_eq!(verdict(11_000, false), Verdict::Valid);
        assert_eq!(verdict(9_999, false), Verdict::Suspect(Reason::OdometerDecreasing));
        assert_eq!(verdict(12_001, false), Verdict::Suspect(Reason::OdometerDecreasing));
        assert_eq!(verdict(50, true), Verdict::Valid);
        assert_eq!(verdict(2_000_001, true), Verdict::Suspect(Reason::OdometerLimit));
    }

    /// CUS-03: a jump is flagged, by the days between the readings.
    #[test]
    fn jumps() {
        let limits = Limits { km_per_day: 100, ..Limits::default() };
        let from = Some(reading(1, 0, false));
        assert_eq!(check(reading(11, 1_000, false), from, None, limits), Verdict::Valid);
        assert_eq!(check(reading(11, 1_001, false), from, None, limits), Verdict::Suspect(Reason::OdometerJump));
        assert_eq!(check(reading(1, 100, false), from, None, limits), Verdict::Valid);
        assert_eq!(check(reading(1, 101, false), from, None, limits), Verdict::Suspect(Reason::OdometerJump));
    }
}
