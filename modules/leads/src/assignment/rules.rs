//! Which store a lead goes to, and who in a store gets the next one, without a database.

use std::collections::HashMap;

use kernel::Id;

/// What rules look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The channel and the codes of platform and campaign.
    pub sources: &'a [String],
    /// City and district.
    pub city: Option<&'a str>,
    /// District.
    pub district: Option<&'a str>,
    /// The model wanted, in words.
    pub model: Option<&'a str>,
}

/// A rule: what it is for, and the store. An empty list asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadRule {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Rules are tried in this order.
    pub position: i64,
    /// Whether it works.
    pub active: bool,
    /// One of these codes of channels or sources.
    pub sources: Vec<String>,
    /// One of these cities or districts.
    pub cities: Vec<String>,
    /// A model that holds one of these words.
    pub models: Vec<String>,
    /// Where the lead goes.
    pub store: Id,
    /// For optimistic locking.
    pub version: i64,
}

impl LeadRule {
    /// Whether a lead is what the rule is for.
    pub fn fits(&self, facts: Facts<'_>) -> bool {
        let any = |list: &[String], fits: &dyn Fn(&str) -> bool| list.is_empty() || list.iter().any(|word| fits(word));
        // 上海 and 上海市 are one.
        let bare = |name: &str| name.trim_end_matches(['市', '区', '县']).to_owned();
        let place = |word: &str| {
            let word = bare(word);
            [facts.city, facts.district].into_iter().flatten().any(|name| bare(name) == word)
        };
        let model = |word: &str| facts.model.is_some_and(|model| model.to_lowercase().contains(&word.to_lowercase()));
        self.active
            && any(&self.sources, &|word| facts.sources.iter().any(|code| code == word))
            && any(&self.cities, &place)
            && any(&self.models, &model)
    }
}

/// Who gets the next lead: whoever has the fewest open ones; among those whoever's newest came in longest ago. `loads` are
/// open leads and that moment; nobody listed has none and was never given any.
pub fn freest(people: &[Id], loads: &HashMap<Id, (i64, i64)>) -> Option<Id> {
    people.iter().copied().min_by_key(|id| (loads.get(id).copied().unwrap_or((0, 0)), *id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(sources: &[&str], cities: &[&str], models: &[&str]) -> LeadRule {
        let list = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        LeadRule {
            id: Id::nil(),
            name: "r".into(),
            position: 1,
            active: true,
            sources: list(sources),
            cities: list(cities),
            models: list(models),
            store: Id::nil(),
            version: 1,
        }
    }

    /// LEAD-03: all conditions hold; an empty one asks for nothing; something unknown does not fit a condition on it.
    #[test]
    fn rules_fit() {
        let sources = ["web".to_owned(), "autohome".to_owned()];
        let facts = Facts { sources: &sources, city: Some("苏州市"), district: None, model: Some("奥迪 Q5L 40T") };
        assert!(rule(&[], &[], &[]).fits(facts));
        assert!(rule(&["autohome"], &["苏州"], &["q5"]).fits(facts));
        assert!(rule(&["web"], &[], &[]).fits(facts));
        assert!(!rule(&["dongchedi"], &["苏州"], &[]).fits(facts));
        assert!(!rule(&[], &["上海"], &[]).fits(facts));
        assert!(!rule(&[], &[], &["a6"]).fits(facts));
        assert!(!rule(&[], &["苏州"], &[]).fits(Facts { city: None, ..facts }));
        assert!(!LeadRule { active: false, ..rule(&[], &[], &[]) }.fits(facts));
    }

    /// LEAD-03: the freest gets the next; of equals whoever waited longest; so equals take turns.
    #[test]
    fn the_freest_gets_the_next() {
        let people: Vec<Id> = (1..=3).map(Id::from_u128).collect();
        let mut loads = HashMap::new();
        let mut given = Vec::new();
        for at in 1..=6 {
            let chosen = freest(&people, &loads).unwrap();
            let load: &mut (i64, i64) = loads.entry(chosen).or_default();
            *load = (load.0 + 1, at);
            given.push(chosen);
        }
        assert_eq!(given, [people.clone(), people.clone()].concat());
        loads.insert(people[0], (9, 0));
        assert_ne!(freest(&people, &loads), Some(people[0]));
        assert_eq!(freest(&[], &loads), None);
    }
}
