//! The words of this module: both languages complete, and everything declared has a label.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use fourfold_work as work;
use kernel::Lang;
use kernel::words::{Words, missing};
use work::days_off::DayKind;
use work::tasks::State;

fn words() -> Words {
    Words::gather(&[work::LOCALE]).unwrap()
}

#[test]
fn both_languages_say_the_same() {
    assert_eq!(missing(&work::LOCALE), Vec::<String>::new());
}

/// SALE-02: every field, function, place, dictionary, state and refusal has its words.
#[test]
fn everything_declared_has_a_label() {
    let module = work::module(work::Abouts(Vec::new));
    let mut keys = vec!["kind-task".to_owned(), "kind-task-plural".to_owned(), "setting-work-hours".to_owned()];
    keys.extend(work::TASK.fields.iter().map(|f| work::TASK.label(f.name)));
    keys.extend(module.capabilities.iter().map(|c| format!("capability-{}", c.replace('.', "-"))));
    keys.extend(module.nav.iter().map(|n| n.label.to_owned()));
    keys.extend(module.admin.iter().flat_map(|n| [n.label.to_owned(), format!("{}-about", n.label)]));
    keys.extend(work::DICTIONARIES.iter().map(|d| format!("dictionary-{}", d.name)));
    keys.extend(DayKind::ALL.map(|kind| format!("work-day-{}", kind.name())));
    keys.extend(State::ALL.map(|state| state.refusal().to_owned()));
    let words = words();
    let absent: Vec<_> = keys.iter().filter(|k| !words.has(Lang::ZhCn, k) || !words.has(Lang::En, k)).collect();
    assert!(absent.is_empty(), "{absent:?}");
}

/// Each state's refusal names what can be done instead, as the table of moves has it.
#[test]
fn refusals_name_what_is_allowed() {
    let words = words();
    for state in State::ALL {
        let sentence = words.text(Lang::ZhCn, state.refusal());
        let open = state == State::Open;
        assert_eq!(sentence.contains("重新打开"), !open, "{sentence}");
        assert_eq!(sentence.contains("转给同事"), open, "{sentence}");
    }
}
