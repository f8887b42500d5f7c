//! Choices of a field, as someone types them: one a line, Chinese and English on both sides of a bar.

use std::collections::BTreeSet;

use kernel::{Id, Tx};
use records::Refusal;
use records::custom::{Definition, key_of};

use crate::dictionaries::{Entry, queries, set_entry};
use crate::nodes;

/// The most choices of one field.
const MOST: usize = 200;

/// The lines of a text as names: Chinese and English.
pub(super) fn read(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (zh, en) = line.split_once(['|', '｜']).unwrap_or((line, ""));
            (zh.trim().to_owned(), en.trim().to_owned())
        })
        .filter(|(zh, _)| !zh.is_empty())
        .collect()
}

/// Codes for names, none of them among those taken.
fn codes(names: &[(String, String)], mut taken: BTreeSet<String>) -> Vec<String> {
    let mut codes = Vec::with_capacity(names.len());
    for (zh, en) in names {
        let base = key_of(zh, en);
        let mut code = base.clone();
        for n in 2.. {
            if taken.insert(code.clone()) {
                break;
            }
            code = format!("{base}_{n}");
        }
        codes.push(code);
    }
    codes
}

/// Lays down further choices of a field for the whole house, behind those there are. Refuses `custom-choices-missing`
/// where there would be none at all, `custom-choices-many`, `custom-choices-signs` and
/// `custom-choices-twice`.
pub(super) async fn lay(tx: &mut Tx<'_>, definition: &Definition, text: &str) -> Result<(), Refusal> {
    if !definition.what.has_choices() {
        return Ok(());
    }
    let dictionary = definition.dictionary();
    let root: Id = nodes::queries::root(tx.conn(), tx.tenant()).await?.ok_or(Refusal::NotFound)?.id;
    let all = queries::all(tx.conn(), tx.tenant()).await?;
    let known: Vec<&Entry> = all.iter().filter(|e| e.dictionary == dictionary).collect();
    let names = read(text);
    if names.is_empty() && known.is_empty() {
        return Err(Refusal::field("choices", "custom-choices-missing"));
    }
    if names.len() + known.len() > MOST {
        return Err(Refusal::field("choices", "custom-choices-many"));
    }
    if names.iter().any(|(zh, en)| zh.chars().count() > 60 || en.chars().count() > 60) {
        return Err(Refusal::field("choices", "custom-choices-long"));
    }
    // A sheet parts several choices at these signs, so none may hold one.
    let parted = |name: &str| name.contains(records::input::BETWEEN_CODES);
    if names.iter().any(|(zh, en)| parted(zh) || parted(en)) {
        return Err(Refusal::field("choices", "custom-choices-signs"));
    }
    let mut seen: BTreeSet<&str> = known.iter().map(|e| e.name_zh.as_str()).collect();
    if names.iter().any(|(zh, _)| !seen.insert(zh)) {
        return Err(Refusal::field("choices", "custom-choices-twice"));
    }
    let codes = codes(&names, known.iter().map(|e| e.code.clone()).collect());
    let behind = known.iter().map(|e| e.position).max().map_or(0, |last| last + 1);
    for (n, ((name_zh, name_en), code)) in names.into_iter().zip(codes).enumerate() {
        let entry = Entry {
            node: root,
            path: String::new(),
            dictionary: dictionary.clone(),
            code,
            name_zh,
            name_en,
            position: behind + n as i64,
            active: true,
            colour: None,
        };
        set_entry(tx, entry).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-07: lines become choices with codes that no other choice has.
    #[test]
    fn lines_become_choices() {
        let names = read(" 全款 | Cash \n\n贷款｜Loan\n贷款 二\n | nothing\n");
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(names, [pair("全款", "Cash"), pair("贷款", "Loan"), pair("贷款 二", "")]);
        let taken = BTreeSet::from(["loan".to_owned()]);
        assert_eq!(codes(&names, taken), ["cash", "loan_2", "daikuaner"]);
        assert_eq!(codes(&[pair("甲", "A"), pair("乙", "A")], BTreeSet::new()), ["a", "a_2"]);
    }
}
