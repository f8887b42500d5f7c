//! Terms of names: by hanzi, by reading, by initials.

use super::Class;
use crate::pinyin::{self, Unit};
use crate::width::is_han;
use crate::{name, width};

/// A name's ends are indexed from each of so many first characters.
const ENDS: usize = 12;

/// Readings and initials are indexed from each of so many first syllables of a person's name …
const PERSON_SYLLABLES: usize = 6;

/// … and of an organisation's.
const ORGANISATION_SYLLABLES: usize = 8;

/// Terms of a name of either kind.
pub fn name_terms(text: &str) -> Vec<String> {
    if name::looks_like_organisation(text) { organisation_terms(text) } else { person_terms(text) }
}

/// Terms of a person's name; a surname with two readings is found by both.
pub fn person_terms(text: &str) -> Vec<String> {
    let units = pinyin::person(text);
    let mut terms = Vec::with_capacity(3 * units.len() + 2);
    hanzi(text, &mut terms);
    readings(&units, PERSON_SYLLABLES, &mut terms);
    if let Some(other) = pinyin::surname_alternate(text)
        && let Some((first, given)) = units.split_first()
    {
        let mut other_units = vec![Unit::Borrowed(other)];
        other_units.extend_from_slice(given);
        terms.push(Class::Pinyin.term(&other_units.concat()));
        if other.as_bytes().first() != first.as_bytes().first() {
            terms.push(Class::Initials.term(&initials(&other_units)));
        }
    }
    terms
}

/// Terms of an organisation's name.
pub fn organisation_terms(text: &str) -> Vec<String> {
    let units = pinyin::organisation(text);
    let mut terms = Vec::with_capacity(28);
    hanzi(text, &mut terms);
    readings(&units, ORGANISATION_SYLLABLES, &mut terms);
    terms
}

/// The name as compared: normalised, lower-case, without dots, blanks and signs. Index and query use the same.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in name::normalise(text).chars() {
        if is_han(c) {
            out.push(c);
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// `n:` terms, of names with hanzi only: Latin names are found by their letters.
fn hanzi(text: &str, terms: &mut Vec<String>) {
    let folded = fold(text);
    if !folded.chars().any(width::is_han) {
        return;
    }
    terms.extend(folded.char_indices().take(ENDS).map(|(at, _)| Class::Name.term(&folded[at..])));
}

/// `p:` and `i:` terms from each of the first syllables on; a single last initial finds too much and is left out.
fn readings(units: &[Unit], most: usize, terms: &mut Vec<String>) {
    let letters = units.concat();
    let mut at = 0;
    for unit in units.iter().take(most) {
        terms.push(Class::Pinyin.term(&letters[at..]));
        at += unit.len();
    }
    let initials = initials(units);
    let count = units.len();
    let starts = initials.char_indices().take(most).enumerate();
    terms.extend(
        starts
            .filter(|(place, _)| *place == 0 || count - place >= 2)
            .map(|(_, (at, _))| Class::Initials.term(&initials[at..])),
    );
}

fn initials(units: &[Unit]) -> String {
    units.iter().filter_map(|unit| unit.chars().next()).collect()
}
