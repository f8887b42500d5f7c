//! Rules of definitions, without a database.

use std::collections::BTreeSet;

use super::model::{Definition, Draft, PREFIX, Type};
use crate::commands::FieldError;

/// The most characters of a key.
pub const KEY_LENGTH: usize = 30;
/// The most characters of a label.
const LABEL_LENGTH: usize = 40;
/// The most characters of a help text.
const HELP_LENGTH: usize = 200;
/// The most fields of one noun, those out of use left aside: a form with more is no form.
pub(super) const MOST: usize = 60;

/// A key made of words: Latin letters and digits of the English word, else the reading of the Chinese one.
pub fn key_of(label_zh: &str, label_en: &str) -> String {
    let latin = folded(label_en);
    let key = if latin.chars().any(|c| c.is_ascii_alphabetic()) {
        latin
    } else {
        folded(&identifiers::pinyin::organisation(label_zh).concat())
    };
    let key: String = key.trim_matches('_').chars().take(KEY_LENGTH).collect();
    let key = key.trim_end_matches('_');
    if key.starts_with(|c: char| c.is_ascii_alphabetic()) { key.to_owned() } else { format!("f{key}") }
}

/// Lower case; whatever is no Latin letter or digit becomes one `_`.
fn folded(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out
}

/// The name a draft's field gets, different from those taken. Errs with the code of what is wrong with a key that was
/// given.
pub(super) fn name(draft: &Draft, taken: &BTreeSet<&str>) -> Result<String, &'static str> {
    let given = draft.key.trim();
    if given.is_empty() {
        let base = format!("{PREFIX}{}", key_of(&draft.label_zh, &draft.label_en));
        let further = (2..).map(|n| format!("{base}_{n}"));
        return Ok(std::iter::once(base.clone()).chain(further).find(|n| !taken.contains(n.as_str())).unwrap_or(base));
    }
    let key = given.strip_prefix(PREFIX).unwrap_or(given);
    let fine = key.len() <= KEY_LENGTH
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !fine {
        return Err("custom-key-invalid");
    }
    let name = format!("{PREFIX}{key}");
    if taken.contains(name.as_str()) { Err("custom-key-taken") } else { Ok(name) }
}

/// What is wrong with a draft, apart from its key. `before` is the field as it stands, and whether it has any value.
pub(super) fn errors(draft: &Draft, before: Option<(&Definition, bool)>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, code: &str| errors.push(FieldError { field: field.into(), code: code.into() });
    let letters = |text: &str| text.trim().chars().count();
    // A label stands in files and in one line of a form: signs that steer the page have no place in it.
    let odd = |text: &str| text.chars().any(char::is_control);
    match letters(&draft.label_zh) {
        0 => wrong("label_zh", "field-required"),
        n if n > LABEL_LENGTH => wrong("label_zh", "field-too-long"),
        _ if odd(&draft.label_zh) => wrong("label_zh", "custom-label-invalid"),
        _ => {}
    }
    if letters(&draft.label_en) > LABEL_LENGTH {
        wrong("label_en", "field-too-long");
    } else if odd(&draft.label_en) {
        wrong("label_en", "custom-label-invalid");
    }
    for (field, text) in [("help_zh", &draft.help_zh), ("help_en", &draft.help_en)] {
        if letters(text) > HELP_LENGTH {
            wrong(field, "field-too-long");
        } else if odd(text) {
            wrong(field, "custom-label-invalid");
        }
    }
    if draft.searchable && !draft.what.is_searchable() {
        wrong("searchable", "custom-not-searchable");
    }
    if let Some((before, true)) = before
        && !before.what.widens_to(draft.what)
    {
        wrong("type", "custom-type-fixed");
    }
    errors
}

/// The types that a field may have: all of them while it has no value, else those its values fit into.
pub fn types(before: Option<(Type, bool)>) -> impl Iterator<Item = Type> {
    Type::ALL.into_iter().filter(move |to| before.is_none_or(|(from, used)| !used || from.widens_to(*to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Class;

    fn draft(key: &str, zh: &str, en: &str) -> Draft {
        Draft {
            key: key.into(),
            label_zh: zh.into(),
            label_en: en.into(),
            help_zh: String::new(),
            help_en: String::new(),
            what: Type::Text,
            class: Class::Public,
            required: false,
            searchable: false,
        }
    }

    /// SYS-07: a name is made of the words, and never one that is taken or could be a field of the code.
    #[test]
    fn names_are_made_of_words() {
        for (zh, en, key) in [
            ("爱好", "Hobbies", "hobbies"),
            ("贷款意向", "", "daikuanyixiang"),
            ("保险到期", "Insured until!", "insured_until"),
            ("2026年度", "", "f2026niandu"),
            ("★", "★", "f"),
        ] {
            assert_eq!(key_of(zh, en), key, "{zh} {en}");
        }
        let taken = BTreeSet::from(["x_hobbies", "x_hobbies_2"]);
        assert_eq!(name(&draft("", "爱好", "Hobbies"), &taken).unwrap(), "x_hobbies_3");
        assert_eq!(name(&draft("loan", "爱好", ""), &taken).unwrap(), "x_loan");
        assert_eq!(name(&draft("x_loan", "爱好", ""), &taken).unwrap(), "x_loan");
        assert_eq!(name(&draft("hobbies", "爱好", ""), &taken), Err("custom-key-taken"));
        for key in ["Loan", "1st", "a-b", "a b", "a:b", "爱好", &"a".repeat(31)] {
            assert_eq!(name(&draft(key, "爱好", ""), &taken), Err("custom-key-invalid"), "{key}");
        }
    }

    /// SYS-07: a type changes freely while there are no values, afterwards only where every value fits.
    #[test]
    fn types_only_widen() {
        let to = |from, used| types(Some((from, used))).collect::<Vec<_>>();
        assert_eq!(to(Type::Text, false).len(), Type::ALL.len());
        assert_eq!(to(Type::Text, true), [Type::Text, Type::LongText]);
        assert_eq!(to(Type::Choice, true), [Type::Choice, Type::Choices]);
        assert_eq!(to(Type::Phone, true), [Type::Text, Type::LongText, Type::Phone]);
        assert_eq!(to(Type::Date, true), [Type::Date]);
        for (from, into) in Type::ALL.into_iter().flat_map(|a| Type::ALL.map(|b| (a, b))) {
            assert!(
                !from.widens_to(into) || from.column() == into.column(),
                "{from:?} {into:?}: a value would be lost"
            );
        }
    }

    /// SYS-07: what a label may not be is told at the field.
    #[test]
    fn a_draft_is_checked() {
        let told = |d: Draft| errors(&d, None).into_iter().map(|e| (e.field, e.code)).collect::<Vec<_>>();
        assert!(told(draft("", "爱好", "")).is_empty());
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(told(draft("", " ", "")), [pair("label_zh", "field-required")]);
        assert_eq!(told(draft("", &"字".repeat(41), "")), [pair("label_zh", "field-too-long")]);
        assert_eq!(told(draft("", "爱\u{2}好", "")), [pair("label_zh", "custom-label-invalid")]);
        let date = Draft { what: Type::Date, searchable: true, ..draft("", "到期", "") };
        assert_eq!(told(date), [pair("searchable", "custom-not-searchable")]);
    }
}
