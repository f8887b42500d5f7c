//! Properties of working time.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use kernel::Instant;
use proptest::prelude::*;

use super::{Calendar, Span, Special, Week, WrongHours, spans};

const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;
/// Clocks change on the last Sundays of March and October.
const BERLIN: Tz = chrono_tz::Europe::Berlin;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(zone: Tz, text: &str) -> Instant {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Instant(zone.from_local_datetime(&wall).earliest().unwrap().timestamp_micros())
}

fn office() -> Week {
    let workday = || spans("09:00-12:00, 13:00-18:00").unwrap();
    Week::new([workday(), workday(), workday(), workday(), workday(), vec![], vec![]]).unwrap()
}

fn plain(zone: Tz) -> Calendar {
    Calendar::new(zone, office(), BTreeMap::new())
}

/// Spans over midnight, overlapping ones and weeks without hours are refused; spans that touch are one.
#[test]
fn hours_are_read_strictly() {
    assert_eq!(spans("22:00-06:00"), Err(WrongHours::OverMidnight));
    assert_eq!(spans("09:00-09:00"), Err(WrongHours::OverMidnight));
    assert_eq!(spans("09:00-12:00,11:00-13:00"), Err(WrongHours::Overlapping));
    for odd in ["9-12", "09:00", "09:60-10:00", "24:01-24:30", "-1:00-2:00", "09:00-12:00-13:00", "早上"] {
        assert_eq!(spans(odd), Err(WrongHours::Unreadable), "{odd}");
    }
    assert_eq!(spans("09：00～12：00"), spans("9:00-12:00"));
    assert_eq!(spans("12:00-24:00，09:00-12:00").unwrap(), [Span { from: 540, until: 1440 }]);
    assert_eq!(Week::new(Default::default()), Err(WrongHours::Empty));
    assert_eq!(Week::parse("||||||"), Err(WrongHours::Empty));
    assert_eq!(Week::parse(&office().text()), Ok(office()));
    assert_eq!(Week::parse(super::HOURS.default), Ok(Week::usual()));
}

/// domain.md §8.2: a make-up Saturday counts, the holiday that it makes up for does not (调休).
#[test]
fn make_up_working_days_count() {
    // Spring Festival 2026: 15 to 23 February are off, Saturday the 14th and Saturday the 28th are worked.
    let mut days = BTreeMap::from([
        (day("2026-02-14"), Special::Working(None)),
        (day("2026-02-28"), Special::Working(Some(spans("09:00-12:00").unwrap()))),
    ]);
    days.extend((15..=23).map(|d| (NaiveDate::from_ymd_opt(2026, 2, d).unwrap(), Special::Closed)));
    let calendar = Calendar::new(SHANGHAI, office(), days);
    let friday = at(SHANGHAI, "2026-02-13 17:30");
    assert_eq!(
        calendar.after(friday, 60),
        at(SHANGHAI, "2026-02-14 09:30"),
        "the Saturday keeps a working day's hours"
    );
    let saturday = at(SHANGHAI, "2026-02-14 17:30");
    assert_eq!(calendar.after(saturday, 60), at(SHANGHAI, "2026-02-24 09:30"), "nine days off");
    assert_eq!(calendar.minutes_between(saturday, at(SHANGHAI, "2026-02-24 09:30")), 60);
    assert_eq!(calendar.hours(day("2026-02-28")).len(), 1);
    assert!(!calendar.is_open(at(SHANGHAI, "2026-02-28 14:00")));
    assert_eq!(calendar.opening(saturday), saturday);
    assert_eq!(calendar.opening(at(SHANGHAI, "2026-02-15 09:00")), at(SHANGHAI, "2026-02-24 09:00"));
}

/// The end of the day comes before the next morning, and lunch is no work.
#[test]
fn a_deadline_is_the_earliest_moment() {
    let calendar = plain(SHANGHAI);
    let monday = at(SHANGHAI, "2026-11-23 11:30");
    assert_eq!(calendar.after(monday, 30), at(SHANGHAI, "2026-11-23 12:00"));
    assert_eq!(calendar.after(monday, 31), at(SHANGHAI, "2026-11-23 13:01"));
    assert_eq!(calendar.after(monday, 330), at(SHANGHAI, "2026-11-23 18:00"));
    assert_eq!(calendar.after(monday, 331), at(SHANGHAI, "2026-11-24 09:01"));
    assert_eq!(calendar.after(monday, 0), monday);
    assert_eq!(calendar.minutes_between(at(SHANGHAI, "2026-11-24 09:01"), monday), -331);
    assert_eq!(calendar.closing(day("2026-11-23")), at(SHANGHAI, "2026-11-23 18:00"));
    assert_eq!(calendar.closing(day("2026-11-22")), at(SHANGHAI, "2026-11-22 18:00"));
}

/// Work in the hour that the clock skips does not happen, and the hour that comes twice is worked twice.
#[test]
fn clocks_that_change_are_counted_as_they_pass() {
    let night = || spans("01:00-05:00").unwrap();
    let week = Week::new(std::array::from_fn(|_| night())).unwrap();
    let calendar = Calendar::new(BERLIN, week, BTreeMap::new());
    let of = |text: &str| {
        calendar.work_between(Instant::start_of(day(text), BERLIN), calendar.closing(day(text))) / 60_000_000
    };
    assert_eq!(of("2026-03-28"), 240);
    assert_eq!(of("2026-03-29"), 180, "two o'clock is three o'clock");
    assert_eq!(of("2026-10-25"), 300, "two o'clock comes twice");
    let gap = Week::new(std::array::from_fn(|_| spans("02:15-02:45,03:30-04:00").unwrap())).unwrap();
    let calendar = Calendar::new(BERLIN, gap, BTreeMap::new());
    let (from, until) = (Instant::start_of(day("2026-03-29"), BERLIN), Instant::start_of(day("2026-03-30"), BERLIN));
    assert_eq!(calendar.minutes_between(from, until), 30, "a span inside the hour that is skipped is empty");
}

