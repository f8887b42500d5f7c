//! The model year: tenth character of a VIN, a code that returns every thirty years (domain.md §4.1).

use super::normalise;
use chrono::{Datelike, NaiveDate};

/// Codes from 1980 on: never I, O, Q, U, Z or 0.
const CODES: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";

/// The year of the first code.
const FIRST_YEAR: i32 = 1980;

/// Years after which the codes begin again.
const CYCLE: i32 = 30;

/// The model year of `vin`, see [`resolve_model_year`]. `None` when the VIN is too short or the code is no code.
pub fn model_year(vin: &str, registered: Option<NaiveDate>, today: NaiveDate) -> Option<i32> {
    resolve_model_year(normalise(vin).chars().nth(9)?, registered, today)
}

/// The year a model-year code means. Of the years the code may stand for, none after next year counts; among the rest
/// the one nearest to the day of delivery or first registration is chosen, or the latest when that day is unknown.
///
/// It is the model year by the maker's choice and may differ from the year the car was built.
pub fn resolve_model_year(code: char, registered: Option<NaiveDate>, today: NaiveDate) -> Option<i32> {
    let offset = CODES.find(code)?;
    let first = FIRST_YEAR + i32::try_from(offset).ok()?;
    let latest = today.year().saturating_add(1);
    let aim = registered.map_or(latest, |day| day.year());
    (0..).map(|cycle| first + cycle * CYCLE).take_while(|year| *year <= latest).min_by_key(|year| (year - aim).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 6, 15).unwrap()
    }

    /// CUS-03: the table of domain.md §4.1, seen from 2026.
    #[test]
    fn table() {
        let seen = |code| resolve_model_year(code, None, day(2026));
        assert_eq!(seen('A'), Some(2010));
        assert_eq!(seen('J'), Some(2018));
        assert_eq!(seen('T'), Some(2026));
        assert_eq!(seen('V'), Some(2027));
        assert_eq!(seen('W'), Some(1998));
        assert_eq!(seen('Y'), Some(2000));
        assert_eq!(seen('1'), Some(2001));
        assert_eq!(seen('9'), Some(2009));
        for never in "IOQUZ0a车".chars() {
            assert_eq!(seen(never), None);
        }
    }

    /// CUS-03: the registration date decides the cycle.
    #[test]
    fn cycle() {
        assert_eq!(resolve_model_year('M', Some(day(1991)), day(2026)), Some(1991));
        assert_eq!(resolve_model_year('M', Some(day(2022)), day(2026)), Some(2021));
        assert_eq!(resolve_model_year('1', Some(day(2031)), day(2031)), Some(2031));
        assert_eq!(model_year("1M8GDM9AXKP042788", Some(day(1989)), day(2026)), Some(1989));
        assert_eq!(model_year("1M8", None, day(2026)), None);
    }
}
