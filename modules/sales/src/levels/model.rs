//! A level, and what the module brings.

use chrono::{Days, NaiveDate};
use sea_orm::FromQueryResult;

/// A level of intention. Its word stands in the dictionary `customer-grade` under the same code.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Level {
    /// `H`, `A` …
    pub code: String,
    /// Within how many days a purchase is expected; none says nothing.
    pub purchase_days: Option<i64>,
    /// Within how many days the next contact is due; none plans none.
    pub interval_days: Option<i64>,
    /// What its colour means: `accent`, `overdue`, `due`, `done`, `plain`, `past`.
    pub colour: String,
    /// Order of lists.
    pub position: i64,
    /// Whether an open opportunity may have it.
    pub is_open: bool,
}

impl Level {
    /// What the colour of a level means on a page.
    pub fn state(&self) -> ui::State {
        match self.colour.as_str() {
            "accent" => ui::State::Accent,
            "overdue" => ui::State::Overdue,
            "due" => ui::State::Due,
            "done" => ui::State::Done,
            "past" => ui::State::Past,
            _ => ui::State::Plain,
        }
    }
}

/// The colours that may be chosen.
pub(crate) const COLOURS: [&str; 6] = ["accent", "overdue", "due", "done", "plain", "past"];

/// Code, days to purchase, days to the next contact, colour, whether an open opportunity may have it.
type Default = (&'static str, Option<i64>, Option<i64>, &'static str, bool);

/// domain.md §1.3.
const DEFAULTS: [Default; 9] = [
    ("H", Some(7), Some(1), "overdue", true),
    ("A", Some(15), Some(3), "due", true),
    ("B", Some(30), Some(7), "accent", true),
    ("C", Some(90), Some(15), "plain", true),
    ("N", None, Some(1), "plain", true),
    ("O", None, Some(5), "done", true),
    ("F", None, None, "past", false),
    ("S", None, None, "past", false),
    ("D", None, None, "done", false),
];

/// The level of an opportunity that was not rated.
pub const UNRATED: &str = "N";
/// The level of one that ordered.
pub const ORDERED: &str = "O";
/// The level of one that was lost.
pub const LOST: &str = "F";
/// The level of one that sleeps.
pub const DORMANT: &str = "S";
/// The level of one whose car was delivered.
pub const DELIVERED: &str = "D";

/// The levels of a house, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels(pub Vec<Level>);

impl Levels {
    /// The module's own, with what a house settled in their place.
    pub(crate) fn with(settled: Vec<Level>) -> Levels {
        let default = |(position, (code, purchase, interval, colour, open)): (usize, &Default)| Level {
            code: (*code).to_owned(),
            purchase_days: *purchase,
            interval_days: *interval,
            colour: (*colour).to_owned(),
            position: position as i64,
            is_open: *open,
        };
        let mut list: Vec<Level> = DEFAULTS.iter().enumerate().map(default).collect();
        for level in settled {
            match list.iter_mut().find(|l| l.code == level.code) {
                Some(held) => *held = level,
                None => list.push(level),
            }
        }
        list.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        Levels(list)
    }

    /// A level by its code.
    pub fn get(&self, code: &str) -> Option<&Level> {
        self.0.iter().find(|l| l.code == code)
    }

    /// Those that an open opportunity may have.
    pub fn open(&self) -> impl Iterator<Item = &Level> {
        self.0.iter().filter(|l| l.is_open)
    }

    /// The day on which the next contact is due for a level on a day; a week ahead where the level plans none, because an
    /// open opportunity always has a next day (LEAD-05).
    pub fn next_on(&self, code: &str, today: NaiveDate) -> NaiveDate {
        let days = self.get(code).and_then(|l| l.interval_days).unwrap_or(7);
        today.checked_add_days(Days::new(days.clamp(0, 366) as u64)).unwrap_or(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LEAD-05: the rhythm follows the level; what a house settled holds in place of the default.
    #[test]
    fn the_next_day_follows_the_level() {
        let day: NaiveDate = "2026-11-27".parse().unwrap();
        let levels = Levels::with(Vec::new());
        let days = |code: &str| (levels.next_on(code, day) - day).num_days();
        assert_eq!([days("H"), days("A"), days("B"), days("C"), days("F"), days("?")], [1, 3, 7, 15, 7, 7]);
        let mut own = levels.get("A").unwrap().clone();
        own.interval_days = Some(2);
        own.position = -1;
        let levels = Levels::with(vec![own]);
        assert_eq!((levels.next_on("A", day) - day).num_days(), 2);
        assert_eq!(levels.0.first().map(|l| l.code.as_str()), Some("A"));
        assert_eq!(levels.0.len(), 9);
    }
}
