//! Canaries: values that stand in one field of one record and nowhere else, valid by the rules of their kind, and found
//! again in whatever is answered.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use identifiers::{Sex, sample};
use kernel::Id;
use records::FieldKind;
use serde_json::Value;

/// Whose knowledge a canary is. Whoever may read one of a canary's claims may find it in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// A field of a record, on whichever anchor.
    Field { kind: &'static str, record: Id, field: &'static str },
    /// What one store knows of a record, under a field's openness where it has one.
    AtStore { kind: &'static str, record: Id, store: Id, field: Option<&'static str> },
    /// What is between two records: whoever reaches both.
    Both { kind: &'static str, one: Id, other: Id },
    /// A field of a record that was put away: the audit log tells of it what it would tell if it were there.
    Gone { kind: &'static str, record: Id, field: &'static str },
    /// That there is an identity paper: whoever sees the number at least masked.
    Paper { record: Id, store: Id },
    /// What stands in an identity paper: whoever sees the number in full, or may reveal it.
    Inside { record: Id, store: Id },
    /// An import of a store: whoever may change its records in bulk.
    Import { kind: &'static str, store: Id },
    /// What people ask of their data: whoever looks after privacy.
    Request,
    /// One person's own.
    Person(Id),
}

/// Makes canaries. The same counter gives the same values.
#[derive(Default)]
pub struct Mint(u64);

impl Mint {
    /// From a number on, for canaries that nobody has.
    pub fn from(first: u64) -> Mint {
        Mint(first)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    /// A word that is no word of any language.
    pub fn word(&mut self) -> String {
        const LETTERS: &[u8] = b"bcdfghjkmnpqrstvwxyz";
        // Multiplied by a number prime to twenty, so that neighbours share no beginning.
        let mut n = self.next() * 40_503 % 3_200_000;
        let mut word = "Qz".to_owned();
        for _ in 0..5 {
            word.push(char::from(LETTERS[(n % 20) as usize]));
            n /= 20;
        }
        word
    }

    /// A name: a compound surname with two rare characters.
    pub fn name(&mut self) -> String {
        let n = self.next() as u32;
        let rare = |at: u32| char::from_u32(0x5C00 + at % 900).unwrap();
        format!("欧阳{}{}", rare(n * 7), rare(n * 31 + 13))
    }

    /// A value for a field, as a form takes it; none where the kind of field has too few values to be told apart.
    pub fn value(&mut self, kind: FieldKind) -> Option<String> {
        let n = self.0 + 1;
        Some(match kind {
            FieldKind::Text | FieldKind::LongText => self.word(),
            FieldKind::Name => self.name(),
            FieldKind::Phone => sample::mobile(self.next() + 77_000)[3..].to_owned(),
            FieldKind::Plate => sample::plate(self.next() + 900),
            FieldKind::Vin => sample::vin(self.next() + 5_000, "LSV", 'R'),
            FieldKind::Uscc => sample::uscc(self.next() + 300),
            FieldKind::Email => format!("{}@example.com", self.word().to_lowercase()),
            FieldKind::ResidentId => {
                let born = NaiveDate::from_ymd_opt(1961, 3, 1).unwrap() + Days::new(self.next() % 9_000);
                sample::resident_id(n, born, Sex::Female)
            }
            FieldKind::Date => (NaiveDate::from_ymd_opt(1951, 1, 1).unwrap() + Days::new(self.next() * 3)).to_string(),
            _ => return None,
        })
    }
}

/// The forms in which a value may be written, without blanks. Empty where a value is not to be told from others.
pub fn forms(kind: FieldKind, value: &Value) -> Vec<String> {
    let Some(text) = value.as_str() else { return Vec::new() };
    match kind {
        FieldKind::Phone => {
            let national = identifiers::phone::national(text);
            vec![text.to_owned(), national]
        }
        FieldKind::Date => match text.parse::<NaiveDate>() {
            Ok(day) => {
                let written = [ui::Lang::ZhCn, ui::Lang::En].map(|lang| ui::date_text(day, lang));
                written.into_iter().chain([text.to_owned()]).map(|t| compact(&t)).collect()
            }
            Err(_) => Vec::new(),
        },
        FieldKind::Text | FieldKind::LongText | FieldKind::Email => vec![compact(text)],
        FieldKind::Name => {
            // A name leaves traces in the order of lists and in what is searched for.
            let reading = identifiers::pinyin::sort_key(text);
            std::iter::once(compact(text)).chain((reading.len() > 9).then(|| compact(&reading))).collect()
        }
        FieldKind::Plate | FieldKind::Vin | FieldKind::ResidentId | FieldKind::Uscc => vec![compact(text)],
        _ => Vec::new(),
    }
}

/// A text without the marks that people read by: tags, blanks, entities.
pub fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside || c.is_whitespace() => {}
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{200b}' => {}
            c => out.push(c),
        }
    }
    out
}

/// All canaries, to be looked for together.
#[derive(Default)]
pub struct Net {
    claims: HashMap<String, Vec<Claim>>,
    /// Lengths of canaries in bytes, by their first two bytes.
    lengths: HashMap<[u8; 2], Vec<usize>>,
}

impl Net {
    /// Hangs a canary out.
    pub fn add(&mut self, text: &str, claim: Claim) {
        // What is shorter stands in other texts by chance.
        if text.len() < 6 {
            return;
        }
        let bytes = text.as_bytes();
        let lengths = self.lengths.entry([bytes[0], bytes[1]]).or_default();
        if !lengths.contains(&bytes.len()) {
            lengths.push(bytes.len());
        }
        let claims = self.claims.entry(text.to_owned()).or_default();
        if !claims.contains(&claim) {
            claims.push(claim);
        }
    }

    /// Who claims a text that is a canary.
    pub fn claims(&self, text: &str) -> &[Claim] {
        self.claims.get(text).map_or(&[], Vec::as_slice)
    }

    /// The canaries in a text.
    pub fn caught<'a>(&'a self, text: &str) -> Vec<&'a str> {
        let mut flagged = vec![false; 65_536];
        for head in self.lengths.keys() {
            flagged[usize::from(u16::from_be_bytes(*head))] = true;
        }
        let bytes = text.as_bytes();
        let mut found: Vec<&str> = Vec::new();
        for at in 0..bytes.len().saturating_sub(1) {
            let head = [bytes[at], bytes[at + 1]];
            if !flagged[usize::from(u16::from_be_bytes(head))] {
                continue;
            }
            for length in &self.lengths[&head] {
                let Some(part) = text.get(at..at + length) else { continue };
                // A run of digits that goes on is another number.
                let number = part.bytes().all(|b| b.is_ascii_digit());
                let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
                if number && (digit(bytes.get(at + length)) || at > 0 && digit(bytes.get(at - 1))) {
                    continue;
                }
                if let Some((known, _)) = self.claims.get_key_value(part)
                    && !found.contains(&known.as_str())
                {
                    found.push(known);
                }
            }
        }
        found
    }
}
