//! Names: hanzi by reading and by character, letters by Jaro and Winkler.

use crate::distance::jaro_winkler;
use crate::level::Level;
use crate::value::Value;

/// Similarity of Jaro and Winkler from which a Latin name is taken for the other with a slip. The bounds only sort
/// pairs into levels; what a level is worth is estimated.
const CLOSE: f64 = 0.92;
/// Below it, there is a likeness.
const NEAR: f64 = 0.84;

/// - `Sounds`: the same pinyin; or hanzi and their own pinyin.
/// - `Close`: one slip in a Latin name; pinyin that is often confused (zhang/zang, lin/ling).
/// - `Near`: several slips; one hanzi of two or more in common.
/// - `Related`: the same initial; one syllable in common.
pub(super) fn compare(a: &Value, b: &Value) -> Level {
    match (&a.sound, &b.sound) {
        (Some(x), Some(y)) if x == y => Level::Sounds,
        (Some(x), Some(y)) if southern(x) == southern(y) => Level::Close,
        (Some(_), Some(_)) => hanzi(a, b),
        (Some(x), None) => mixed(x, &b.text),
        (None, Some(y)) => mixed(y, &a.text),
        (None, None) => letters(a, b),
    }
}

fn letters(a: &Value, b: &Value) -> Level {
    let shorter = a.chars.len().min(b.chars.len());
    let initial = a.chars[0] == b.chars[0];
    if shorter == 1 {
        return if initial { Level::Near } else { Level::Differs };
    }
    let likeness = jaro_winkler(&a.chars, &b.chars);
    if likeness >= CLOSE || (shorter >= 3 && a.slips(b, 1) <= 1) {
        Level::Close
    } else if likeness >= NEAR || a.slips(b, 2) <= (a.chars.len().max(b.chars.len()) / 3).min(2) {
        Level::Near
    } else if initial {
        Level::Related
    } else {
        Level::Differs
    }
}

fn hanzi(a: &Value, b: &Value) -> Level {
    let shared = a.chars.iter().zip(&b.chars).any(|(x, y)| x == y);
    let exchanged = a.chars.len() == 2 && b.chars.len() == 2 && a.chars[0] == b.chars[1] && a.chars[1] == b.chars[0];
    if exchanged || syllables(a) == syllables(b) {
        Level::Close
    } else if shared || a.slips(b, 1) < a.chars.len().max(b.chars.len()).min(2) {
        Level::Near
    } else if heard(a).zip(heard(b)).any(|(x, y)| x == y) {
        Level::Related
    } else {
        Level::Differs
    }
}

fn heard(value: &Value) -> impl Iterator<Item = &str> {
    value.sound.as_deref().unwrap_or_default().split(' ')
}

/// In no order: names whose hanzi were exchanged and misheard.
fn syllables(value: &Value) -> Vec<&str> {
    let mut all: Vec<&str> = heard(value).collect();
    all.sort_unstable();
    all
}

fn mixed(sound: &str, letters: &str) -> Level {
    if sound.split(' ').eq([letters]) || sound.replace(' ', "") == letters { Level::Sounds } else { Level::Differs }
}

/// Pinyin as many hear it: no difference between zh and z, ch and c, sh and s, n and l, -ng and -n, h and f.
fn southern(sound: &str) -> String {
    sound.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ng", "n").replace('l', "n")
}
