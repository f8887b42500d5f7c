//! What a person typed into the search box, read as prefixes of terms: best guess first.

use super::{Class, cut, name};
use crate::width::{self, is_blank, is_han};
use crate::{name as names, phone, pinyin, plate, vin};

/// One prefix to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    /// Kind of term looked for.
    pub class: Class,
    /// The prefix, class included: `i:wxm`.
    pub prefix: String,
}

impl Query {
    fn new(class: Class, text: &str) -> Self {
        Self { class, prefix: class.term(cut(text)) }
    }

    fn reversed(class: Class, text: &str) -> Self {
        Self { class, prefix: class.reversed(text) }
    }

    /// Bounds of the range scan, the upper one exclusive: `term >= from AND term < to`.
    pub fn range(&self) -> (String, String) {
        (self.prefix.clone(), format!("{}{}", self.prefix, char::MAX))
    }

    /// Whether `term` answers this query.
    pub fn finds(&self, term: &str) -> bool {
        term.starts_with(&self.prefix)
    }
}

/// Fewest digits or characters that are taken for a tail of a phone or VIN: shorter ones find half the town.
const SHORTEST_TAIL: usize = 4;

/// Longest plate with its province.
const LONGEST_PLATE: usize = 8;

/// The prefixes for one thing typed; any of them may answer. Empty for an input without letters and digits.
pub fn query_terms(input: &str) -> Vec<Query> {
    let mut text = String::with_capacity(input.len());
    let mut among = Script::default();
    width::fold(input, |c| {
        if is_blank(c) {
            return;
        }
        among.see(c);
        text.extend(c.to_lowercase());
    });
    let mut queries = match among {
        Script { han: true, .. } => with_hanzi(input, &text, among),
        Script { digits: true, letters: false, .. } => digits(&text),
        Script { digits: false, letters: true, .. } => letters(input, &text),
        Script { digits: true, letters: true, .. } => mixed(input, &text),
        Script { .. } => Vec::new(),
    };
    let mut seen = 0;
    while seen < queries.len() {
        let (before, rest) = queries.split_at(seen);
        let useless = rest[0].prefix.chars().nth(2).is_none() || before.contains(&rest[0]);
        if useless {
            queries.remove(seen);
        } else {
            seen += 1;
        }
    }
    queries
}

/// Several things typed with blanks between them: each group must be answered, by any of its prefixes. Blanks inside
/// one thing (`138 1234 5678`, `沪A 12345`, `John Smith`, `王 伟`) do not part it; a name and a number do (`王伟 5678`).
pub fn query_groups(input: &str) -> Vec<Vec<Query>> {
    let mut groups: Vec<(bool, String)> = Vec::new();
    for word in input.split(is_blank).filter(|word| !word.is_empty()) {
        let is_name = is_name_word(word);
        match groups.last_mut() {
            Some((last_is_name, text)) if *last_is_name == is_name => {
                text.push(' ');
                text.push_str(word);
            }
            _ => groups.push((is_name, word.to_owned())),
        }
    }
    groups.iter().map(|(_, text)| query_terms(text)).filter(|queries| !queries.is_empty()).collect()
}

/// Hanzi or several letters without digits; a province, or one letter, is the beginning of a plate.
fn is_name_word(word: &str) -> bool {
    let mut script = Script::default();
    width::fold(word, |c| script.see(c));
    let single = word.chars().nth(1).is_none();
    let plate_head =
        word.chars().next().is_some_and(plate::is_province) && word.chars().skip(1).all(|c| c.is_ascii_alphabetic());
    !script.digits && !plate_head && (script.han || !single)
}

/// Which kinds of characters occur.
#[derive(Clone, Copy, Default)]
struct Script {
    han: bool,
    digits: bool,
    letters: bool,
}

impl Script {
    fn see(&mut self, c: char) {
        self.han |= is_han(c);
        self.digits |= c.is_ascii_digit();
        self.letters |= c.is_alphabetic() && !is_han(c);
    }
}

