//! How complete a file is (CUS-08): a score from 0 to 100 with the reasons for what is missing.

use super::model::{Facts, Notes};

/// A fact that a complete file has, and how much it counts. Several fields of one line stand for one fact: any will do.
struct Weight {
    fields: &'static [&'static str],
    person: u32,
    organisation: u32,
}

const fn weight(fields: &'static [&'static str], person: u32, organisation: u32) -> Weight {
    Weight { fields, person, organisation }
}

/// Both columns add up to 100.
const WEIGHTS: &[Weight] = &[
    weight(&["name"], 15, 20),
    weight(&["phone"], 25, 25),
    weight(&["sex"], 5, 0),
    weight(&["birthday"], 8, 0),
    weight(&["wechat", "wecom", "email"], 8, 5),
    weight(&["id_number"], 5, 0),
    weight(&["uscc"], 0, 20),
    weight(&["province", "city", "district"], 5, 5),
    weight(&["address"], 5, 10),
    weight(&["source"], 8, 5),
    weight(&["occupation", "industry"], 4, 10),
    weight(&["income_band"], 3, 0),
    weight(&["hobbies", "family", "buying_habits"], 4, 0),
    weight(&["preferred_channel", "preferred_time"], 5, 0),
];

/// What a score came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// 0 to 100.
    pub score: i64,
    /// Fields that are missing or in doubt, the weightiest first.
    pub lacking: Vec<&'static str>,
}

/// The score of a file. A doubtful value counts half: it is there, and it is to be mended.
pub fn score(organisation: bool, has: impl Fn(&str) -> bool, doubtful: impl Fn(&str) -> bool) -> Completeness {
    let (mut halves, mut lacking) = (0, Vec::new());
    for line in WEIGHTS {
        let weight = if organisation { line.organisation } else { line.person };
        if weight == 0 {
            continue;
        }
        let got = line.fields.iter().filter(|f| has(f)).map(|f| if doubtful(f) { 1 } else { 2 }).max().unwrap_or(0);
        halves += weight * got;
        if got < 2 {
            lacking.push((weight, line.fields[0]));
        }
    }
    lacking.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    Completeness { score: i64::from(halves / 2), lacking: lacking.into_iter().map(|(_, field)| field).collect() }
}

/// The score of a file about to be written.
pub fn of(facts: &Facts, has_phone: bool, has_id_number: bool, doubts: &Notes) -> Completeness {
    let has = |field: &str| match field {
        "phone" => has_phone,
        "id_number" => has_id_number,
        field => facts.has(field),
    };
    score(facts.get_text("kind") == Some("organisation"), has, |field| doubts.contains_key(field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// CUS-08: the weights of a person and of an organisation add up to 100.
    #[test]
    fn a_full_file_is_a_hundred() {
        for organisation in [false, true] {
            assert_eq!(score(organisation, |_| true, |_| false), Completeness { score: 100, lacking: vec![] });
            assert_eq!(score(organisation, |_| true, |_| true).score, 50);
            assert_eq!(score(organisation, |_| false, |_| false).score, 0);
        }
    }

    /// CUS-08: what is missing is told, the weightiest first.
    #[test]
    fn tells_what_is_missing() {
        let result = score(false, |f| f == "name" || f == "sex", |f| f == "sex");
        assert_eq!(result.score, 17);
        assert_eq!(result.lacking[0], "phone");
        assert!(result.lacking.contains(&"sex") && !result.lacking.contains(&"name"));
    }

    proptest! {
        /// CUS-08: one more fact never lowers the score.
        #[test]
        fn knowing_more_never_lowers_the_score(known in prop::collection::vec(any::<bool>(), 24), more in 0usize..24, organisation: bool) {
            let names: Vec<&str> = WEIGHTS.iter().flat_map(|w| w.fields.iter().copied()).collect();
            let at = |field: &str| names.iter().position(|n| *n == field).unwrap_or(0);
            let before = score(organisation, |f| known[at(f)], |_| false).score;
            let after = score(organisation, |f| known[at(f)] || at(f) == more, |_| false).score;
            prop_assert!((0..=100).contains(&before) && after >= before);
        }
    }
}
