//! Slips of the pen.

use super::chance::Chance;

/// One letter or digit replaced by another, left out, doubled, or exchanged with its neighbour.
pub(super) fn slip(text: &str, chance: &mut Chance) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return String::new();
    }
    let at = chance.below(chars.len());
    match chance.below(4) {
        0 if chars.len() > 2 => {
            chars.remove(at);
        }
        1 => chars.insert(at, chars[at]),
        2 if at + 1 < chars.len() && chars[at] != chars[at + 1] => chars.swap(at, at + 1),
        _ => chars[at] = other(chars[at], chance),
    }
    chars.into_iter().collect()
}

/// One digit wrong, or two neighbours exchanged: the number keeps its length.
pub(super) fn misdial(text: &str, chance: &mut Chance) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let digits: Vec<usize> = (0..chars.len()).filter(|at| chars[*at].is_ascii_digit()).collect();
    if digits.len() < 3 {
        return text.to_owned();
    }
    let n = 1 + chance.below(digits.len() - 1);
    let (at, before) = (digits[n], digits[n - 1]);
    if n > 1 && chance.percent(40) && chars[at] != chars[before] {
        chars.swap(at, before);
    } else {
        chars[at] = other(chars[at], chance);
    }
    chars.into_iter().collect()
}

fn other(c: char, chance: &mut Chance) -> char {
    let choices: &str = if c.is_ascii_digit() { "0123456789" } else { "abcdefghijklmnopqrstuvwxyz" };
    let others: Vec<char> = choices.chars().filter(|o| *o != c.to_ascii_lowercase()).collect();
    others[chance.below(others.len())]
}
