//! Bank card number 银行卡 (domain.md §4.9): checked with the Luhn sum, never stored complete.

use crate::width::{self, is_hyphen};
use crate::{Checked, Reason, Verdict};

/// Half width, without blanks and hyphens.
pub fn normalise(input: &str) -> String {
    width::code(input, is_hyphen)
}

/// Checks a typed number: 12 to 19 digits and the Luhn sum. The caller keeps [`mask`] of it and nothing more.
pub fn check(input: &str) -> Checked {
    let value = normalise(input);
    let verdict = if value.is_empty() {
        Verdict::Rejected(Reason::Empty)
    } else if !value.bytes().all(|b| b.is_ascii_digit()) {
        Verdict::Rejected(Reason::BankCardCharacter)
    } else if !(12..=19).contains(&value.len()) {
        Verdict::Rejected(Reason::BankCardLength)
    } else if !obeys_luhn(&value) {
        Verdict::Rejected(Reason::BankCardCheckDigit)
    } else {
        Verdict::Valid
    };
    Checked::new(value, verdict)
}

/// From the right every second digit is doubled and its digits added; the sum must be a multiple of ten.
fn obeys_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// `**** 1234`: the last four digits (domain.md §7).
pub fn mask(number: &str) -> String {
    if number.chars().count() <= 4 { width::mask(number, 0, 4, "") } else { format!("**** {}", width::tail(number, 4)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-08: the card number of the standard's own example, and faults.
    #[test]
    fn checks() {
        assert_eq!(check("4992 7398 7160 0009").verdict, Verdict::Rejected(Reason::BankCardCheckDigit));
        assert_eq!(check("4111-1111-1111-1111").verdict, Verdict::Valid);
        assert_eq!(check("6222").verdict, Verdict::Rejected(Reason::BankCardLength));
        assert_eq!(check("4111x").verdict, Verdict::Rejected(Reason::BankCardCharacter));
        assert_eq!(check("").verdict, Verdict::Rejected(Reason::Empty));
        assert!(obeys_luhn("79927398713"));
        assert!(!obeys_luhn("79927398710"));
        assert_eq!(mask("4111111111111111"), "**** 1111");
        assert_eq!(mask("12"), "**");
    }
}
