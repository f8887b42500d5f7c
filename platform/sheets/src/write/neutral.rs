//! Text that a spreadsheet program would run as a formula, made harmless in CSV and restored when read back.

use std::borrow::Cow;

/// What may start a formula: the four signs, their full-width forms (taken for formulas by East Asian Excel), and
/// control characters that are skipped in front of one.
fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A signed number or an international phone number: `-12.50`, `+8613812345678`.
fn plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    whole.starts_with(|c: char| c.is_ascii_digit())
        && whole.bytes().all(|b| b.is_ascii_digit() || b == b',')
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

/// Puts an apostrophe in front of text that would be run, and in front of text that already looks so protected, so
/// that [`restore`] gives back every text as it was.
pub(super) fn neutralise(text: &str) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    let protected = bare.len() < text.len();
    if starts_formula(bare) && (protected || !plain_number(bare)) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes the apostrophe away again, and undoes `="0138"`, with which other systems keep digits in CSV.
pub(crate) fn restore(mut text: String) -> String {
    if text.starts_with('\'') {
        if starts_formula(text.trim_start_matches('\'')) {
            text.remove(0);
        }
        return text;
    }
    match text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !inner.contains('"') => inner.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-14: no exported customer name runs as a formula on the computer that opens it.
    #[test]
    fn formulas_are_made_harmless_and_come_back() {
        for text in [
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-1-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1+1",
            "'=1",
            "''+86138",
            "+",
            "-",
            "=\"0138\"",
        ] {
            let written = neutralise(text);
            assert!(written.starts_with('\''), "{text}");
            assert_eq!(restore(written.into_owned()), text);
        }
        for text in ["+8613812345678", "-12.50", "-1,234.50", "张伟", "'引号", "", "a=b", "1+1"] {
            assert_eq!(neutralise(text), text);
            assert_eq!(restore(text.to_owned()), text);
        }
        assert_eq!(restore("=\"013812345678\"".to_owned()), "013812345678");
        assert_eq!(restore("=1+1".to_owned()), "=1+1");
    }
}
