//! Search as you type: the terms under which names, phones, plates, VINs and numbers are indexed, and the prefixes to
//! look for when a person types.
//!
//! A term is a lower-case string that begins with the letter of its [`Class`] and a colon. A query is a prefix of
//! terms, so that every database answers it with one range scan over a binary-collated index:
//! `term >= prefix AND term < prefix || U+10FFFF` ([`Query::range`]).
//!
//! | Class | Term | Found by |
//! |---|---|---|
//! | `n:` | name without dots and blanks, and its ends | any part of a name in hanzi |
//! | `p:` | letters of the reading, from each syllable on | pinyin, Latin names |
//! | `i:` | first letters of the syllables, from each on | initials |
//! | `d:` | phone digits reversed | the tail of a phone |
//! | `f:` | phone digits | the beginning of a phone |
//! | `v:` | VIN reversed | the tail of a VIN |
//! | `w:` | VIN | the beginning of a VIN |
//! | `t:` | plate folded, reversed | the tail of a plate |
//! | `l:` | plate folded, without province | a plate as typed at home |
//! | `k:` | plate folded | a plate with province |
//! | `#:` | order, contract, customer … number without signs | the beginning of a number |
//!
//! Plates are folded 0/O and 1/I, VINs also Q, on both sides.

mod name;
mod query;

pub use name::{name_terms, organisation_terms, person_terms};
pub use query::{Query, query_groups, query_terms};

use crate::{phone, plate, vin, width};

/// Longest term, class included, in code points. Queries are cut alike.
pub const LONGEST_TERM: usize = 40;

/// Kind of term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// `n:`
    Name,
    /// `p:`
    Pinyin,
    /// `i:`
    Initials,
    /// `d:`
    PhoneTail,
    /// `f:`
    Phone,
    /// `v:`
    VinTail,
    /// `w:`
    Vin,
    /// `t:`
    PlateTail,
    /// `l:`
    PlateLocal,
    /// `k:`
    Plate,
    /// `#:`
    Number,
}

impl Class {
    /// The letter before the colon.
    pub const fn letter(self) -> char {
        match self {
            Class::Name => 'n',
            Class::Pinyin => 'p',
            Class::Initials => 'i',
            Class::PhoneTail => 'd',
            Class::Phone => 'f',
            Class::VinTail => 'v',
            Class::Vin => 'w',
            Class::PlateTail => 't',
            Class::PlateLocal => 'l',
            Class::Plate => 'k',
            Class::Number => '#',
        }
    }

    /// The term of this class for `text`, which is folded already.
    fn term(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        out.push(self.letter());
        out.push(':');
        out.push_str(cut(text));
        out
    }

    /// The term for `text` read backwards.
    fn reversed(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        out.push(self.letter());
        out.push(':');
        out.extend(text.chars().rev().take(LONGEST_TERM - 2));
        out
    }
}

/// The part of `text` a term has room for.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST_TERM - 2 {
        return text;
    }
    text.char_indices().nth(LONGEST_TERM - 2).map_or(text, |(end, _)| &text[..end])
}

/// Terms of a phone number as stored: reversed and forward, a landline also without its area code.
pub fn phone_terms(value: &str) -> Vec<String> {
    let national = phone::national(value);
    let digits: String = national.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return Vec::new();
    }
    let mut terms = vec![Class::PhoneTail.reversed(&digits), Class::Phone.term(&digits)];
    let landline = value.starts_with("+86") && digits.starts_with('0');
    if let Some(local) = digits.get(if digits.starts_with("01") || digits.starts_with("02") { 3.. } else { 4.. })
        && landline
    {
        terms.push(Class::Phone.term(local));
    }
    terms
}

/// Terms of a plate: tail, whole, and without its province.
pub fn plate_terms(plate: &str) -> Vec<String> {
    let folded = plate::fold(plate);
    if folded.is_empty() {
        return Vec::new();
    }
    let local = folded.strip_prefix(plate::is_province).unwrap_or(&folded);
    let mut terms = vec![Class::PlateTail.reversed(&folded), Class::Plate.term(&folded)];
    if !local.is_empty() {
        terms.push(Class::PlateLocal.term(local));
    }
    terms
}

/// Terms of a VIN or chassis number: tail and whole.
pub fn vin_terms(vin: &str) -> Vec<String> {
    let folded = vin::fold(vin);
    if folded.is_empty() {
        return Vec::new();
    }
    vec![Class::VinTail.reversed(&folded), Class::Vin.term(&folded)]
}

/// Terms of an order, contract, invoice or customer number: without signs, and its last group (the running number of
/// `SO-2026-0042`), which people quote alone.
pub fn number_terms(number: &str) -> Vec<String> {
    let mut groups: Vec<String> = vec![String::new()];
    width::fold(number, |c| match groups.last_mut() {
        Some(group) if c.is_alphanumeric() => group.extend(c.to_lowercase()),
        Some(group) if !group.is_empty() => groups.push(String::new()),
        _ => {}
    });
    groups.retain(|group| !group.is_empty());
    let whole = groups.concat();
    let mut terms = Vec::with_capacity(2);
    if !whole.is_empty() {
        terms.push(Class::Number.term(&whole));
    }
    if groups.len() > 1
        && let Some(last) = groups.last()
    {
        terms.push(Class::Number.term(last));
    }
    terms
}

#[cfg(test)]
mod tests;
