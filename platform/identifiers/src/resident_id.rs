//! Resident identity number 身份证 (GB 11643-1999; domain.md §4.4), with residence permits and foreigners' cards.
//!
//! Sensitive personal information: collect it only when a contract needs it, show it masked.

use crate::width::{self, is_hyphen};
use crate::{Checked, Reason, Sex, Verdict};
use chrono::{Datelike, NaiveDate};

/// Number of characters of today's number.
pub const LENGTH: usize = 18;

/// The oldest person believed in.
const OLDEST: i32 = 130;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const CHECKS: &[u8; 11] = b"10X98765432";

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 居民身份证
    Citizen,
    /// 港澳台居民居住证, area 810000, 820000 or 830000.
    ResidencePermit,
    /// 外国人永久居留身份证, 18 characters beginning with 9.
    ForeignResident,
    /// The same card in its old form: three letters of the nation and twelve digits.
    ForeignResidentOld,
}

/// What an identity number tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentId {
    /// Normalised: 18 characters, 15 for an old foreigner's card. A 15-digit citizen's number is completed.
    pub value: String,
    /// Whose number it is.
    pub kind: Kind,
    /// Birth date; an old foreigner's card does not tell the century.
    pub birth: Option<NaiveDate>,
    /// Sex; an old foreigner's card does not tell it.
    pub sex: Option<Sex>,
}

/// Upper case, half width, without blanks and hyphens; a 15-digit number is completed to 18 (19 after the sixth digit,
/// check character at the end).
pub fn normalise(input: &str) -> String {
    let value = width::code(input, is_hyphen);
    if value.len() == 15 && value.bytes().all(|b| b.is_ascii_digit()) {
        let mut long = format!("{}19{}", &value[..6], &value[6..]);
        if let Some(check) = check_character(&long) {
            long.push(check);
            return long;
        }
    }
    value
}

/// The check character (ISO 7064 MOD 11-2) of a number's first 17 digits. `None` when they are not digits.
pub fn check_character(number: &str) -> Option<char> {
    let digits = number.as_bytes().get(..WEIGHTS.len())?;
    let mut sum = 0;
    for (digit, weight) in digits.iter().zip(WEIGHTS) {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum += u32::from(digit - b'0') * weight;
    }
    CHECKS.get((sum % 11) as usize).map(|b| char::from(*b))
}

/// Checks a typed identity number as of `today`.
pub fn check(input: &str, today: NaiveDate) -> Checked {
    let value = normalise(input);
    let verdict = judge(&value, today);
    Checked::new(value, verdict)
}

/// What a number tells; `None` unless [`check`] lets it be stored.
pub fn read(input: &str, today: NaiveDate) -> Option<ResidentId> {
    let Checked { value, verdict } = check(input, today);
    if !verdict.is_storable() {
        return None;
    }
    let kind = kind(&value)?;
    let known = kind != Kind::ForeignResidentOld;
    let birth = if known { birth(&value) } else { None };
    let odd = value.as_bytes().get(16).filter(|_| known).map(|b| b % 2 == 1);
    let sex = odd.map(|odd| if odd { Sex::Male } else { Sex::Female });
    Some(ResidentId { value, kind, birth, sex })
}

fn judge(value: &str, today: NaiveDate) -> Verdict {
    if value.is_empty() {
        return Verdict::Rejected(Reason::Empty);
    }
    if is_old_foreign(value) {
        return Verdict::Valid;
    }
    if value.chars().count() != LENGTH {
        return Verdict::Rejected(Reason::ResidentIdLength);
    }
    let Some((number, last)) = value.split_at_checked(LENGTH - 1) else {
        return Verdict::Rejected(Reason::ResidentIdCharacter);
    };
    if !number.bytes().all(|b| b.is_ascii_digit()) || !matches!(last.as_bytes(), [b'0'..=b'9' | b'X']) {
        return Verdict::Rejected(Reason::ResidentIdCharacter);
    }
    let Some(birth) = birth(value) else { return Verdict::Rejected(Reason::ResidentIdDate) };
    if birth > today {
        return Verdict::Rejected(Reason::ResidentIdFuture);
    }
    if today.years_since(birth).is_some_and(|age| i64::from(age) > i64::from(OLDEST)) {
        return Verdict::Rejected(Reason::ResidentIdAge);
    }
    let foreign = number.starts_with('9');
    if check_character(number) != last.chars().next() {
        // The card of foreigners is known from memory only: its check may flag but not refuse.
        let reason = Reason::ResidentIdCheckDigit;
        return if foreign { Verdict::Suspect(reason) } else { Verdict::Rejected(reason) };
    }
    if !foreign && !is_known_area(number) {
        return Verdict::Suspect(Reason::ResidentIdArea);
    }
    Verdict::Valid
}

fn kind(value: &str) -> Option<Kind> {
    if is_old_foreign(value) {
        return Some(Kind::ForeignResidentOld);
    }
    match value.as_bytes() {
        [b'9', ..] => Some(Kind::ForeignResident),
        [b'8', b'1'..=b'3', b'0', b'0', b'0', b'0', ..] => Some(Kind::ResidencePermit),
        [_, ..] => Some(Kind::Citizen),
        [] => None,
    }
}

fn is_old_foreign(value: &str) -> bool {
    let b = value.as_bytes();
    b.len() == 15 && b[..3].iter().all(u8::is_ascii_uppercase) && b[3..].iter().all(u8::is_ascii_digit)
}

