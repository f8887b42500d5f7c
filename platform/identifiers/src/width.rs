//! Full-width, half-width and look-alike characters: input methods produce １, Ａ and ideographic spaces.
//!
//! Folding works character by character (NFKC of each one), never across characters: so dropping characters on the
//! way cannot make two neighbours compose, and every normal form built on it is idempotent.

use std::iter::once;
use unicode_normalization::UnicodeNormalization;

/// Calls `each` with the compatibility form of every character of `input`.
pub(crate) fn fold(input: &str, mut each: impl FnMut(char)) {
    for c in input.chars() {
        if c.is_ascii() || is_unified_han(c) {
            each(c);
        } else {
            once(c).nfkc().for_each(&mut each);
        }
    }
}

/// The normal form of codes: folded, ASCII letters upper-case, and without the characters `dropped` names.
pub(crate) fn code(input: &str, dropped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(input.len());
    fold(input, |c| {
        if !is_blank(c) && !dropped(c) {
            out.push(c.to_ascii_uppercase());
        }
    });
    out
}

/// Folded, trimmed, each run of blanks as one space, and every character changed by `each`.
pub(crate) fn single_blanks(input: &str, each: impl Fn(char) -> char) -> String {
    let mut out = String::with_capacity(input.len());
    let mut gap = false;
    fold(input, |c| {
        if is_blank(c) {
            gap = !out.is_empty();
        } else {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(each(c));
        }
    });
    out
}

/// White space, control characters and the invisible marks that pasted text carries.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{AD}')
}

/// Hyphens, dashes and the minus sign, all of which people type for a hyphen.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}')
}

/// The middle dots people type for U+00B7 (§4.2, §4.7). The full stop is not among them: it needs its context.
pub(crate) fn is_middle_dot(c: char) -> bool {
    matches!(c, '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{30FB}' | '\u{FF65}' | '\u{2219}' | '\u{22C5}' | '\u{387}')
}

/// A basic unified ideograph, which no folding changes: the fast path.
fn is_unified_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FA5}').contains(&c)
}

/// A hanzi in the widest sense: all extension blocks, 〇, 々, and private-use glyphs, which GB 18030 systems use for
/// rare names (§4.7).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3005}' | '\u{3007}' | '\u{F900}'..='\u{FAFF}'
        | '\u{E000}'..='\u{F8FF}' | '\u{20000}'..='\u{3FFFD}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// `text` with everything but its first `head` and last `tail` characters replaced by `fill`, at least one of it.
/// A text too short to hide anything that way is hidden wholly.
pub(crate) fn mask(text: &str, head: usize, tail: usize, fill: &str) -> String {
    let length = text.chars().count();
    if length <= head + tail {
        return "*".repeat(length);
    }
    let mut out: String = text.chars().take(head).collect();
    out.push_str(fill);
    out.extend(text.chars().skip(length - tail));
    out
}

/// The last `count` characters of `text`.
pub(crate) fn tail(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    if count == 0 { "" } else { &text[start..] }
}
