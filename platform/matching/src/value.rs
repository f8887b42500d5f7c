//! One value in the form in which it is compared. What was typed stays with the caller.

use identifiers::{address, email, name, phone, pinyin, plate, vin};

use crate::slot::Slot;
use crate::{Role, date, distance};

/// A value of one slot, normalised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What it is compared with.
    pub slot: Slot,
    /// The normal form; equal values have equal forms.
    pub text: Box<str>,
    pub(crate) chars: Box<[char]>,
    /// How hanzi are read, syllables joined by blanks; `None` without hanzi.
    pub(crate) sound: Option<Box<str>>,
    /// Which characters occur; see [`distance::signature`].
    signature: u64,
}

impl Value {
    fn new(slot: Slot, text: String) -> Option<Self> {
        if text.is_empty() || is_filler(&text) {
            return None;
        }
        let is_name = matches!(slot, Slot::Surname | Slot::Given | Slot::Whole);
        let sound = (is_name && text.chars().any(is_han)).then(|| sound(slot, &text).into());
        let chars: Box<[char]> = text.chars().collect();
        Some(Self { slot, signature: distance::signature(&chars), chars, text: text.into(), sound })
    }

    /// A value already in its normal form.
    pub(crate) fn known(slot: Slot, text: &str) -> Self {
        Self { slot, text: text.into(), chars: text.chars().collect(), sound: None, signature: 0 }
    }

    /// How many slips make one of the other, up to `limit`; `limit + 1` beyond.
    pub(crate) fn slips(&self, other: &Value, limit: usize) -> usize {
        if distance::is_beyond(self.signature, other.signature, limit) {
            return limit + 1;
        }
        distance::alignment(&self.chars, &other.chars, limit)
    }

    pub(crate) fn is_han(&self) -> bool {
        self.sound.is_some()
    }
}

/// Hanzi and signs beside them; enough to tell a Chinese name from a Latin one.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0x20000..=0x3FFFF | 0xF900..=0xFAFF)
}

/// What people write where they know nothing.
fn is_filler(text: &str) -> bool {
    let filler = ["无", "不详", "未知", "暂无", "没有", "null", "none", "na", "nan", "nil", "unknown", "-", "x", "xx"];
    filler.contains(&text) || text.chars().all(|c| matches!(c, '-' | '.' | '?' | '*' | '/'))
}

fn sound(slot: Slot, text: &str) -> String {
    let units = match slot {
        Slot::Surname => pinyin::person(text),
        Slot::Given => text.chars().map(|c| pinyin::reading(c).map_or(c.to_string().into(), Into::into)).collect(),
        _ => pinyin::units(text),
    };
    units.join(" ")
}

/// The values a typed text has in a role: a full name gives surname and given name, a cell may hold two numbers. `line`
/// is the place of the column among those of this role, from 0. Nothing for an empty text or a filler (无, n/a).
pub fn read(role: Role, line: usize, raw: &str) -> Vec<Value> {
    let raw = raw.trim();
    let one = |slot, text: String| Value::new(slot, text).into_iter().collect::<Vec<_>>();
    match role {
        Role::Surname => one(Slot::Surname, word(raw)),
        Role::GivenName => one(Slot::Given, word(raw)),
        Role::FullName => full_name(raw),
        Role::Sex => sex(raw).map(|sex| one(Slot::Sex, sex.into())).unwrap_or_default(),
        Role::BirthDate => one(Slot::Birth, date::normalise(raw)),
        Role::StreetNumber => one(Slot::Number, pinyin::fold_letters(raw)),
        Role::Address => one(if line == 0 { Slot::Address } else { Slot::Address2 }, place(raw)),
        Role::Suburb => one(Slot::Suburb, place(raw)),
        Role::Postcode => one(Slot::Postcode, without_decimals(&pinyin::fold_letters(raw))),
        Role::State => one(Slot::State, place(raw)),
        Role::Phone => several(raw).filter_map(|part| Value::new(Slot::Phone, number(part)?)).collect(),
        Role::Email => one(Slot::Email, email::normalise(raw).to_lowercase()),
        Role::Plate => several(raw).filter_map(|part| Value::new(Slot::Plate, plate::fold(part))).collect(),
        Role::Vin => several(raw).filter_map(|part| Value::new(Slot::Vin, vin::fold(part))).collect(),
        Role::IdNumber => one(Slot::IdNumber, pinyin::fold_letters(raw)),
    }
}

/// One word of a name: hanzi as they are, letters folded and without signs, so that `O'Neil` is `oneil`.
fn word(raw: &str) -> String {
    let name = name::normalise(raw);
    if name.chars().any(is_han) { name } else { pinyin::fold_letters(&name) }
}

