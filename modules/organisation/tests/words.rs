//! The words of this module: both languages complete, and every code that is answered has a sentence.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use fourfold_organisation as organisation;
use kernel::Lang;
use kernel::words::{Words, missing};

#[test]
fn both_languages_say_the_same() {
    let locale = organisation::module().locale.unwrap();
    assert_eq!(missing(&locale), Vec::<String>::new());
}

/// SYS-08: every field, function, action and level has a label.
#[test]
fn everything_declared_has_a_label() {
    let module = organisation::module();
    let words = Words::gather(&[module.locale.unwrap()]).unwrap();
    let mut keys: Vec<String> = Vec::new();
    for kind in &module.kinds {
        keys.extend([format!("kind-{}", kind.name), format!("kind-{}-plural", kind.name)]);
        keys.extend(kind.fields.iter().map(|f| kind.label(f.name)));
    }
    keys.extend(module.capabilities.iter().map(|c| format!("capability-{}", c.replace('.', "-"))));
    keys.extend(kernel::Action::ALL.iter().map(|a| format!("action-{}", a.name())));
    keys.extend(organisation::powers::Level::ALL.iter().map(|l| format!("level-{}", l.name())));
    keys.extend(organisation::NodeKind::ALL.iter().map(|k| format!("node-kind-{}", k.name())));
    keys.extend(organisation::settings::SETTINGS.iter().map(|s| format!("setting-{}", s.key.replace(['.', '_'], "-"))));
    keys.extend(
        organisation::dictionaries::DICTIONARIES.iter().map(|d| format!("dictionary-{}", d.name.replace('_', "-"))),
    );
    for key in keys {
        assert!(words.has(Lang::ZhCn, &key), "{key}");
    }
}

/// Each code in the sources that looks like one of this module's sentences has its sentence.
#[test]
fn every_code_has_a_sentence() {
    let words = Words::gather(&[organisation::module().locale.unwrap()]).unwrap();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for (_, rest) in ["Refusal::Rule(\"", "Err(\"", "w.t(\"", "speech.t(\""]
                .iter()
                .flat_map(|mark| source.match_indices(mark).map(|(at, m)| (at, &source[at + m.len()..])))
            {
                let key = rest.split('"').next().unwrap();
                // Words of the frame are checked with the frame.
                if !of_the_frame(key) {
                    seen += 1;
                    assert!(words.has(Lang::En, key), "{key} in {}", path.display());
                }
            }
            for (at, mark) in source.match_indices("Refusal::field(") {
                let codes: Vec<&str> = source[at + mark.len()..].split(')').next().unwrap().split('"').collect();
                if let Some(code) = codes.get(3).filter(|code| !of_the_frame(code)) {
                    seen += 1;
                    assert!(words.has(Lang::En, code), "{code} in {}", path.display());
                }
            }
        }
    }
    assert!(seen > 60, "the search still finds codes: {seen}");
}

fn of_the_frame(key: &str) -> bool {
    key.starts_with("ui-") || key.starts_with("field-")
}