/// Digits alone: the tail of a phone, plate or VIN, the beginning of a phone or number.
fn digits(text: &str) -> Vec<Query> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let length = digits.len();
    let number = Query::new(Class::Number, &digits);
    if length < SHORTEST_TAIL {
        return vec![number, Query::reversed(Class::PlateTail, &digits), Query::new(Class::Name, &digits)];
    }
    let read = phone::parse(text);
    if matches!(read.kind, phone::Kind::Mobile | phone::Kind::Landline | phone::Kind::Foreign) {
        let whole: String = phone::national(&read.value).chars().filter(char::is_ascii_digit).collect();
        return vec![Query::new(Class::Phone, &whole), number, Query::reversed(Class::PhoneTail, &digits)];
    }
    let tail = Query::reversed(Class::PhoneTail, &digits);
    let plate = Query::reversed(Class::PlateTail, &digits);
    let vin = Query::reversed(Class::VinTail, &digits);
    let phone = Query::new(Class::Phone, &digits);
    let begins_phone = digits.starts_with(['0', '1']) || digits.starts_with("400") || length > 6;
    let mut queries = match length {
        4 | 5 => vec![tail, plate, vin],
        // The workshop names a car by the last six of its VIN.
        6 => vec![vin, tail, plate],
        _ => vec![tail, vin],
    };
    if begins_phone {
        let at = if length > 6 { 0 } else { queries.len() };
        queries.insert(at, phone);
    }
    if length == vin::LENGTH {
        queries.insert(0, Query::new(Class::Vin, &digits));
    }
    queries.push(number);
    queries
}

/// Letters alone: a name's reading or initials, the beginning of a VIN, number or plate.
fn letters(input: &str, text: &str) -> Vec<Query> {
    let folded = pinyin::fold_letters(text);
    let mut spelt = vec![Query::new(Class::Pinyin, &folded)];
    // Readings are indexed with v for ü. Passports spell it yu; but linyu may be 林雨 and Lübeck a name: both are sought.
    let umlaut = pinyin::fold_letters(&text.replace("lü", "lv").replace("nü", "nv"));
    let umlaut = umlaut.replace("lyu", "lv").replace("nyu", "nv");
    if umlaut != folded {
        spelt.push(Query::new(Class::Pinyin, &umlaut));
    }
    let initials = Query::new(Class::Initials, &folded);
    let has_vowel = folded.contains(['a', 'e', 'i', 'o', 'u', 'v']);
    let mut queries = if has_vowel {
        spelt.push(initials);
        spelt
    } else {
        spelt.insert(0, initials);
        spelt
    };
    if folded.len() >= 3 {
        queries.push(Query::new(Class::Vin, &vin::fold(&folded)));
    }
    queries.push(Query::new(Class::Number, &folded));
    if !text.is_ascii() {
        queries.push(Query::new(Class::Name, &name::fold(input)));
    }
    queries
}

/// Letters and digits: a plate as typed at home, a VIN, a number, a name such as 4S.
fn mixed(input: &str, text: &str) -> Vec<Query> {
    let code: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let length = code.chars().count();
    let plate = plate::fold(&code);
    let vin = vin::fold(&code);
    let mut queries = Vec::with_capacity(7);
    if length == vin::LENGTH {
        queries.push(Query::new(Class::Vin, &vin));
    }
    if length <= LONGEST_PLATE {
        queries.push(Query::new(Class::PlateLocal, &plate));
        // A military plate has no province, so that whole and local form are the same.
        queries.push(Query::reversed(Class::PlateTail, &plate));
    }
    if length >= SHORTEST_TAIL && length != vin::LENGTH {
        queries.push(Query::reversed(Class::VinTail, &vin));
    }
    if length >= 3 && length != vin::LENGTH {
        queries.push(Query::new(Class::Vin, &vin));
    }
    queries.push(Query::new(Class::Number, &code));
    queries.push(Query::new(Class::Pinyin, &pinyin::fold_letters(&code)));
    queries.push(Query::new(Class::Name, &name::fold(input)));
    queries
}

/// Hanzi, perhaps among letters and digits: a plate with province or with a character at its end, else a name.
fn with_hanzi(input: &str, text: &str, script: Script) -> Vec<Query> {
    let folded = name::fold(input);
    let named = Query::new(Class::Name, &folded);
    let plate = plate::fold(text);
    let length = plate.chars().count();
    let whole = Query::new(Class::Plate, &plate);
    let begins_plate = plate.starts_with(plate::is_province);
    let is_code = script.digits || script.letters;
    let mut queries = Vec::with_capacity(4);
    if is_code && begins_plate {
        queries.push(whole);
        queries.push(named);
    } else if is_code && length <= LONGEST_PLATE + 1 {
        queries.push(named);
        queries.push(Query::reversed(Class::PlateTail, &plate));
        queries.push(Query::new(Class::PlateLocal, &plate));
        queries.push(whole);
    } else {
        queries.push(named);
        if begins_plate && length == 1 {
            queries.push(whole);
        }
    }
    let name = names::normalise(input);
    if let Some(found) = names::salutation(&name) {
        // 王先生 is sought as written first, then everyone called 王 or by the whole name.
        queries.push(Query::new(Class::Name, &format!("{}{}", found.surname, found.given)));
    }
    // A number may hold hanzi: 沪销字2026-1.
    if script.digits {
        let number: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        queries.push(Query::new(Class::Number, &number));
    }
    queries
}