/// Surname and given name where the name can be cut; 王先生 gives a surname and a sex; an organisation stays whole.
fn full_name(raw: &str) -> Vec<Value> {
    let text = name::normalise(raw);
    if name::looks_like_organisation(&text) {
        return Value::new(Slot::Whole, pinyin::fold_letters(&text)).into_iter().collect();
    }
    let mut out = Vec::new();
    if let Some(called) = name::salutation(&text) {
        out.extend(Value::new(Slot::Surname, called.surname.to_owned()));
        out.extend(Value::new(Slot::Given, called.given.to_owned()));
        out.extend(
            called.sex.and_then(|sex| {
                Value::new(Slot::Sex, if sex == identifiers::Sex::Male { "m" } else { "f" }.to_owned())
            }),
        );
    } else if let Some(cut) = name::split(&text) {
        out.extend(Value::new(Slot::Surname, cut.surname.to_owned()));
        out.extend(Value::new(Slot::Given, cut.given.to_owned()));
    } else if text.chars().any(is_han) {
        out.extend(Value::new(Slot::Whole, pinyin::fold_letters(&text)));
    } else if let Some((surname, given)) = text.split_once(',') {
        out.extend(Value::new(Slot::Surname, word(surname)));
        out.extend(Value::new(Slot::Given, word(given)));
    } else if let Some((given, surname)) = text.rsplit_once(' ') {
        out.extend(Value::new(Slot::Surname, word(surname)));
        out.extend(Value::new(Slot::Given, word(given)));
    } else {
        out.extend(Value::new(Slot::Whole, word(&text)));
    }
    out
}

fn place(raw: &str) -> String {
    if raw.chars().any(is_han) { address::fold(raw) } else { pinyin::fold_letters(raw) }
}

fn sex(raw: &str) -> Option<&'static str> {
    match raw.to_lowercase().as_str() {
        "男" | "男性" | "m" | "male" | "man" | "1" => Some("m"),
        "女" | "女性" | "f" | "female" | "woman" | "2" | "0" => Some("f"),
        _ => None,
    }
}

/// Parts of a cell in which people write more than one.
fn several(raw: &str) -> impl Iterator<Item = &str> {
    raw.split(['/', ',', ';', '、', '，', '；', '|', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Fewest digits of a number by which anyone can be reached.
const SHORTEST_NUMBER: usize = 6;

/// A number as it is stored, else its digits; nothing for too few, or for one digit repeated, which fills a field.
fn number(raw: &str) -> Option<String> {
    let read = phone::parse(raw);
    let text = if read.verdict.is_storable() {
        read.value
    } else {
        without_decimals(raw).chars().filter(char::is_ascii_digit).collect()
    };
    let digits = || text.chars().filter(char::is_ascii_digit);
    let varied = digits().collect::<std::collections::BTreeSet<_>>().len() > 1;
    (digits().count() >= SHORTEST_NUMBER && varied).then_some(text)
}

/// `4011.0` is how a spreadsheet writes 4011.
fn without_decimals(raw: &str) -> String {
    raw.strip_suffix(".0").unwrap_or(raw).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(role: Role, raw: &str) -> Vec<(Slot, String)> {
        read(role, 0, raw).into_iter().map(|v| (v.slot, v.text.into())).collect()
    }

    /// CUS-07: names are cut as domain.md §4.7 says.
    #[test]
    fn names_are_cut() {
        let pair = |a: &str, b: &str| vec![(Slot::Surname, a.to_owned()), (Slot::Given, b.to_owned())];
        assert_eq!(texts(Role::FullName, "欧阳娜娜"), pair("欧阳", "娜娜"));
        assert_eq!(texts(Role::FullName, "John F. O'Neil"), pair("oneil", "johnf"));
        assert_eq!(texts(Role::FullName, "O'Neil, John"), pair("oneil", "john"));
        assert_eq!(texts(Role::FullName, "王先生"), [(Slot::Surname, "王".to_owned()), (Slot::Sex, "m".to_owned())]);
        assert_eq!(texts(Role::FullName, "上海大众汽车有限公司")[0].0, Slot::Whole);
        assert!(texts(Role::FullName, " 无 ").is_empty());
    }

    /// CUS-07: what fills a field without saying anything is no evidence.
    #[test]
    fn fillers_are_nothing() {
        assert!(texts(Role::Phone, "00000000000").is_empty());
        assert!(texts(Role::Phone, "123").is_empty());
        assert!(texts(Role::Address, "-").is_empty());
        assert_eq!(texts(Role::Phone, "138-1234-5678 / 021 6123 4567").len(), 2);
        assert_eq!(texts(Role::Plate, "沪a·O1234"), texts(Role::Plate, "沪A01234"));
    }
}
