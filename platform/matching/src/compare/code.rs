//! Identifiers: phones, e-mail, plates, VINs, identity numbers.

use crate::level::Level;
use crate::value::Value;

/// `Close`: up to `most` slips; nothing below.
pub(super) fn slips(a: &Value, b: &Value, most: usize) -> Level {
    if a.slips(b, most) <= most { Level::Close } else { Level::Differs }
}

/// Digits by which a number is the same though its area or country code was left out.
const SUBSCRIBER: usize = 7;

/// - `Close`: one digit wrong or two exchanged; or one number without its area code.
/// - `Near`: two slips.
/// - `Related`: the same last four digits.
pub(super) fn phones(a: &Value, b: &Value) -> Level {
    let tail = |v: &Value, n: usize| v.chars[v.chars.len().saturating_sub(n)..].to_vec();
    let shorter = a.chars.len().min(b.chars.len());
    if a.chars.len() != b.chars.len() && shorter >= SUBSCRIBER && tail(a, shorter) == tail(b, shorter) {
        return Level::Close;
    }
    match a.slips(b, 2) {
        0 | 1 => Level::Close,
        2 => Level::Near,
        _ if tail(a, 4) == tail(b, 4) => Level::Related,
        _ => Level::Differs,
    }
}

/// - `Close`: one slip.
/// - `Near`: the same name at another provider.
pub(super) fn emails(a: &Value, b: &Value) -> Level {
    let local = |v: &Value| v.text.split('@').next().map(str::to_owned);
    if a.slips(b, 1) <= 1 {
        Level::Close
    } else if local(a) == local(b) {
        Level::Near
    } else {
        Level::Differs
    }
}

/// - `Close`: up to two slips of seventeen.
/// - `Near`: the same last six characters, by which a workshop names a car; or only these were written.
pub(super) fn vins(a: &Value, b: &Value) -> Level {
    let tail = |v: &Value| v.chars[v.chars.len().saturating_sub(6)..].to_vec();
    match a.slips(b, 2) {
        0..=2 => Level::Close,
        _ if tail(a) == tail(b) => Level::Near,
        _ => Level::Differs,
    }
}

/// - `Close`: one slip; or one is the tail of the other.
pub(super) fn id_numbers(a: &Value, b: &Value) -> Level {
    let part = a.chars.len() != b.chars.len()
        && a.chars.len().min(b.chars.len()) >= 4
        && (a.text.ends_with(&*b.text) || b.text.ends_with(&*a.text));
    if part || (a.chars.len() > 4 && a.slips(b, 1) <= 1) { Level::Close } else { Level::Differs }
}
