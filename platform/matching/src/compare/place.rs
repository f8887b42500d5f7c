//! Lines of an address, places, and names of organisations.

use crate::distance::jaro_winkler;
use crate::level::Level;
use crate::value::{Value, is_han};

/// Fewest characters for a text to count as part of another.
const SHORTEST_PART: usize = 4;

/// - `Close`: one slip, in long texts one for every ten characters.
/// - `Near`: slips in up to a quarter of the characters.
/// - `Related`: one is part of the other, or they begin alike.
///
/// Chinese addresses whose numbers differ are not near: 8号 and 18号 are two houses.
pub(super) fn compare(a: &Value, b: &Value) -> Level {
    let longest = a.chars.len().max(b.chars.len());
    let few = 1.max(longest / 10);
    let many = longest.div_ceil(4);
    let apart = a.slips(b, many);
    let part =
        a.chars.len().min(b.chars.len()) >= SHORTEST_PART && (a.text.contains(&*b.text) || b.text.contains(&*a.text));
    if longest < 3 {
        Level::Differs
    } else if a.chars.iter().any(|c| is_han(*c)) && numbers(&a.chars).ne(numbers(&b.chars)) {
        if part || apart <= few { Level::Related } else { Level::Differs }
    } else if apart <= few {
        Level::Close
    } else if apart <= many {
        Level::Near
    } else if part || jaro_winkler(&a.chars, &b.chars) >= 0.85 {
        Level::Related
    } else {
        Level::Differs
    }
}

fn numbers(chars: &[char]) -> impl Iterator<Item = &[char]> {
    chars.split(|c| !c.is_ascii_digit()).filter(|number| !number.is_empty())
}
