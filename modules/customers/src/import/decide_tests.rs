use proptest::prelude::*;

use super::*;
use crate::customer::lookup::Match;

fn known(name: &str, editable: bool) -> Known {
    let found = Match {
        key: "+8613800000000".into(),
        customer: Id::from_u128(5),
        engagement: Id::from_u128(6),
        store: Id::from_u128(7),
        owner: None,
        name: name.into(),
        number: "K000005".into(),
        version: 1,
    };
    Known { found, editable }
}

fn wish(name: &str) -> Wish {
    Wish { name: Some(name.to_owned()).filter(|n| !n.is_empty()), ..Wish::default() }
}

/// CUS-14: create, update and both, for rows that are known and rows that are not.
#[test]
fn modes() {
    let id = Id::from_u128(5);
    let of = |mode, known: Option<&Known>| decide(mode, None, &wish("王敏"), known);
    let mine = known("王敏", true);
    assert_eq!(of(Mode::Create, None), Decision::Create);
    assert_eq!(of(Mode::Both, None), Decision::Create);
    assert_eq!(of(Mode::Update, None), Decision::Reject("import-not-known"));
    assert_eq!(of(Mode::Create, Some(&mine)), Decision::KnownAlready(id));
    assert_eq!(of(Mode::Both, Some(&mine)), Decision::Change(id));
    assert_eq!(of(Mode::Update, Some(&mine)), Decision::Change(id));
    assert_eq!(
        of(Mode::Update, Some(&known("王敏", false))),
        Decision::Reject("import-not-editable"),
        "seen, not editable"
    );
    assert_eq!(decide(Mode::Both, None, &wish(""), None), Decision::Reject("import-no-name"));
    assert_eq!(decide(Mode::Both, None, &wish(""), Some(&mine)), Decision::Change(id), "a known one needs no name");
}

/// CUS-07: a relative under the same number does not overwrite the file; a corrected name does.
#[test]
fn another_name_under_the_number() {
    let id = Id::from_u128(5);
    assert_eq!(decide(Mode::Both, None, &wish("李芳"), Some(&known("王敏", true))), Decision::SomeoneElse(id));
    for (old, new) in
        [("王先生", "王敏"), ("王敏", "王明"), ("上海申达物流有限公司", "上海申达物流公司"), ("Smith", "John Smith")]
    {
        assert_eq!(decide(Mode::Both, None, &wish(new), Some(&known(old, true))), Decision::Change(id), "{old} {new}");
    }
}

/// CUS-14: what repeats an earlier row is a duplicate in every mode; only what this import brought in, or what it may
/// change, gets more hung on it.
#[test]
fn repetitions() {
    let earlier = |fate| Some(Earlier { line: 2, record: Some((Id::from_u128(5), fate)) });
    for mode in Mode::ALL {
        for fate in [Fate::Created, Fate::Updated, Fate::Duplicate] {
            let decision = decide(mode, earlier(fate), &wish(""), None);
            assert_eq!(decision.outcome().fate, Fate::Duplicate);
            assert_eq!(
                decision.open_customer().is_some(),
                mode.updates() || fate == Fate::Created,
                "{mode:?} {fate:?}"
            );
        }
    }
}

proptest! {
    /// CUS-14: whatever a row is, it has exactly one fate, and without permission to change nothing is changed.
    #[test]
    fn every_row_has_one_fate(mode in 0usize..3, has_name in any::<bool>(), is_known in any::<bool>(), editable in any::<bool>(), repeats in any::<bool>()) {
        let mode = Mode::ALL[mode];
        let known = is_known.then(|| known("王敏", editable));
        let earlier = repeats.then_some(Earlier { line: 2, record: None });
        let decision = decide(mode, earlier, &wish(if has_name { "王敏" } else { "" }), known.as_ref());
        prop_assert!(Fate::ALL.contains(&decision.outcome().fate));
        if matches!(decision, Decision::Change(_)) {
            prop_assert!(editable && mode.updates());
        }
        if decision == Decision::Create {
            prop_assert!(mode.creates() && has_name && !is_known && !repeats);
        }
    }
}
