//! Number ranges in use (domain.md §4.3).

/// Whether eleven digits are a mobile number of a range in use, as of July 2026.
pub fn is_known_mobile(digits: &str) -> bool {
    if !is_mobile_shaped(digits) {
        return false;
    }
    let b = digits.as_bytes();
    match (b[1], b[2]) {
        (b'3' | b'8', _) => true,
        (b'4', d) => matches!(d, b'5' | b'7'),
        (b'5' | b'9', d) => d != b'4',
        (b'6', b'1') => b[3] == b'0',
        (b'6', d) => matches!(d, b'2' | b'5'..=b'7'),
        (b'7', b'4') => b[3] == b'0' && b[4] <= b'5',
        (b'7', d) => d != b'9',
        _ => false,
    }
}

/// `1[3-9]` and nine digits.
pub(super) fn is_mobile_shaped(digits: &str) -> bool {
    let b = digits.as_bytes();
    b.len() == 11 && b[0] == b'1' && matches!(b[1], b'3'..=b'9') && b.iter().all(u8::is_ascii_digit)
}

/// Thirteen digits beginning with 1440 or 148: the SIM of a car.
pub(super) fn is_iot(digits: &str) -> bool {
    digits.len() == 13 && (digits.starts_with("1440") || digits.starts_with("148"))
}

/// Seven or eight digits as dialled within a city.
pub(super) fn is_local(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && matches!(digits.as_bytes()[0], b'2'..=b'9')
}

/// Length of the area code, its zero included, when `digits` are area code and local number: 010 and 02x three,
/// others four; then seven or eight digits.
pub(super) fn area_code_length(digits: &str) -> Option<usize> {
    let b = digits.as_bytes();
    let length = match b {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'4' | b'8', b'0', b'0', ..] => return None,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return None,
    };
    let local = digits.get(length..)?;
    is_local(local).then_some(length)
}
