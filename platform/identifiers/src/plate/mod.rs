//! Number plate 车牌 (GA 36-2018, type codes GA 24.7; domain.md §4.2).
//!
//! Plates are reused and swapped between cars, so a plate is never a key; new cars have none.

mod form;

pub use form::{Kind, Plate, Power, parse};

use crate::width::{self, is_hyphen, is_middle_dot};
use crate::{Checked, Reason, Verdict};

/// The characters that stand for provinces.
pub const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";

/// Whether `c` stands for a province on plates.
pub fn is_province(c: char) -> bool {
    PROVINCES.contains(c)
}

/// Upper case, half width, without blanks and without the dot, hyphen or full stop people write for it.
pub fn normalise(input: &str) -> String {
    width::code(input, |c| is_hyphen(c) || is_middle_dot(c) || matches!(c, '.' | '_'))
}

/// Checks a typed plate. A plate without its province is suspect, see [`with_province`].
pub fn check(input: &str) -> Checked {
    let value = normalise(input);
    let verdict = judge(&value);
    Checked::new(value, verdict)
}

/// Checks the number of a temporary paper plate (type code 22), which has no fixed form: 4 to 12 letters, digits or
/// hanzi.
pub fn check_temporary(input: &str) -> Checked {
    let value = normalise(input);
    let length = value.chars().count();
    let verdict = if value.is_empty() {
        Verdict::Rejected(Reason::Empty)
    } else if (4..=12).contains(&length) && value.chars().all(|c| c.is_ascii_alphanumeric() || width::is_han(c)) {
        Verdict::Valid
    } else {
        Verdict::Rejected(Reason::PlateFormat)
    };
    Checked::new(value, verdict)
}

fn judge(value: &str) -> Verdict {
    if value.is_empty() {
        return Verdict::Rejected(Reason::Empty);
    }
    let Some(plate) = parse(value) else {
        return Verdict::Rejected(refusal(value));
    };
    match plate.kind {
        Kind::Military if plate.could_lack_province => Verdict::Suspect(Reason::PlateAmbiguous),
        _ if plate.old_form => Verdict::Suspect(Reason::PlateOldForm),
        _ if plate.province.is_none() && plate.kind.has_province() => Verdict::Suspect(Reason::PlateProvinceMissing),
        _ if plate.authority == Some('O') => Verdict::Suspect(Reason::PlateAuthority),
        Kind::Ordinary if letters(value) > 3 => Verdict::Suspect(Reason::PlateLetters),
        _ => Verdict::Valid,
    }
}

/// Letters of the whole plate, the authority's included.
fn letters(value: &str) -> usize {
    value.bytes().filter(u8::is_ascii_uppercase).count()
}

/// The most helpful reason for a plate of no known form: what single change would make it one.
fn refusal(value: &str) -> Reason {
    let mut chars = value.chars();
    let first = chars.next().unwrap_or(' ');
    let rest = chars.as_str();
    let tail = rest.chars().skip(1).collect::<String>();
    if width::is_han(first) && !is_province(first) && parse(rest).is_some() {
        Reason::PlateProvince
    } else if is_province(first) && rest.starts_with('I') && parse(&format!("{first}A{tail}")).is_some() {
        Reason::PlateAuthority
    } else if tail.contains(['I', 'O']) && parse(&swap_look_alikes(value)).is_some() {
        Reason::PlateForbiddenLetter
    } else {
        Reason::PlateFormat
    }
}

/// O→0 and I→1 from the third character on: the authority's letter stays.
fn swap_look_alikes(value: &str) -> String {
    let skip = if value.chars().next().is_some_and(is_province) { 2 } else { 1 };
    value.chars().enumerate().map(|(at, c)| if at < skip { c } else { look_alike(c) }).collect()
}

fn look_alike(c: char) -> char {
    match c {
        'O' => '0',
        'I' => '1',
        other => other,
    }
}

/// The plate probably meant when O or I was typed in the number, where that makes a valid plate.
pub fn suggestion(input: &str) -> Option<String> {
    let typed = normalise(input);
    let meant = swap_look_alikes(&typed);
    (meant != typed && judge(&meant) == Verdict::Valid).then_some(meant)
}

/// Completes a plate typed without its province, as people do at home: `A12345` becomes `沪A12345` in a store of
/// Shanghai. `None` when the plate has a province or would not be valid with it.
pub fn with_province(input: &str, province: char) -> Option<String> {
    let typed = normalise(input);
    if !is_province(province) || typed.starts_with(is_province) {
        return None;
    }
    let whole = format!("{province}{typed}");
    (judge(&whole) == Verdict::Valid).then_some(whole)
}

/// The form for search: normalised, lower-case, 0/O and 1/I folded together. Both index and query are folded.
pub fn fold(input: &str) -> String {
    normalise(input).chars().map(|c| look_alike(c).to_ascii_lowercase()).collect()
}

/// The form for display, with the decorating dot: `沪A·12345`. Anything that is no province plate stays as it is.
pub fn display(plate: &str) -> String {
    match parse(plate) {
        Some(Plate { province: Some(province), authority: Some(authority), old_form: false, .. })
            if plate.starts_with(province) =>
        {
            let rest: String = plate.chars().skip(2).collect();
            format!("{province}{authority}·{rest}")
        }
        _ => plate.to_owned(),
    }
}

