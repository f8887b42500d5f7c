//! Dates and instants. The store's zone and the present moment are arguments.

use chrono::{DateTime, Datelike, Duration, NaiveDate, SecondsFormat, Utc, Weekday};
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::words::{Arg, Lang, Words};

/// Where and when a page is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The store's time zone.
    pub zone: Tz,
}

impl Here {
    /// Today in the store.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }
}

/// `2026-11-22 周日`, English `2026-11-22 Sun`.
pub fn date_text(date: NaiveDate, lang: Lang) -> String {
    format!("{} {}", date.format("%Y-%m-%d"), weekday(date.weekday(), lang))
}

/// `2026-11-22 周日 14:05` in the given zone.
pub fn instant_text(at: DateTime<Utc>, zone: Tz, lang: Lang) -> String {
    let local = at.with_timezone(&zone);
    format!("{} {}", date_text(local.date_naive(), lang), local.format("%H:%M"))
}

/// A date as `<time>`.
pub fn date(date: NaiveDate, w: &dyn Words) -> Markup {
    html! { time.when datetime=(date.format("%Y-%m-%d")) { (date_text(date, w.lang())) } }
}

/// An instant as `<time>`, exact.
pub fn instant(at: DateTime<Utc>, here: &Here, w: &dyn Words) -> Markup {
    html! { time.when datetime=(machine(at)) { (instant_text(at, here.zone, w.lang())) } }
}

/// An instant as people speak of it (`3 天前`), the exact time on hover; the page keeps it fresh.
pub fn ago(at: DateTime<Utc>, here: &Here, w: &dyn Words) -> Markup {
    html! {
        time.when datetime=(machine(at)) title=(instant_text(at, here.zone, w.lang())) data-relative {
            (relative_text(at, here, w))
        }
    }
}

/// The words of [`ago`]: within a week in minutes, hours and days, otherwise the date, without this year.
pub fn relative_text(at: DateTime<Utc>, here: &Here, w: &dyn Words) -> String {
    let distance = here.now - at;
    let past = distance >= Duration::zero();
    let far = distance.abs();
    let (unit, number) = if far < Duration::minutes(1) {
        return w.t("ui-time-now").into_owned();
    } else if far < Duration::hours(1) {
        ("minutes", far.num_minutes())
    } else if far < Duration::hours(24) {
        ("hours", far.num_hours())
    } else if far < Duration::days(7) {
        ("days", far.num_days())
    } else {
        let (day, today) = (at.with_timezone(&here.zone).date_naive(), here.today());
        let pattern = if day.year() == today.year() { "%m-%d" } else { "%Y-%m-%d" };
        return day.format(pattern).to_string();
    };
    let key = format!("ui-time-{unit}-{}", if past { "ago" } else { "ahead" });
    w.ta(&key, &[("n", Arg::Int(number))])
}

/// How far a calendar day is from today: 今天, 明天, 昨天, otherwise the date with its weekday.
pub fn day_text(day: NaiveDate, here: &Here, w: &dyn Words) -> String {
    match (day - here.today()).num_days() {
        0 => w.t("ui-time-today").into_owned(),
        1 => w.t("ui-time-tomorrow").into_owned(),
        -1 => w.t("ui-time-yesterday").into_owned(),
        _ => date_text(day, w.lang()),
    }
}

fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn weekday(day: Weekday, lang: Lang) -> &'static str {
    let at = day.num_days_from_monday() as usize;
    match lang {
        Lang::ZhCn => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][at],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][at],
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn instants_are_shown_in_the_zone_of_the_store() {
        let at = Utc.with_ymd_and_hms(2026, 11, 22, 6, 5, 0).single().expect("a real instant");
        assert_eq!(instant_text(at, chrono_tz::Asia::Shanghai, Lang::ZhCn), "2026-11-22 周日 14:05");
        assert_eq!(instant_text(at, chrono_tz::Asia::Urumqi, Lang::En), "2026-11-22 Sun 12:05");
    }
}