/// The birth date of an 18-character number, when that day exists.
fn birth(value: &str) -> Option<NaiveDate> {
    let part = |from: usize, to: usize| value.get(from..to)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(i32::try_from(part(6, 10)?).ok()?, part(10, 12)?, part(12, 14)?)
}

/// Knows the provinces only: county codes valid at registration are often abolished, so the table of the day would flag
/// honest numbers.
fn is_known_area(number: &str) -> bool {
    let province = number.get(..2).unwrap_or("");
    matches!(
        province,
        "11" | "12"
            | "13"
            | "14"
            | "15"
            | "21"
            | "22"
            | "23"
            | "31"
            | "32"
            | "33"
            | "34"
            | "35"
            | "36"
            | "37"
            | "41"
            | "42"
            | "43"
            | "44"
            | "45"
            | "46"
            | "50"
            | "51"
            | "52"
            | "53"
            | "54"
            | "61"
            | "62"
            | "63"
            | "64"
            | "65"
            | "71"
    ) || matches!(number.get(..6), Some("810000" | "820000" | "830000"))
}

/// The area code, six digits, of an 18-character number: valid at registration, perhaps abolished today.
pub fn area(value: &str) -> Option<&str> {
    value.get(..6).filter(|area| value.len() == LENGTH && area.bytes().all(|b| b.is_ascii_digit()))
}

/// Age in completed years on `today`; `None` before birth. Who was born on 29 February comes of age on 1 March.
pub fn age(birth: NaiveDate, today: NaiveDate) -> Option<u32> {
    today.years_since(birth)
}

/// `110***********002X`: the first three and the last four characters stay (domain.md §7).
pub fn mask(value: &str) -> String {
    let hidden = value.chars().count().saturating_sub(7);
    width::mask(value, 3, 4, &"*".repeat(hidden))
}

/// Month and day of birth, for birthday greetings.
pub fn birthday(birth: NaiveDate) -> (u32, u32) {
    (birth.month(), birth.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 15).unwrap()
    }

    fn verdict(number: &str) -> Verdict {
        check(number, today()).verdict
    }

    fn numbered(first: &str) -> String {
        format!("{first}{}", check_character(first).unwrap())
    }

    /// CUS-08: the worked example of domain.md §4.4.
    #[test]
    fn worked_example() {
        assert_eq!(verdict("11010519491231002X"), Verdict::Valid);
        assert_eq!(check("110105 19491231 002x", today()).value, "11010519491231002X");
        let id = read("11010519491231002X", today()).unwrap();
        assert_eq!((id.kind, id.sex), (Kind::Citizen, Some(Sex::Female)));
        assert_eq!(id.birth, NaiveDate::from_ymd_opt(1949, 12, 31));
        assert_eq!(area(&id.value), Some("110105"));
    }

    /// CUS-08: a 15-digit number is completed.
    #[test]
    fn old_number() {
        let id = read("110105491231002", today()).unwrap();
        assert_eq!(id.value, "11010519491231002X");
    }

    /// CUS-08: each fault is named.
    #[test]
    fn refusals() {
        for (number, reason) in [
            (String::new(), Reason::Empty),
            ("1101051949123100".into(), Reason::ResidentIdLength),
            ("11010519491231A02X".into(), Reason::ResidentIdCharacter),
            ("身份证身份证身份证身份证身份证身份证".into(), Reason::ResidentIdCharacter),
            (numbered("11010520230229002"), Reason::ResidentIdDate),
            (numbered("11010520260616002"), Reason::ResidentIdFuture),
            (numbered("11010518950101002"), Reason::ResidentIdAge),
            ("110105194912310021".into(), Reason::ResidentIdCheckDigit),
        ] {
            assert_eq!(verdict(&number), Verdict::Rejected(reason), "{number}");
        }
        assert_eq!(verdict(&numbered("99010520000229002")), Verdict::Valid);
        assert_eq!(verdict(&numbered("29010520000229002")), Verdict::Suspect(Reason::ResidentIdArea));
        assert_eq!(verdict(&numbered("11010520260615002")), Verdict::Valid);
    }

    /// CUS-08: permits and foreigners' cards, old and new.
    #[test]
    fn other_cards() {
        let permit = read(&numbered("83000019900101001"), today()).unwrap();
        assert_eq!((permit.kind, permit.sex), (Kind::ResidencePermit, Some(Sex::Male)));
        assert_eq!(verdict(&numbered("83010019900101001")), Verdict::Suspect(Reason::ResidentIdArea));
        let old = read("USA110074021401", today()).unwrap();
        assert_eq!((old.kind, old.birth), (Kind::ForeignResidentOld, None));
        let new = numbered("91184019900101001");
        assert_eq!(read(&new, today()).unwrap().kind, Kind::ForeignResident);
        let last = if new.ends_with('0') { "1" } else { "0" };
        let wrong = format!("{}{last}", &new[..17]);
        assert_eq!(verdict(&wrong), Verdict::Suspect(Reason::ResidentIdCheckDigit));
    }

    /// SYS-05, trap 10 of domain.md §8.
    #[test]
    fn shown() {
        assert_eq!(mask("11010519491231002X"), "110***********002X");
        assert_eq!(mask("1234567"), "*******");
        let leap = NaiveDate::from_ymd_opt(2008, 2, 29).unwrap();
        assert_eq!(age(leap, NaiveDate::from_ymd_opt(2026, 2, 28).unwrap()), Some(17));
        assert_eq!(age(leap, NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()), Some(18));
        assert_eq!(birthday(leap), (2, 29));
    }
}
