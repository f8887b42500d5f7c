//! How the figures of the funnel are reckoned. Each is defined here once.

use std::collections::BTreeMap;

/// By which date opportunities are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Each stage by the day on which it was reached (期间).
    #[default]
    Period,
    /// All stages of the opportunities that were opened in the time, whenever they were reached (批次).
    Cohort,
}

impl Basis {
    /// Both.
    pub const ALL: [Basis; 2] = [Basis::Period, Basis::Cohort];

    /// The stable name, in addresses and label keys (`funnel-basis-period`).
    pub fn name(self) -> &'static str {
        match self {
            Basis::Period => "period",
            Basis::Cohort => "cohort",
        }
    }

    /// The basis of a stable name; anything else is the period.
    pub fn from_name(name: &str) -> Basis {
        Basis::ALL.into_iter().find(|b| b.name() == name).unwrap_or_default()
    }
}

/// What the ledger says of a stage: how many reached it, and in how many days from the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// 到达数: opportunities that reached the stage or a later one, each once.
    pub count: i64,
    /// Of those that named the stage itself, how many took so many whole days.
    pub days: BTreeMap<i64, i64>,
}

impl Reached {
    /// 中位天数: the lower median of the days from the stage before to this one, of those that named the stage itself; none
    /// where nobody did.
    pub fn median_days(&self) -> Option<i64> {
        let all: i64 = self.days.values().sum();
        let mut passed = 0;
        self.days.iter().find_map(|(days, n)| {
            passed += n;
            (all > 0 && passed * 2 >= all).then_some(*days)
        })
    }
}

/// 转化率 in tenths of a percent: so many of so many; none where there is nothing to divide by (domain.md §3).
pub fn rate(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 1_000 + whole / 2) / whole)
}

/// A rate as people read it.
pub fn rate_text(rate: Option<i64>) -> String {
    match rate {
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
        None => "–".to_owned(),
    }
}

/// 战败率, the variant that divides by approved losses and orders together (domain.md §3.1).
pub fn loss_rate(lost: i64, ordered: i64) -> Option<i64> {
    rate(lost, lost + ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// domain.md §3, §8 (12): nothing to divide by is a dash, never 0 % and never a crash.
    #[test]
    fn a_rate_of_nothing_is_none() {
        assert_eq!(
            [rate(0, 0), rate(0, 4), rate(1, 3), rate(2, 3), rate(3, 3)],
            [None, Some(0), Some(333), Some(667), Some(1_000)]
        );
        assert_eq!([rate_text(None), rate_text(Some(667)), rate_text(Some(1_000))], ["–", "66.7%", "100.0%"]);
        assert_eq!((loss_rate(0, 0), loss_rate(1, 3)), (None, Some(250)));
    }

    /// LEAD-06: the median is a day that really occurred.
    #[test]
    fn the_median_of_days() {
        let of = |days: &[(i64, i64)]| Reached { count: 9, days: days.iter().copied().collect() }.median_days();
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(3, 1)]), Some(3));
        assert_eq!(of(&[(0, 1), (5, 1)]), Some(0));
        assert_eq!(of(&[(0, 1), (2, 1), (9, 1)]), Some(2));
        assert_eq!(of(&[(1, 2), (4, 3)]), Some(4));
    }
}
