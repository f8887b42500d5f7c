//! Engine or motor number 发动机号/电机号 (domain.md §4.6).
//!
//! There is no national form and no check digit, and the number is unique per maker only. New-energy cars have motor
//! numbers, several per car.

use crate::width;
use crate::{Checked, Reason, Verdict};

/// Upper case and half width, blanks trimmed and single; the signs of the plate stay.
pub fn normalise(input: &str) -> String {
    width::single_blanks(input, |c| c.to_ascii_uppercase())
}

/// The form for comparison and search: letters and digits only.
pub fn fold(input: &str) -> String {
    width::code(input, |c| !c.is_ascii_alphanumeric())
}

/// Checks a typed number. Nothing but an empty one is refused: what stands on the engine counts.
pub fn check(input: &str) -> Checked {
    let value = normalise(input);
    let verdict = if value.is_empty() {
        Verdict::Rejected(Reason::Empty)
    } else if !value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '-' | ' ')) {
        Verdict::Suspect(Reason::EngineCharacter)
    } else if !(6..=20).contains(&fold(&value).len()) {
        Verdict::Suspect(Reason::EngineLength)
    } else {
        Verdict::Valid
    };
    Checked::new(value, verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-03: raw and folded form, and what looks odd.
    #[test]
    fn checks() {
        assert_eq!(check(" ea888＊ 123-456 "), Checked::new("EA888* 123-456".into(), Verdict::Valid));
        assert_eq!(fold(" ea888＊ 123-456 "), "EA888123456");
        assert_eq!(check("12345").verdict, Verdict::Suspect(Reason::EngineLength));
        assert_eq!(check("纯电动").verdict, Verdict::Suspect(Reason::EngineCharacter));
        assert_eq!(check(" ").verdict, Verdict::Rejected(Reason::Empty));
    }
}
