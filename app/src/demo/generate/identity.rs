//! Numbers of people and cars: valid by the rules of domain.md §4, and clearly invented.

use chrono::{Datelike, NaiveDate};
use identifiers::{Sex, resident_id, sample};

use super::chance::Chance;
use super::place::{City, ORIGINS};

/// Mobile prefixes in common use.
const PREFIXES: &[&str] = &[
    "139", "138", "137", "136", "135", "150", "151", "152", "157", "158", "159", "182", "183", "187", "188", "130",
    "131", "132", "155", "156", "185", "186", "133", "153", "180", "181", "189", "177", "199", "191",
];

/// Scatters `n` over 0 … 10^`digits` − 1 without repeating: multiplication by a number prime to ten.
fn scatter(n: u64, digits: u32) -> u64 {
    let modulus = 10_u64.pow(digits);
    ((n % modulus) * (618_033_989 % modulus) + 271_828) % modulus
}

/// Spreads the numbers over `lists` lists of ten to the power of `digits` entries each: the list, and the place in it
/// before it is scattered. Neighbours share neither, so that the last digits tell people and cars apart. Distinct for `n`
/// below their product, as 7 · 10^`digits` + 1 has no factor in common with 30, 68 and 120.
fn spread(n: u64, digits: u32, lists: u64) -> (usize, u64) {
    let length = 10_u64.pow(digits);
    (((n / length + 7 * n) % lists) as usize, n % length)
}

/// A mobile number as people type it. Three zeros behind the prefix mark it as invented. Distinct for `n` below
/// 3 000 000.
pub fn mobile(n: u64) -> String {
    let (prefix, place) = spread(n % 3_000_000, 5, 30);
    format!("{}000{:05}", PREFIXES[prefix], scatter(place, 5))
}

/// A landline with its area code, of a company.
pub fn landline(city: &City, n: u64) -> String {
    format!("{}-5000{:04}", city.dial, scatter(n, 4))
}

/// Power of a car, told by its plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// 燃油
    Fuel,
    /// 插电混动
    Hybrid,
    /// 纯电
    Electric,
}

impl Power {
    /// Stable name in the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Power::Fuel => "fuel",
            Power::Hybrid => "hybrid",
            Power::Electric => "electric",
        }
    }
}

/// A plate of a city. Distinct for `n` below 1 200 000 within one city and power.
pub fn plate(n: u64, city: &City, power: Power) -> String {
    const SERIAL: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    const SECOND: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let (province, offices) = city.plates;
    if power == Power::Fuel {
        // One letter among four digits, at any of the five places.
        let (list, place) = spread(n % 1_200_000, 4, 120);
        let (at, letter, digits) = (list % 5, SERIAL[list / 5], format!("{:04}", scatter(place, 4)));
        let office = offices[(n / 7 % offices.len() as u64) as usize];
        let (head, tail) = digits.split_at(at);
        return format!("{province}{office}{head}{}{tail}", char::from(letter));
    }
    let (list, place) = spread(n % 680_000, 4, 68);
    let kind = match power {
        Power::Electric => b"DA"[list % 2],
        _ => b"FG"[list % 2],
    };
    let second = SECOND[list / 2];
    let office = offices[((n / 680_000) % offices.len() as u64) as usize];
    format!("{province}{office}{}{}{:04}", char::from(kind), char::from(second), scatter(place, 4))
}

/// An identity number of someone of this birth and sex who lives in a city, or came from elsewhere.
pub fn resident(chance: &mut Chance, city: &City, birth: NaiveDate, sex: Sex) -> String {
    let area =
        if chance.percent(55) { city.districts[chance.place(city.districts.len())].1 } else { chance.pick(ORIGINS) };
    let sequence = chance.below(500) * 2 + u64::from(sex == Sex::Male);
    let number = format!("{area}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
    match resident_id::check_character(&number) {
        Some(check) => format!("{number}{check}"),
        None => number,
    }
}

/// A VIN of a maker and model year. Distinct for `n` below 10^9 within one maker and year.
pub fn vin(n: u64, wmi: &str, model_year: i32) -> String {
    const CODES: &[u8] = b"ABCDEFGHJKLMNPRSTVWXY123456789";
    let code = CODES[(model_year - 1980).rem_euclid(30) as usize];
    // Serials of neighbours lie far apart: people search by the last six.
    sample::vin(scatter(n, 9), wmi, char::from(code))
}

/// An engine number of a fuel or hybrid car, or a motor number of an electric one.
pub fn engine(n: u64, code: &str) -> String {
    format!("{code}{:06}", scatter(n, 6))
}

/// A unified social credit code of a company. Distinct for `n` below 10^9.
pub fn uscc(n: u64) -> String {
    sample::uscc(n)
}
