//! Unified social credit code 统一社会信用代码 (GB 32100-2015; domain.md §4.5).

use crate::width::{self, is_hyphen};
use crate::{Checked, Reason, Verdict};

/// Number of characters.
pub const LENGTH: usize = 18;

/// Value of a character is its place here.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 3^i mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// GB 11714, the organisation code at 9–17.
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Upper case, half width, without blanks and hyphens.
pub fn normalise(input: &str) -> String {
    width::code(input, is_hyphen)
}

/// Checks a typed code. Old registration and tax numbers of 15 or 20 characters are suspect: they survive in old files.
pub fn check(input: &str) -> Checked {
    let value = normalise(input);
    let verdict = judge(&value);
    Checked::new(value, verdict)
}

fn judge(code: &str) -> Verdict {
    if code.is_empty() {
        return Verdict::Rejected(Reason::Empty);
    }
    if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Verdict::Rejected(Reason::UsccCharacter);
    }
    match code.len() {
        LENGTH => {}
        15 | 20 => return Verdict::Suspect(Reason::UsccOldNumber),
        _ => return Verdict::Rejected(Reason::UsccLength),
    }
    if code.bytes().any(|b| value(b).is_none()) {
        return Verdict::Rejected(Reason::UsccForbiddenLetter);
    }
    if check_character(code) != code.chars().last() {
        return Verdict::Rejected(Reason::UsccCheckDigit);
    }
    if organisation_check_character(&code[8..16]) != code.chars().nth(16) {
        return Verdict::Suspect(Reason::UsccOrganisationCheck);
    }
    Verdict::Valid
}

fn value(byte: u8) -> Option<u32> {
    ALPHABET.iter().position(|b| *b == byte).map(|at| at as u32)
}

/// The check character of a code's first 17 characters. `None` when they are not of the alphabet.
pub fn check_character(code: &str) -> Option<char> {
    let mut sum = 0;
    for (byte, weight) in code.as_bytes().get(..WEIGHTS.len())?.iter().zip(WEIGHTS) {
        sum += value(*byte)? * weight;
    }
    ALPHABET.get(((31 - sum % 31) % 31) as usize).map(|b| char::from(*b))
}

/// The check character of an organisation code (GB 11714), whose first eight characters are given.
pub fn organisation_check_character(code: &str) -> Option<char> {
    let mut sum = 0;
    for (byte, weight) in code.as_bytes().get(..ORGANISATION_WEIGHTS.len())?.iter().zip(ORGANISATION_WEIGHTS) {
        sum += char::from(*byte).to_digit(36).filter(|_| !byte.is_ascii_lowercase())? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

/// The organisation code (9–17) inside a normalised code.
pub fn organisation_code(code: &str) -> Option<&str> {
    code.get(8..17).filter(|_| code.len() == LENGTH)
}

/// Whether the code is a sole trader's 个体工商户 (92…).
pub fn is_sole_trader(code: &str) -> bool {
    code.starts_with("92")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(code: &str) -> Verdict {
        check(code).verdict
    }

    /// CUS-08: the worked example of domain.md §4.5.
    #[test]
    fn worked_example() {
        assert_eq!(verdict("91110000600037341L"), Verdict::Valid);
        assert_eq!(verdict(" 9111 0000-600037341l"), Verdict::Valid);
        assert_eq!(verdict("91110000600037341N"), Verdict::Rejected(Reason::UsccCheckDigit));
        assert_eq!(organisation_code("91110000600037341L"), Some("600037341"));
        assert_eq!(organisation_check_character("60003734"), Some('1'));
    }

    /// CUS-08: codes beginning with a letter are lawful.
    #[test]
    fn letters_in_front() {
        let first = "N2110000600037341";
        let code = format!("{first}{}", check_character(first).unwrap());
        assert_eq!(verdict(&code), Verdict::Valid);
    }

    /// CUS-08: each fault is named.
    #[test]
    fn faults() {
        assert_eq!(verdict(""), Verdict::Rejected(Reason::Empty));
        assert_eq!(verdict("9111000060003734"), Verdict::Rejected(Reason::UsccLength));
        assert_eq!(verdict("9111000060003734IL"), Verdict::Rejected(Reason::UsccForbiddenLetter));
        assert_eq!(verdict("9111000060003734?L"), Verdict::Rejected(Reason::UsccCharacter));
        assert_eq!(verdict("110105000012345"), Verdict::Suspect(Reason::UsccOldNumber));
        let first = "91110000600037342";
        let inner = format!("{first}{}", check_character(first).unwrap());
        assert_eq!(verdict(&inner), Verdict::Suspect(Reason::UsccOrganisationCheck));
        assert!(is_sole_trader("92310115MA1K4ABC0D"));
    }
}