/// Province, authority and the last two characters stay readable: `沪A***45` (domain.md §7).
pub fn mask(plate: &str) -> String {
    width::mask(plate, 2, 2, "***")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(plate: &str) -> Verdict {
        check(plate).verdict
    }

    /// CUS-03, CUS-08: every form of domain.md §4.2 is known, with its type code.
    #[test]
    fn forms() {
        for (plate, kind, code) in [
            ("沪A12345", Kind::Ordinary, Some("02")),
            ("京A1B2C3", Kind::Ordinary, Some("02")),
            ("沪AD12345", Kind::SmallNewEnergy, Some("52")),
            ("粤BFA1234", Kind::SmallNewEnergy, Some("52")),
            ("京A12345D", Kind::LargeNewEnergy, Some("51")),
            ("鲁B1234挂", Kind::Trailer, Some("15")),
            ("苏E12A4学", Kind::Training, Some("16")),
            ("浙A1234警", Kind::Police, Some("23")),
            ("粤Z1234港", Kind::HongKong, Some("26")),
            ("粤ZAB12澳", Kind::Macau, Some("27")),
            ("012345使", Kind::Embassy, Some("03")),
            ("沪A1234领", Kind::Consulate, Some("04")),
            ("京X1234应急", Kind::Emergency, None),
            ("VA12345", Kind::Military, None),
            ("WJ京12345", Kind::ArmedPolice, None),
            ("WJ京1234X", Kind::ArmedPolice, None),
            ("沪A12345临", Kind::Temporary, Some("22")),
        ] {
            assert_eq!(verdict(plate), Verdict::Valid, "{plate}");
            let kind_found = parse(plate).unwrap().kind;
            assert_eq!(kind_found, kind, "{plate}");
            assert_eq!(kind_found.type_code(), code, "{plate}");
        }
    }

    /// CUS-08: 使 and 领 are no provinces, nor is a letter; the traps of copied patterns.
    #[test]
    fn refusals() {
        for (plate, reason) in [
            ("", Reason::Empty),
            ("使A12345", Reason::PlateProvince),
            ("领A12345", Reason::PlateProvince),
            ("湖A12345", Reason::PlateProvince),
            ("沪I12345", Reason::PlateAuthority),
            ("沪A1234O", Reason::PlateForbiddenLetter),
            ("沪AD1234I", Reason::PlateForbiddenLetter),
            ("沪A1234", Reason::PlateFormat),
            ("沪A1234567", Reason::PlateFormat),
            ("沪AZ12345", Reason::PlateFormat),
            ("沪1A2345", Reason::PlateFormat),
            ("港Z1234粤", Reason::PlateFormat),
            ("沪A1234港", Reason::PlateFormat),
            ("无牌", Reason::PlateFormat),
            ("𠮷A12345", Reason::PlateProvince),
        ] {
            assert_eq!(verdict(plate), Verdict::Rejected(reason), "{plate}");
        }
    }

    /// CUS-08: stored and flagged.
    #[test]
    fn suspects() {
        for (plate, reason) in [
            ("A12345", Reason::PlateProvinceMissing),
            ("A12345D", Reason::PlateProvinceMissing),
            ("京O12345", Reason::PlateAuthority),
            ("沪AABC12", Reason::PlateLetters),
            ("BD12345", Reason::PlateAmbiguous),
            ("使012345", Reason::PlateOldForm),
            ("领12345", Reason::PlateOldForm),
        ] {
            assert_eq!(verdict(plate), Verdict::Suspect(reason), "{plate}");
        }
    }

    /// CUS-03: the letter of a new-energy plate tells the power.
    #[test]
    fn power() {
        assert_eq!(parse("沪AD12345").unwrap().power, Some(Power::BatteryElectric));
        assert_eq!(parse("沪A12345F").unwrap().power, Some(Power::OtherNewEnergy));
        assert_eq!(parse("沪A12345").unwrap().power, None);
    }

    /// CUS-03: decoration, completion, search form, mask.
    #[test]
    fn forms_for_people() {
        assert_eq!(normalise(" 沪a·１２３４５ "), "沪A12345");
        assert_eq!(normalise("沪A-12.345"), "沪A12345");
        assert_eq!(display("沪A12345"), "沪A·12345");
        assert_eq!(display("WJ京12345"), "WJ京12345");
        assert_eq!(with_province("A12345", '沪').as_deref(), Some("沪A12345"));
        assert_eq!(with_province("AD12345", '沪').as_deref(), Some("沪AD12345"));
        assert_eq!(with_province("苏A12345", '沪'), None);
        assert_eq!(fold("沪A1O0I1"), "沪a10011");
        assert_eq!(suggestion("沪A1234O").as_deref(), Some("沪A12340"));
        assert_eq!(suggestion("沪A12345"), None);
        assert_eq!(mask("沪A12345"), "沪A***45");
        assert_eq!(check_temporary("临沪 A0012345").verdict, Verdict::Valid);
        assert_eq!(check_temporary("临").verdict, Verdict::Rejected(Reason::PlateFormat));
    }
}
