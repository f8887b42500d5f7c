//! What spreadsheets, portals and hasty hands do to phone numbers (domain.md §4.3, §8.17).

/// A number a spreadsheet wrote as a power of ten.
pub(super) enum Scientific {
    /// Not written so.
    No,
    /// Written so, and digits are gone: 1.31E+10.
    Lost,
    /// Written so with all digits: 1.3812345678E+10.
    Whole(String),
}

pub(super) fn scientific(text: &str) -> Scientific {
    let Some((mantissa, exponent)) = text.split_once('e') else { return Scientific::No };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || exponent.is_empty() || !digits(whole) || !digits(fraction) || !digits(exponent) {
        return Scientific::No;
    }
    match exponent.parse::<usize>() {
        Ok(power) if power == fraction.len() => Scientific::Whole(format!("{whole}{fraction}")),
        _ => Scientific::Lost,
    }
}

/// The digits before `.0`, `.00` …: a number cell turned to text.
pub(super) fn without_decimals(text: &str) -> Option<&str> {
    let (whole, zeros) = text.split_once('.')?;
    let is_number = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    (is_number && zeros.bytes().all(|b| b == b'0')).then_some(whole)
}

/// Stars, or several x, where digits were.
pub(super) fn is_masked(text: &str) -> bool {
    text.contains("**") || text.contains("xx")
}

/// Two numbers side by side or with a separator between them.
pub(super) fn is_several(text: &str) -> bool {
    let long = |part: &str| part.bytes().filter(u8::is_ascii_digit).count() >= 7;
    let parts = text.split(['/', '、', ',', ';', '|', '或', '和', '\\']);
    if parts.filter(|part| long(part)).count() > 1 {
        return true;
    }
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    digits.len() == 22 && digits[0] == b'1' && digits[11] == b'1'
}

/// Number and extension when a word stands between them: 转, 分机, ext, x, #.
pub(super) fn extension(text: &str) -> Option<(&str, String)> {
    for word in ["转分机", "分机", "转", "ext", "x", "#"] {
        let Some((number, rest)) = text.split_once(word) else { continue };
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        let enough = number.bytes().filter(u8::is_ascii_digit).count() >= 5;
        if enough && (1..=6).contains(&digits.len()) {
            return Some((number, digits));
        }
    }
    None
}
