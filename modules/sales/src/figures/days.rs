//! Days, weeks and months, with the one before and the one after.

use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;
use kernel::Instant;

/// How long a report's time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Every {
    /// 日报.
    #[default]
    Day,
    /// 周报, from Monday.
    Week,
    /// 月报.
    Month,
}

impl Every {
    /// All of them.
    pub const ALL: [Every; 3] = [Every::Day, Every::Week, Every::Month];

    /// The stable name, in addresses and label keys (`report-day`).
    pub fn name(self) -> &'static str {
        match self {
            Every::Day => "day",
            Every::Week => "week",
            Every::Month => "month",
        }
    }

    /// The time of a stable name; anything else is a day.
    pub fn from_name(name: &str) -> Every {
        Every::ALL.into_iter().find(|every| every.name() == name).unwrap_or_default()
    }

    /// The first day of the time that a day lies in.
    pub fn first(self, on: NaiveDate) -> NaiveDate {
        match self {
            Every::Day => on,
            Every::Week => on - Days::new(u64::from(on.weekday().num_days_from_monday())),
            Every::Month => on.with_day(1).unwrap_or(on),
        }
    }

    /// The first day of the time behind that of a day.
    pub fn next(self, on: NaiveDate) -> NaiveDate {
        let first = self.first(on);
        match self {
            Every::Day => first + Days::new(1),
            Every::Week => first + Days::new(7),
            Every::Month => first + Months::new(1),
        }
    }

    /// The first day of the time before that of a day.
    pub fn before(self, on: NaiveDate) -> NaiveDate {
        self.first(self.first(on) - Days::new(1))
    }
}

/// A time, from a moment on and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From this moment on.
    pub from: Instant,
    /// Before this one.
    pub to: Instant,
}

impl Span {
    /// Whole days by a house's clock; `last` is itself counted.
    pub fn of_days(first: NaiveDate, last: NaiveDate, zone: Tz) -> Span {
        let behind = last.succ_opt().unwrap_or(last);
        Span { from: Instant::start_of(first, zone), to: Instant::start_of(behind, zone) }
    }

    /// The time of a report that a day lies in.
    pub fn of(every: Every, on: NaiveDate, zone: Tz) -> Span {
        Span { from: Instant::start_of(every.first(on), zone), to: Instant::start_of(every.next(on), zone) }
    }

    /// The time before it to compare with: as much of it as has passed of this one, so that half a month is not held
    /// against a whole.
    pub fn before(every: Every, on: NaiveDate, zone: Tz, now: Instant) -> Span {
        let (this, whole) = (Span::of(every, on, zone), Span::of(every, every.before(on), zone));
        if now >= this.to || now < this.from {
            return whole;
        }
        Span { to: Instant((whole.from.0 + (now.0 - this.from.0)).min(whole.to.0)), ..whole }
    }

    /// Whether a moment lies in it.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// LEAD-04: weeks begin on Monday, months on the first, across the ends of months and years.
    #[test]
    fn times_and_their_neighbours() {
        let of = |every: Every, on: &str| {
            [every.before(day(on)), every.first(day(on)), every.next(day(on))].map(|day| day.to_string())
        };
        assert_eq!(of(Every::Day, "2026-03-01"), ["2026-02-28", "2026-03-01", "2026-03-02"]);
        assert_eq!(of(Every::Week, "2026-11-29"), ["2026-11-16", "2026-11-23", "2026-11-30"]);
        assert_eq!(of(Every::Week, "2026-11-30"), ["2026-11-23", "2026-11-30", "2026-12-07"]);
        assert_eq!(of(Every::Month, "2027-01-31"), ["2026-12-01", "2027-01-01", "2027-02-01"]);
        assert!(Every::ALL.into_iter().all(|every| Every::from_name(every.name()) == every));
    }

    /// LEAD-04: a time that goes on is held against as much of the one before; one that is over against all of it.
    #[test]
    fn what_goes_on_is_compared_with_as_much() {
        let zone = organisation::HOUSE_ZONE;
        let whole = Span::of(Every::Month, day("2026-10-05"), zone);
        let noon = Instant::start_of(day("2026-11-10"), zone).plus_seconds(12 * 3_600);
        let part = Span::before(Every::Month, day("2026-11-01"), zone, noon);
        assert_eq!((part.from, part.to), (whole.from, whole.from.plus_seconds((9 * 24 + 12) * 3_600)));
        let later = Instant::start_of(day("2026-12-02"), zone);
        assert_eq!(Span::before(Every::Month, day("2026-11-01"), zone, later), whole);
        // February is shorter than what has passed of March.
        let end = Instant::start_of(day("2026-03-31"), zone);
        let february = Span::of(Every::Month, day("2026-02-01"), zone);
        assert_eq!(Span::before(Every::Month, day("2026-03-31"), zone, end), february);
        assert!(whole.holds(whole.from) && !whole.holds(whole.to));
    }
}
