//! The days that people name when they plan: one tap instead of a calendar.

use chrono::{Datelike, Days, NaiveDate};

/// A day named from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Today,
    Tomorrow,
    InThreeDays,
    NextWeek,
}

impl When {
    pub const ALL: [When; 4] = [When::Today, When::Tomorrow, When::InThreeDays, When::NextWeek];

    /// The stable name, also in label keys (`work-when-today`).
    pub fn name(self) -> &'static str {
        match self {
            When::Today => "today",
            When::Tomorrow => "tomorrow",
            When::InThreeDays => "days",
            When::NextWeek => "week",
        }
    }

    pub fn from_name(name: &str) -> Option<When> {
        When::ALL.into_iter().find(|w| w.name() == name)
    }

    /// The day it names; next week is next Monday.
    pub fn day(self, today: NaiveDate) -> NaiveDate {
        let ahead = match self {
            When::Today => 0,
            When::Tomorrow => 1,
            When::InThreeDays => 3,
            When::NextWeek => 7 - u64::from(today.weekday().num_days_from_monday()),
        };
        today.checked_add_days(Days::new(ahead)).unwrap_or(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_week_begins_on_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(When::NextWeek.day(day("2026-11-22")), day("2026-11-23"), "Sunday");
        assert_eq!(When::NextWeek.day(day("2026-11-23")), day("2026-11-30"), "Monday");
        assert_eq!(When::InThreeDays.day(day("2026-12-30")), day("2027-01-02"));
        assert!(When::ALL.iter().all(|w| When::from_name(w.name()) == Some(*w)));
    }
}
