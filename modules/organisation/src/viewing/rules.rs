//! What is unusual, without a database: a person's day of counted views against what is allowed to anyone and what they
//! do otherwise.

use std::collections::BTreeMap;

use web::viewing::{Counted, Viewed};

/// Days with views that must be known before "usual" means anything.
const KNOWN_DAYS: usize = 5;
/// Below so many, nothing is unusual by comparison alone: newcomers and quiet people would be told of for nothing.
const LEAST_HOUR: i64 = 25;
const LEAST_DAY: i64 = 60;
const LEAST_ROWS: i64 = 1_000;
/// Customers opened out of hours, in a session from a new place, that are worth a look.
const LEAST_STRANGE: i64 = 5;

/// What is unusual about someone's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unusual {
    /// Customers opened in one hour.
    Hour,
    /// Customers opened in the day.
    Day,
    /// Masked values shown in one hour.
    Reveals,
    /// Matches of masked values in one hour.
    Matches,
    /// Rows taken out in the day.
    Rows,
    /// Customers opened out of hours, in a session from an address and a device not seen before.
    Strange,
}

impl Unusual {
    /// All of them.
    pub const ALL: [Unusual; 6] =
        [Unusual::Hour, Unusual::Day, Unusual::Reveals, Unusual::Matches, Unusual::Rows, Unusual::Strange];

    /// The stable name in the database and in keys of words.
    pub fn name(self) -> &'static str {
        match self {
            Unusual::Hour => "hour",
            Unusual::Day => "day",
            Unusual::Reveals => "reveals",
            Unusual::Matches => "matches",
            Unusual::Rows => "rows",
            Unusual::Strange => "strange",
        }
    }

    /// The kind of the notice that tells of it.
    pub fn notice(self) -> &'static str {
        match self {
            Unusual::Hour => "viewing-hour",
            Unusual::Day => "viewing-day",
            Unusual::Reveals => "viewing-reveals",
            Unusual::Matches => "viewing-matches",
            Unusual::Rows => "viewing-rows",
            Unusual::Strange => "viewing-strange",
        }
    }

    /// What a stable name means.
    pub fn from_name(name: &str) -> Option<Unusual> {
        Unusual::ALL.into_iter().find(|u| u.name() == name)
    }
}

/// From which numbers on something is unusual; settings that inherit down the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Customers opened in an hour, whoever it is.
    pub hour: i64,
    /// Customers opened in a day, whoever it is.
    pub day: i64,
    /// How many times the usual.
    pub times: i64,
    /// Masked values shown in an hour.
    pub reveals: i64,
    /// Matches of masked values in an hour.
    pub matches: i64,
    /// Rows taken out in a day, whoever it is.
    pub rows: i64,
    /// The hours of the day at which work begins and ends.
    pub work: (i64, i64),
}

impl Thresholds {
    /// Whether an hour of the day (0 to 23) is out of working hours. Where work begins at the hour it ends, it never does;
    /// where it begins after it ends, it goes through the night.
    pub fn is_out_of_hours(&self, hour: i64) -> bool {
        let (begins, ends) = self.work;
        match begins.cmp(&ends) {
            std::cmp::Ordering::Less => hour < begins || hour >= ends,
            std::cmp::Ordering::Equal => false,
            std::cmp::Ordering::Greater => hour < begins && hour >= ends,
        }
    }
}

/// What someone does otherwise: busy hours and days of theirs, none where too little is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usual {
    /// Customers opened in an hour.
    pub hour: Option<i64>,
    /// Customers opened in a day.
    pub day: Option<i64>,
    /// Rows taken out in a day.
    pub rows: Option<i64>,
}

impl Usual {
    /// From earlier hours. `day_of` gives the day of an hour. Usual is what nine of ten of their hours and days with views
    /// do not exceed.
    pub fn of(earlier: &[Counted], day_of: impl Fn(i64) -> i64) -> Usual {
        let mut days: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        let mut hours = Vec::new();
        for counted in earlier {
            let day = days.entry(day_of(counted.hour)).or_default();
            match counted.viewed {
                Viewed::Opened => {
                    hours.push(counted.many);
                    day.0 += counted.many;
                }
                Viewed::Exported => day.1 += counted.many,
                Viewed::Masked | Viewed::Revealed => {}
            }
        }
        let ninth = |mut list: Vec<i64>, days: usize| {
            list.retain(|n| *n > 0);
            list.sort_unstable();
            (days >= KNOWN_DAYS).then(|| list.get(list.len().saturating_mul(9) / 10).copied()).flatten()
        };
        let opened: Vec<i64> = days.values().map(|d| d.0).filter(|n| *n > 0).collect();
        let known = opened.len();
        let exported: Vec<i64> = days.values().map(|d| d.1).filter(|n| *n > 0).collect();
        let exporting = exported.len();
        Usual { hour: ninth(hours, known), day: ninth(opened, known), rows: ninth(exported, exporting) }
    }
}

/// Something unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub what: Unusual,
    /// How many.
    pub counted: i64,
    /// What is usual, where that was the measure.
    pub usual: Option<i64>,
    /// The number from which on it is unusual.
    pub allowed: i64,
}

/// What is unusual about someone's day. `clock` gives the hour of the day of an hour; `new_place`: they were at work in a
/// session from an address and a device that none of their earlier sessions had.
pub fn judge(
    day: &[Counted],
    usual: &Usual,
    thresholds: &Thresholds,
    clock: impl Fn(i64) -> i64,
    new_place: bool,
) -> Vec<Finding> {
    let of = |viewed: Viewed| day.iter().filter(move |c| c.viewed == viewed);
    let most = |viewed: Viewed| of(viewed).map(|c| c.many).max().unwrap_or(0);
    let sum = |viewed: Viewed| of(viewed).map(|c| c.many).sum::<i64>();
    let strange = of(Viewed::Opened).filter(|c| thresholds.is_out_of_hours(clock(c.hour))).map(|c| c.many).sum();
    let compared = |usual: Option<i64>, least: i64| usual.map(|u| (u, u.saturating_mul(thresholds.times).max(least)));
    let mut found = Vec::new();
    for (what, counted, absolute, own) in [
        (Unusual::Hour, most(Viewed::Opened), thresholds.hour, compared(usual.hour, LEAST_HOUR)),
        (Unusual::Day, sum(Viewed::Opened), thresholds.day, compared(usual.day, LEAST_DAY)),
        (Unusual::Reveals, most(Viewed::Revealed), thresholds.reveals, None),
        (Unusual::Matches, most(Viewed::Masked), thresholds.matches, None),
        (Unusual::Rows, sum(Viewed::Exported), thresholds.rows, compared(usual.rows, LEAST_ROWS)),
        (Unusual::Strange, if new_place { strange } else { 0 }, LEAST_STRANGE, None),
    ] {
        let own = own.filter(|(_, allowed)| *allowed < absolute);
        let allowed = own.map_or(absolute, |(_, allowed)| allowed);
        if counted >= allowed {
            found.push(Finding { what, counted, usual: own.map(|(usual, _)| usual), allowed });
        }
    }
    found
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
