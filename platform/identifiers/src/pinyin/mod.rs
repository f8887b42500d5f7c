//! Readings of names 拼音 (domain.md §4.7): syllables, initials and the key by which lists of names are sorted.
//!
//! `ü` is written `v`, as input methods have it; [`passport`] writes it YU.

mod readings;
mod sort_key;

pub use readings::surname_alternate;
pub use sort_key::sort_key;

use crate::name;
use crate::width::is_han;
use ::pinyin::ToPinyin;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// One syllable of a hanzi, one word of another script, or a hanzi without known reading as itself; lower-case.
pub type Unit = Cow<'static, str>;

/// The units of a name of either kind: a person's with surname readings, see [`person`], an organisation's with the
/// readings of words, see [`organisation`].
pub fn units(text: &str) -> Vec<Unit> {
    if name::looks_like_organisation(text) { organisation(text) } else { person(text) }
}

/// The units of a person's name. The surname is read as a surname: 曾 zeng, 单 shan, 尉迟 yu chi.
pub fn person(text: &str) -> Vec<Unit> {
    let name = name::normalise(text);
    let mut units = plain(&name);
    if let Some(readings) = readings::surname(&name) {
        for (unit, reading) in units.iter_mut().zip(readings) {
            *unit = Cow::Borrowed(reading);
        }
    }
    units
}

/// The units of an organisation's name. Words with a reading of their own are known: 银行 yin hang, 重庆 chong qing.
pub fn organisation(text: &str) -> Vec<Unit> {
    spell(&name::normalise(text), readings::word)
}

fn plain(text: &str) -> Vec<Unit> {
    spell(text, |_| None)
}

/// Spells `text`; `word` may know the readings of the first hanzi of what is left.
fn spell(text: &str, word: impl Fn(&str) -> Option<&'static [&'static str]>) -> Vec<Unit> {
    let mut units = Vec::with_capacity(4);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if is_han(c) {
            let known = word(rest).unwrap_or(&[]);
            if known.is_empty() {
                units.push(hanzi(c));
                rest = &rest[c.len_utf8()..];
            } else {
                units.extend(known.iter().map(|reading| Cow::Borrowed(*reading)));
                let end = rest.char_indices().nth(known.len()).map_or(rest.len(), |(at, _)| at);
                rest = &rest[end..];
            }
        } else {
            let end = rest.find(|c: char| is_han(c) || !is_letter(c)).unwrap_or(rest.len());
            if end == 0 {
                rest = &rest[c.len_utf8()..];
            } else {
                let letters = fold_letters(&rest[..end]);
                if !letters.is_empty() {
                    units.push(Cow::Owned(letters));
                }
                rest = &rest[end..];
            }
        }
    }
    units
}

/// The reading of one hanzi, or the hanzi itself.
fn hanzi(c: char) -> Unit {
    match reading(c) {
        Some(reading) => Cow::Borrowed(reading),
        None => Cow::Owned(c.to_string()),
    }
}

/// The usual reading of a hanzi, in ASCII letters.
pub fn reading(c: char) -> Option<&'static str> {
    if let Some(reading) = readings::missing(c) {
        return Some(reading);
    }
    match c.to_pinyin()?.plain() {
        "lü" => Some("lv"),
        "lüe" => Some("lve"),
        "nü" => Some("nv"),
        "nüe" => Some("nve"),
        ascii => Some(ascii),
    }
}

/// Letters, digits and the marks upon letters belong to a word; an apostrophe joins (O'Neil).
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || matches!(c, '\'' | '\u{2019}')
}

/// Lower case without marks: Müller → muller, Łódź → lodz. Other scripts stay, lower-case.
pub fn fold_letters(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// All letters of a name without separators: 王小明 → wangxiaoming.
pub fn full(text: &str) -> String {
    units(text).concat()
}

/// The first letter of every unit: 王小明 → wxm.
pub fn initials(text: &str) -> String {
    units(text).iter().filter_map(|unit| unit.chars().next()).collect()
}

/// As passports spell it, upper-case, surname apart: 吕小明 → LYU XIAOMING.
pub fn passport(text: &str) -> String {
    let name = name::normalise(text);
    let units = person(&name);
    let surname = name::split(&name).map_or(0, |split| split.surname.chars().count());
    let mut out = String::new();
    for (at, unit) in units.iter().enumerate() {
        if at > 0 && (at == surname || surname == 0) {
            out.push(' ');
        }
        let upper = unit.to_uppercase();
        match unit.as_ref() {
            "lv" | "lve" | "nv" | "nve" => out.push_str(&upper.replace('V', "YU")),
            _ => out.push_str(&upper),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-01: the surname readings of domain.md §4.7.
    #[test]
    fn surnames() {
        for (name, letters) in [
            ("曾伟", "zengwei"),
            ("单伟", "shanwei"),
            ("解伟", "xiewei"),
            ("仇伟", "qiuwei"),
            ("查伟", "zhawei"),
            ("区伟", "ouwei"),
            ("朴伟", "piaowei"),
            ("盖伟", "gewei"),
            ("缪伟", "miaowei"),
            ("翟伟", "zhaiwei"),
            ("任伟", "renwei"),
            ("华伟", "huawei"),
            ("宁伟", "ningwei"),
            ("覃伟", "qinwei"),
            ("尉迟恭", "yuchigong"),
            ("万俟伟", "moqiwei"),
            ("长孙伟", "zhangsunwei"),
            ("曾", "zeng"),
            ("吕伟", "lvwei"),
            ("王解", "wangjie"),
        ] {
            assert_eq!(full(name), letters, "{name}");
        }
        assert_eq!(surname_alternate("覃伟"), Some("tan"));
        assert_eq!(surname_alternate("曾伟"), Some("ceng"));
        assert_eq!(surname_alternate("王伟"), None);
    }

    /// CUS-01: other scripts, rare hanzi, organisations.
    #[test]
    fn spells() {
        assert_eq!(full("王小明"), "wangxiaoming");
        assert_eq!(initials("王小明"), "wxm");
        assert_eq!(units("John F. O'Neil-Müller"), ["john", "f", "oneil", "muller"]);
        assert_eq!(units("买买提·吐尔逊"), ["mai", "mai", "ti", "tu", "er", "xun"]);
        assert_eq!(units("𠮷㛃䶮"), ["ji", "jie", "yan"]);
        assert_eq!(units("\u{E001}王"), ["\u{E001}", "wang"]);
        assert_eq!(full("重庆银行"), "chongqingyinhang");
        assert_eq!(full("单县长城汽车销售有限公司"), "shanxianchangchengqichexiaoshouyouxiangongsi");
        assert_eq!(units("4S店"), ["4s", "dian"]);
        assert_eq!(units("？！"), Vec::<Unit>::new());
        assert_eq!(passport("吕小明"), "LYU XIAOMING");
        assert_eq!(passport("欧阳修"), "OUYANG XIU");
        assert_eq!(passport("John Smith"), "JOHN SMITH");
    }
}
