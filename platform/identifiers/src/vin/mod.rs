//! Vehicle identification number 车架号 (ISO 3779/3780, GB 16735-2019, GB 16737-2019; domain.md §4.1).
//!
//! A VIN identifies the car for ever. Chassis numbers of grey imports are not 17 long and belong in another field.

mod check_digit;
mod model_year;
mod wmi;

pub use check_digit::check_digit;
pub use model_year::{model_year, resolve_model_year};
pub use wmi::{MAKERS, Maker, maker, wmi};

use crate::width::{self, is_hyphen};
use crate::{Checked, Reason, Verdict};
use chrono::NaiveDate;

/// Number of characters of a VIN.
pub const LENGTH: usize = 17;

/// The first model year from which a Chinese VIN with a wrong check digit is rejected (§4.1).
const STRICT_FROM: i32 = 2005;

/// Upper case, half width, without blanks and hyphens. I, O and Q stay: see [`suggestion`].
pub fn normalise(input: &str) -> String {
    width::code(input, is_hyphen)
}

/// Checks a typed VIN. `registered` is the day of delivery or first registration where known; it and `today` resolve
/// the thirty-year cycle of the model year.
///
/// A wrong check digit rejects a Chinese VIN (WMI begins with L or H) of model year 2005 or later; a manager may
/// override that. Elsewhere, and before 2005, the check digit is not mandatory: suspect.
pub fn check(input: &str, registered: Option<NaiveDate>, today: NaiveDate) -> Checked {
    let value = normalise(input);
    let verdict = judge(&value, registered, today);
    Checked::new(value, verdict)
}

fn judge(vin: &str, registered: Option<NaiveDate>, today: NaiveDate) -> Verdict {
    if vin.is_empty() {
        return Verdict::Rejected(Reason::Empty);
    }
    if vin.chars().count() != LENGTH {
        return Verdict::Rejected(Reason::VinLength);
    }
    if !vin.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Verdict::Rejected(Reason::VinCharacter);
    }
    let bytes = vin.as_bytes();
    if bytes.iter().any(|b| is_forbidden(*b)) {
        return Verdict::Rejected(Reason::VinForbiddenLetter);
    }
    if bytes.iter().all(|b| *b == bytes[0]) {
        return Verdict::Rejected(Reason::VinRepeated);
    }
    let year = resolve_model_year(char::from(bytes[9]), registered, today);
    if check_digit(vin) != Some(char::from(bytes[8])) {
        let strict = is_chinese(vin) && year.is_some_and(|year| year >= STRICT_FROM);
        return if strict { Verdict::Rejected(Reason::VinCheckDigit) } else { Verdict::Suspect(Reason::VinCheckDigit) };
    }
    if year.is_none() {
        return Verdict::Suspect(Reason::VinModelYear);
    }
    if !bytes[13..].iter().all(u8::is_ascii_digit) {
        return Verdict::Suspect(Reason::VinSerial);
    }
    Verdict::Valid
}

/// Whether the maker's code was allotted to China: L, and since lately H (§4.1, from memory).
pub fn is_chinese(vin: &str) -> bool {
    vin.starts_with(['L', 'H'])
}

/// The VIN probably meant when I, O or Q was typed: I→1, O and Q→0, offered only when that makes the check digit
/// right. It is a suggestion: the person decides.
pub fn suggestion(input: &str) -> Option<String> {
    let typed = normalise(input);
    if typed.len() != LENGTH || !typed.bytes().any(is_forbidden) {
        return None;
    }
    let meant = fold(&typed).to_ascii_uppercase();
    let digit = check_digit(&meant)?;
    (meant.as_bytes()[8] == digit as u8).then_some(meant)
}

