//! The clock of a place: which moments are working time, counted exactly.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, TimeZone};
use chrono_tz::Tz;
use kernel::Instant;

use super::{Span, Week};

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

/// How many days ahead a clock looks for working time: more than twenty years.
const AHEAD: u64 = 8_000;

/// What a day is, beside what its weekday says (调休).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Special {
    /// Nobody works.
    Closed,
    /// It is worked: with these hours, or with those of its weekday, or with those of a working day where it has none.
    Working(Option<Vec<Span>>),
}

/// The working time of a place (domain.md §2: timers run on the dealer's business calendar, make-up working days
/// included). Spans are by the clock on the wall of the place; what is counted is time that really passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: Tz,
    week: Week,
    days: BTreeMap<NaiveDate, Special>,
}

impl Calendar {
    /// The calendar of a place in a zone.
    pub fn new(zone: Tz, week: Week, days: BTreeMap<NaiveDate, Special>) -> Calendar {
        Calendar { zone, week, days }
    }

    /// The zone of the place.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The hours of a day by the clock on the wall; none on a day off.
    pub fn hours(&self, day: NaiveDate) -> &[Span] {
        let usual = self.week.day(day.weekday().num_days_from_monday() as usize);
        match self.days.get(&day) {
            None => usual,
            Some(Special::Closed) => &[],
            Some(Special::Working(Some(own))) => own,
            Some(Special::Working(None)) if usual.is_empty() => self.week.of_a_working_day(),
            Some(Special::Working(None)) => usual,
        }
    }

    /// The last moment of work of a day, by which what is due "on that day" is due; the end of a usual day, six in the evening,
    /// where nobody works.
    pub fn closing(&self, day: NaiveDate) -> Instant {
        let until = self.hours(day).last().map_or(18 * 60, |span| span.until);
        // What is due at midnight would stand under the next day.
        self.moment(day, until.min(super::DAY - 1), true)
    }

    /// Whether someone works at a moment.
    pub fn is_open(&self, at: Instant) -> bool {
        self.stretches(at.date_in(self.zone)).any(|(from, until)| from <= at && at < until)
    }

    /// Whole working minutes from one moment to another; negative when `b` comes first.
    pub fn minutes_between(&self, a: Instant, b: Instant) -> i64 {
        if b < a {
            return -self.minutes_between(b, a);
        }
        self.work_between(a, b) / MINUTE
    }

    /// Working time from `a` to `b` in microseconds; 0 when `b` comes first. Adds up exactly.
    pub fn work_between(&self, a: Instant, b: Instant) -> i64 {
        let (mut day, last) = (a.date_in(self.zone), b.date_in(self.zone));
        let mut work = 0;
        while day <= last {
            let within = self.stretches(day).map(|(from, until)| (until.0.min(b.0) - from.0.max(a.0)).max(0));
            work += within.sum::<i64>();
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            day = next;
        }
        work
    }

    /// The moment at which so many working minutes have passed since `a`: the earliest, so that the end of the day comes
    /// before the next morning. `a` itself for none. Where no working time comes in many years, minutes count as they pass.
    pub fn after(&self, a: Instant, minutes: i64) -> Instant {
        let mut left = minutes.max(0) * MINUTE;
        if left == 0 {
            return a;
        }
        let mut day = a.date_in(self.zone);
        for _ in 0..AHEAD {
            for (from, until) in self.stretches(day) {
                let begin = from.0.max(a.0);
                let work = (until.0 - begin).max(0);
                if work >= left {
                    return Instant(begin + left);
                }
                left -= work;
            }
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            day = next;
        }
        Instant(a.0 + minutes * MINUTE)
    }

    /// The first working moment at or after `at`; `at` itself where none comes in many years.
    pub fn opening(&self, at: Instant) -> Instant {
        let mut day = at.date_in(self.zone);
        for _ in 0..AHEAD {
            if let Some((from, _)) = self.stretches(day).find(|(_, until)| *until > at) {
                return from.max(at);
            }
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            day = next;
        }
        at
    }

    /// The stretches of a day as moments. Where the clock on the wall jumps over a beginning or an end, the moment of the
    /// jump stands for it; an hour that comes twice is worked twice.
    fn stretches(&self, day: NaiveDate) -> impl Iterator<Item = (Instant, Instant)> + '_ {
        let mut before = Instant(i64::MIN);
        self.hours(day).iter().map(move |span| {
            let from = self.moment(day, span.from, false).max(before);
            let until = self.moment(day, span.until, true).max(from);
            before = until;
            (from, until)
        })
    }

    fn moment(&self, day: NaiveDate, minute: u16, latest: bool) -> Instant {
        // Minutes are 1440 at most: midnight after the day.
        let wall = day.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::minutes(i64::from(minute));
        let at = |wall| {
            let found = self.zone.from_local_datetime(&wall);
            if latest { found.latest() } else { found.earliest() }
        };
        // No zone jumps further than a day: what does not exist begins at the next full quarter that does.
        let quarters = (0..=96).map(|n| wall + chrono::TimeDelta::minutes(15 * n));
        let there = quarters.into_iter().find_map(at);
        Instant(there.map_or_else(|| wall.and_utc().timestamp_micros(), |t| t.timestamp_micros()))
    }
}