/// A clock that never runs ends some day all the same.
#[test]
fn a_clock_without_work_ahead_counts_plain_minutes() {
    let once = Week::new([spans("09:00-10:00").unwrap(), vec![], vec![], vec![], vec![], vec![], vec![]]).unwrap();
    let monday = day("2026-11-23");
    let days = (0..9_000_u64)
        .map(|n| monday + chrono::Days::new(n))
        .filter(|d| d.weekday() == chrono::Weekday::Mon)
        .map(|d| (d, Special::Closed))
        .collect();
    let calendar = Calendar::new(SHANGHAI, once, days);
    let now = at(SHANGHAI, "2026-11-23 09:00");
    assert_eq!(calendar.after(now, 30), Instant(now.0 + 30 * 60_000_000));
    assert_eq!(calendar.opening(now), now);
}

fn any_spans() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::btree_set(0_u16..=1440, 0..6).prop_map(|edges| {
        let edges: Vec<u16> = edges.into_iter().collect();
        edges.chunks_exact(2).map(|pair| Span { from: pair[0], until: pair[1] }).collect()
    })
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let zone =
        prop::sample::select(vec![SHANGHAI, BERLIN, chrono_tz::America::Sao_Paulo, chrono_tz::Australia::Lord_Howe]);
    let week = prop::collection::vec(any_spans(), 7);
    let special = prop_oneof![
        Just(Special::Closed),
        Just(Special::Working(None)),
        any_spans().prop_map(|own| Special::Working(Some(own)))
    ];
    let days = prop::collection::btree_map(0_u64..60, special, 0..12);
    (zone, week, days).prop_map(|(zone, week, days)| {
        let mut week: [Vec<Span>; 7] = week.try_into().unwrap();
        // Enough work in a week for the longest of the deadlines below to come within the years a clock looks ahead.
        if week.iter().flatten().map(|span| span.minutes()).sum::<i64>() < 300 {
            week[3] = spans("10:00-15:00").unwrap();
        }
        // Over the changes of the clocks in spring and autumn.
        let start = day("2026-03-01");
        let days = days.into_iter().map(|(n, special)| (start + chrono::Days::new(n), special)).collect();
        Calendar::new(zone, Week::new(week).unwrap(), days)
    })
}

/// Moments from March to May 2026, to the second.
fn any_moment() -> impl Strategy<Value = Instant> {
    let from = day("2026-03-01").and_time(NaiveTime::MIN).and_utc().timestamp();
    (0_i64..7_000_000).prop_map(move |n| Instant((from + n) * 1_000_000))
}

proptest! {
    /// What lies between now and the moment after n working minutes is n working minutes, and no earlier moment has as many.
    #[test]
    fn after_and_between_agree(calendar in any_calendar(), now in any_moment(), minutes in 0_i64..20_000) {
        let due = calendar.after(now, minutes);
        prop_assert_eq!(calendar.minutes_between(now, due), minutes);
        prop_assert_eq!(calendar.work_between(now, due), minutes * 60_000_000);
        if minutes > 0 {
            prop_assert!(calendar.minutes_between(now, Instant(due.0 - 1)) < minutes);
        }
    }

    /// Working time adds up, and never runs faster than time.
    #[test]
    fn working_time_adds_up(calendar in any_calendar(), mut three in prop::array::uniform3(any_moment())) {
        three.sort();
        let [a, b, c] = three;
        prop_assert_eq!(calendar.work_between(a, b) + calendar.work_between(b, c), calendar.work_between(a, c));
        prop_assert!(calendar.work_between(a, c) <= c.0 - a.0);
        prop_assert_eq!(calendar.minutes_between(c, a), -calendar.minutes_between(a, c));
    }

    /// A deadline set in two steps is that of one step.
    #[test]
    fn deadlines_follow_each_other(calendar in any_calendar(), now in any_moment(), first in 0_i64..5_000, then in 0_i64..5_000) {
        prop_assert_eq!(calendar.after(calendar.after(now, first), then), calendar.after(now, first + then));
    }

    /// Where it is open, the next moment counts; the opening is open.
    #[test]
    fn open_is_where_time_counts(calendar in any_calendar(), now in any_moment()) {
        prop_assert_eq!(calendar.is_open(now), calendar.work_between(now, Instant(now.0 + 1)) == 1);
        let opening = calendar.opening(now);
        prop_assert!(opening >= now && calendar.is_open(opening));
        prop_assert_eq!(calendar.work_between(now, opening), 0);
    }

    /// What is written is read as it was.
    #[test]
    fn weeks_survive_their_text(days in prop::collection::vec(any_spans(), 7)) {
        let days: [Vec<Span>; 7] = days.try_into().unwrap();
        if let Ok(week) = Week::new(days) {
            prop_assert_eq!(Week::parse(&week.text()), Ok(week));
        }
    }
}