/// The form for search: normalised, lower-case, I read as 1, O and Q as 0. Both index and query are folded.
pub fn fold(input: &str) -> String {
    normalise(input)
        .chars()
        .map(|c| match c {
            'I' => '1',
            'O' | 'Q' => '0',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// Only the last six characters stay readable, as the workshop needs them (domain.md §7).
pub fn mask(vin: &str) -> String {
    let hidden = vin.chars().count().saturating_sub(6);
    width::mask(vin, 0, 6, &"*".repeat(hidden))
}

/// The last `count` characters, by which the workshop names a car.
pub fn tail(vin: &str, count: usize) -> &str {
    width::tail(vin, count)
}

fn is_forbidden(byte: u8) -> bool {
    matches!(byte, b'I' | b'O' | b'Q')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 6, 15).unwrap()
    }

    fn verdict(vin: &str) -> Verdict {
        check(vin, None, day(2026)).verdict
    }

    /// CUS-03, CUS-08: the worked examples of domain.md §4.1.
    #[test]
    fn worked_examples() {
        assert_eq!(verdict("1M8GDM9AXKP042788"), Verdict::Valid);
        assert_eq!(verdict("5GZCZ43D13S812715"), Verdict::Valid);
        assert_eq!(check_digit("SGZCZ43D13S812715"), Some('X'));
        assert_eq!(verdict("SGZCZ43D13S812715"), Verdict::Suspect(Reason::VinCheckDigit));
        assert_eq!(check_digit("11111111111111111"), Some('1'));
        assert_eq!(verdict("11111111111111111"), Verdict::Rejected(Reason::VinRepeated));
        assert_eq!(verdict("WP0ZZZ99ZTS392124"), Verdict::Suspect(Reason::VinCheckDigit));
    }

    /// CUS-08: a Chinese VIN is judged strictly from model year 2005 on, and only then.
    #[test]
    fn chinese_check_digit() {
        let right = crate::sample::vin(7, "LSV", 'R');
        assert_eq!(verdict(&right), Verdict::Valid);
        let wrong = |code: &str| {
            let mut vin = crate::sample::vin(7, "LSV", code.chars().next().unwrap());
            let other = if vin.as_bytes()[8] == b'1' { "2" } else { "1" };
            vin.replace_range(8..9, other);
            vin
        };
        assert_eq!(verdict(&wrong("R")), Verdict::Rejected(Reason::VinCheckDigit));
        assert_eq!(verdict(&wrong("5")), Verdict::Rejected(Reason::VinCheckDigit));
        assert_eq!(verdict(&wrong("4")), Verdict::Suspect(Reason::VinCheckDigit));
        assert_eq!(verdict(&wrong("X")), Verdict::Suspect(Reason::VinCheckDigit));
        let old = check(&wrong("V"), Some(day(1998)), day(2028));
        assert_eq!(old.verdict, Verdict::Suspect(Reason::VinCheckDigit));
    }

    /// CUS-08: each wrong shape is named.
    #[test]
    fn shapes() {
        assert_eq!(verdict("  "), Verdict::Rejected(Reason::Empty));
        assert_eq!(verdict("JZX100-0012345"), Verdict::Rejected(Reason::VinLength));
        assert_eq!(verdict("1M8GDM9AXKPO42788"), Verdict::Rejected(Reason::VinForbiddenLetter));
        assert_eq!(verdict("1M8GDM9AXKP04278_"), Verdict::Rejected(Reason::VinCharacter));
        let mut letters = String::from("1M8GDM9A0KP04278A");
        letters.replace_range(8..9, &check_digit(&letters).unwrap().to_string());
        assert_eq!(verdict(&letters), Verdict::Suspect(Reason::VinSerial));
        let mut year = String::from("1M8GDM9A0UP042788");
        year.replace_range(8..9, &check_digit(&year).unwrap().to_string());
        assert_eq!(verdict(&year), Verdict::Suspect(Reason::VinModelYear));
    }

    /// CUS-08: full width, blanks, hyphens and lower case are folded.
    #[test]
    fn normalises() {
        assert_eq!(normalise(" １ｍ8gd-m9axk p042788\u{3000}"), "1M8GDM9AXKP042788");
    }

    /// CUS-08: I, O and Q are offered as digits only where the check digit then fits.
    #[test]
    fn suggests() {
        assert_eq!(suggestion("IM8GDM9AXKPO42788").as_deref(), Some("1M8GDM9AXKP042788"));
        assert_eq!(suggestion("1M8GDM9AXKPQ42788").as_deref(), Some("1M8GDM9AXKP042788"));
        assert_eq!(suggestion("1M8GDM9AXKPI42788"), None);
        assert_eq!(suggestion("1M8GDM9AXKP042788"), None);
    }

    /// CUS-03: masked and short forms.
    #[test]
    fn masks() {
        assert_eq!(mask("1M8GDM9AXKP042788"), "***********042788");
        assert_eq!(mask("12345"), "*****");
        assert_eq!(tail("1M8GDM9AXKP042788", 6), "042788");
        assert_eq!(tail("88", 6), "88");
    }
}
