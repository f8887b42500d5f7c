//! How a number is shown, masked and named by its tail (domain.md §4.3).

use super::range::area_code_length;
use crate::width;

/// The number as dialled within the country: `+8613812345678` → `13812345678`, `+862161234567` → `02161234567`.
/// Numbers of other countries and service numbers stay as they are.
pub fn national(value: &str) -> String {
    let Some(digits) = value.strip_prefix("+86") else { return value.to_owned() };
    if digits.starts_with('1') && digits.len() >= 11 {
        return digits.to_owned();
    }
    let with_zero = format!("0{digits}");
    if area_code_length(&with_zero).is_some() { with_zero } else { digits.to_owned() }
}

/// For reading aloud: `138 1234 5678`, `021 6123 4567`, `400 812 3456`. Anything else is shown as it is.
pub fn display(value: &str) -> String {
    let number = national(value);
    if !number.is_ascii() {
        return number;
    }
    let grouped = |sizes: &[usize]| {
        let mut rest = number.as_str();
        let mut out = String::with_capacity(number.len() + sizes.len());
        for size in sizes {
            let (group, more) = rest.split_at((*size).min(rest.len()));
            out.push_str(group);
            out.push(' ');
            rest = more;
        }
        out + rest
    };
    match area_code_length(&number) {
        Some(area) => grouped(&[area, number.len() - area - 4]),
        None if number.len() == 11 && number.starts_with('1') => grouped(&[3, 4]),
        None if number.len() == 10 && number.starts_with(['4', '8']) => grouped(&[3, 3]),
        None => number,
    }
}

/// `138****5678`; of a landline the area code and the last four digits stay. A number of fewer than eight digits
/// keeps its last two. The digits hidden are not counted out.
pub fn mask(value: &str) -> String {
    let number = national(value);
    let length = number.chars().count();
    match area_code_length(&number) {
        Some(area) => width::mask(&number, area, 4, "****"),
        None if length >= 10 => width::mask(&number, 3, 4, "****"),
        None if length >= 8 => width::mask(&number, 0, 4, "****"),
        None => width::mask(&number, 0, 2, "****"),
    }
}

/// The last four digits, by which people name a number.
pub fn tail(value: &str) -> &str {
    width::tail(value, 4)
}
