//! Invented identifiers that pass the checks, for demonstrations and measurements (domain.md §7: test data must be
//! synthetic). The same number always gives the same identifier, and different numbers give different ones within the
//! stated bounds.

use crate::{Sex, resident_id, uscc, vin};
use chrono::{Datelike, NaiveDate};

/// Scatters `n` over 0 … 10^`digits` − 1 without repeating: multiplication by a number prime to ten.
fn scatter(n: u64, digits: u32) -> u64 {
    let modulus = 10_u64.pow(digits);
    ((n % modulus) * (618_033_989 % modulus) + 271_828) % modulus
}

/// Takes the place `n` has in `choices`, and what is left of `n`.
fn choose<T: Copy>(n: u64, choices: &[T]) -> (T, u64) {
    let count = choices.len() as u64;
    (choices[(n % count) as usize], n / count)
}

/// A mobile number in E.164. Distinct for `n` below 10^9.
pub fn mobile(n: u64) -> String {
    let (prefix, rest) = choose(n, &["138", "139", "136", "137", "150", "158", "186", "188", "177", "199"]);
    format!("+86{prefix}{:08}", scatter(rest, 8))
}

/// A plate of eastern China; every fourth is a new-energy car's. Distinct for `n` below 4 000 000.
pub fn plate(n: u64) -> String {
    const OFFICES: [&str; 20] = [
        "沪A", "沪B", "沪C", "沪D", "沪E", "沪F", "苏A", "苏B", "苏D", "苏E", "苏F", "浙A", "浙B", "浙D", "浙F", "皖A",
        "皖B", "京A", "京N", "粤B",
    ];
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    let (slot, n) = choose(n, &[0, 1, 2, 3]);
    let (office, rest) = choose(n, &OFFICES);
    if slot == 0 {
        let (power, rest) = choose(rest, b"DF");
        let (letter, rest) = choose(rest, LETTERS);
        return format!("{office}{}{}{:04}", char::from(power), char::from(letter), scatter(rest, 4));
    }
    let (letter, rest) = choose(rest, &LETTERS[(slot - 1) * 8..slot * 8]);
    format!("{office}{}{:04}", char::from(letter), scatter(rest, 4))
}

/// A VIN of the maker `wmi` (three characters; missing or impossible ones become 0) and the model-year code `year`
/// (an impossible one becomes A). Distinct for `n` below 10^9 within one maker and year.
pub fn vin(n: u64, wmi: &str, year: char) -> String {
    let is_vin = |c: &char| c.is_ascii_digit() || (c.is_ascii_uppercase() && !matches!(c, 'I' | 'O' | 'Q'));
    let maker: String = wmi.chars().filter(is_vin).chain("000".chars()).take(3).collect();
    let today = NaiveDate::MAX;
    let year = if vin::resolve_model_year(year, None, today).is_some() { year } else { 'A' };
    let (plant, rest) = choose(n, b"ABCDEFGHJK");
    let (body, rest) = choose(rest, b"CDEFGHJKLM");
    let (engine, rest) = choose(rest, b"ABCDEFGHJK");
    let draft = format!(
        "{maker}{}{}4180{year}{}{:06}",
        char::from(body),
        char::from(engine),
        char::from(plant),
        scatter(rest, 6)
    );
    match vin::check_digit(&draft) {
        Some(digit) => format!("{}{digit}{}", &draft[..8], &draft[9..]),
        None => draft,
    }
}

/// A resident identity number of a person born on `birth`. Distinct for `n` below 5 000 within one day and sex.
pub fn resident_id(n: u64, birth: NaiveDate, sex: Sex) -> String {
    let areas = ["310101", "310107", "310115", "320102", "320505", "330106", "340104", "110105", "440305", "500103"];
    let (area, rest) = choose(n, &areas);
    let odd = u64::from(sex == Sex::Male);
    let sequence = (rest % 500) * 2 + odd;
    let number = format!("{area}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
    match resident_id::check_character(&number) {
        Some(check) => format!("{number}{check}"),
        None => number,
    }
}

/// A unified social credit code of a company. Distinct for `n` below 10^9.
pub fn uscc(n: u64) -> String {
    let areas = ["310101", "310107", "310115", "320102", "320505", "330106", "340104", "110105", "440305", "500103"];
    let (area, rest) = choose(n, &areas);
    let organisation = format!("{:08}", scatter(rest, 8));
    let inner = uscc::organisation_check_character(&organisation).unwrap_or('0');
    let code = format!("91{area}{organisation}{inner}");
    match uscc::check_character(&code) {
        Some(check) => format!("{code}{check}"),
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, phone, plate};
    use std::collections::HashSet;

    const MANY: u64 = 3_000;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 6, 15).unwrap()
    }

    /// CUS-08: every sample passes the check of its kind, and none repeats.
    #[test]
    fn samples_are_valid_and_distinct() {
        let today = day(2026);
        let mut seen = HashSet::new();
        for n in 0..MANY {
            let sex = if n % 2 == 0 { Sex::Male } else { Sex::Female };
            let birth = day(1950 + (n % 60) as i32);
            let id = resident_id(n / 60, birth, sex);
            let checked = [
                phone::check(&mobile(n)),
                plate::check(&super::plate(n)),
                crate::vin::check(&vin(n, "LSV", 'S'), None, today),
                crate::resident_id::check(&id, today),
                crate::uscc::check(&uscc(n)),
            ];
            for one in checked {
                assert_eq!(one.verdict, Verdict::Valid, "{}", one.value);
                assert!(seen.insert(one.value), "{n} repeats");
            }
            assert_eq!(crate::resident_id::read(&id, today).and_then(|id| id.sex), Some(sex));
        }
    }

    /// CUS-08: distinct up to the stated bounds, tried at their far ends.
    #[test]
    fn bounds() {
        let mut seen = HashSet::new();
        for n in (3_998_000..4_000_000).chain(0..2_000) {
            assert!(seen.insert(super::plate(n)), "{n}");
        }
        for n in (999_998_000..1_000_000_000).chain(0..2_000) {
            assert!(seen.insert(mobile(n)) && seen.insert(vin(n, "LFV", 'T')) && seen.insert(uscc(n)), "{n}");
        }
        assert_eq!(mobile(7), mobile(7));
        assert_eq!(&vin(1, "l", 'U')[..3], "000");
    }
}
