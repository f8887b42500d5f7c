//! Every code that can reach a person has its sentence, in both languages.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use fourfold_web as web;
use kernel::words::{keys, missing};

/// SYS-08: Chinese and English hold the same keys.
#[test]
fn both_languages_are_complete() {
    assert_eq!(missing(&web::LOCALE), Vec::<String>::new());
}

/// SYS-08: codes in the sources of records and of this crate have words.
#[test]
fn every_code_has_its_sentence() {
    let known = keys(web::LOCALE.zh_cn);
    let mut lacking = BTreeSet::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in [here.join("src"), here.join("../records/src")] {
        for code in codes(&folder) {
            if !known.contains(&code) {
                lacking.insert(code);
            }
        }
    }
    assert!(lacking.is_empty(), "add to locales/zh-CN.ftl and en.ftl: {lacking:?}");
}

/// Literals that begin like the keys of this crate.
fn codes(folder: &Path) -> BTreeSet<String> {
    const NOUNS: [&str; 7] = ["list-", "filter-", "field-", "view-", "export-", "api-", "problem-"];
    // Ids of elements, and parts that keys are put together from.
    const OTHERS: [&str; 7] = [
        "filter-form",
        "filter-field",
        "filter-comparison",
        "filter-value-me",
        "filter-value-day",
        "view-form",
        "api-parameter-",
    ];
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(codes(&path));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for literal in text.split('"').skip(1).step_by(2) {
            let plain = literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if plain
                && !literal.ends_with('-')
                && NOUNS.iter().any(|n| literal.starts_with(n))
                && !OTHERS.contains(&literal)
            {
                found.insert(literal.to_owned());
            }
        }
    }
    found
}
