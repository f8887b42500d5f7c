//! Dates, house numbers and short codes.

use crate::level::Level;
use crate::value::Value;

/// - `Close`: one digit wrong or two exchanged, or day and month exchanged.
/// - `Near`: two of year, month and day are the same.
/// - `Related`: the same year.
pub(super) fn dates(a: &Value, b: &Value) -> Level {
    if a.chars.len() != 8 || b.chars.len() != 8 {
        return if a.slips(b, 1) == 1 { Level::Close } else { Level::Differs };
    }
    let parts = |v: &Value| (parse(&v.chars[..4]), parse(&v.chars[4..6]), parse(&v.chars[6..]));
    let ((y1, m1, d1), (y2, m2, d2)) = (parts(a), parts(b));
    let equal = u8::from(y1 == y2) + u8::from(m1 == m2) + u8::from(d1 == d2);
    if (y1 == y2 && m1 == d2 && d1 == m2) || a.slips(b, 1) == 1 {
        Level::Close
    } else if equal == 2 {
        Level::Near
    } else if y1 == y2 {
        Level::Related
    } else {
        Level::Differs
    }
}

fn parse(digits: &[char]) -> u32 {
    digits.iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0))
}

/// - `Close`: one digit wrong, missing, added, or two exchanged.
/// - `Near`: two apart at most, the house beside it.
pub(super) fn houses(a: &Value, b: &Value) -> Level {
    let value = |v: &Value| v.text.parse::<i64>().ok();
    if a.chars.len().max(b.chars.len()) > 1 && a.slips(b, 1) == 1 {
        Level::Close
    } else if value(a).zip(value(b)).is_some_and(|(x, y)| x.abs_diff(y) <= 2) {
        Level::Near
    } else {
        Level::Differs
    }
}

/// - `Close`: one character wrong, missing, added, or two exchanged.
/// - `Near`: the same first half, which names the region of a postcode.
pub(super) fn short_codes(a: &Value, b: &Value) -> Level {
    let half = a.chars.len() / 2;
    if a.chars.len().max(b.chars.len()) > 2 && a.slips(b, 1) == 1 {
        Level::Close
    } else if half > 1 && a.chars.len() == b.chars.len() && a.chars[..half] == b.chars[..half] {
        Level::Near
    } else {
        Level::Differs
    }
}
