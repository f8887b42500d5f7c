//! The check digit: ninth character of a VIN, sum of weighted values modulo 11 (domain.md §4.1).

/// Weight of each position; the check digit itself weighs nothing.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// The check digit that belongs to `vin`, `0`–`9` or `X`, whatever now stands at the ninth place. `None` when `vin`
/// is not 17 characters of the VIN alphabet.
pub fn check_digit(vin: &str) -> Option<char> {
    if vin.len() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (byte, weight) in vin.bytes().zip(WEIGHTS) {
        sum += value(byte)? * weight;
    }
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

fn value(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'H' => byte - b'A' + 1,
        b'J'..=b'N' => byte - b'J' + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => byte - b'S' + 2,
        _ => return None,
    }))
}
