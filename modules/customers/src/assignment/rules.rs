//! Assignment by rule (CUS-04), without a database: which rule fits an arrival, and whom it chooses.

use std::collections::HashMap;

use kernel::Id;

/// What rules look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrival<'a> {
    /// How they came (dictionary `source`).
    pub source: Option<&'a str>,
    /// District of the address.
    pub district: Option<&'a str>,
    /// Grade.
    pub grade: Option<&'a str>,
}

/// How a rule chooses among its people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// One after another.
    RoundRobin,
    /// Whoever has the fewest customers of the store.
    Load,
}

impl Method {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Method::RoundRobin => "round-robin",
            Method::Load => "load",
        }
    }

    /// The method of a stable name.
    pub fn from_name(name: &str) -> Option<Method> {
        [Method::RoundRobin, Method::Load].into_iter().find(|m| m.name() == name)
    }
}

/// Conditions of a rule: an empty list asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// One of these sources.
    pub sources: Vec<String>,
    /// One of these districts.
    pub districts: Vec<String>,
    /// One of these grades.
    pub grades: Vec<String>,
}

impl Conditions {
    /// Whether an arrival is what the rule is for.
    pub fn fit(&self, arrival: Arrival<'_>) -> bool {
        let among = |list: &[String], value: Option<&str>| {
            list.is_empty() || value.is_some_and(|v| list.iter().any(|l| l == v))
        };
        among(&self.sources, arrival.source)
            && among(&self.districts, arrival.district)
            && among(&self.grades, arrival.grade)
    }
}

/// Whom a rule chooses: `turn` counts what the rule has given out before, `loads` how many customers each has (nobody
/// listed has none). Ties under [`Method::Load`] go in turn. None when nobody is there.
pub fn choose(method: Method, people: &[Id], turn: i64, loads: &HashMap<Id, i64>) -> Option<Id> {
    if people.is_empty() {
        return None;
    }
    let in_turn = |list: &[Id]| list[turn.rem_euclid(list.len() as i64) as usize];
    match method {
        Method::RoundRobin => Some(in_turn(people)),
        Method::Load => {
            let load = |id: &Id| loads.get(id).copied().unwrap_or(0);
            let least = people.iter().map(load).min()?;
            let freest: Vec<Id> = people.iter().copied().filter(|id| load(id) == least).collect();
            Some(in_turn(&freest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(n: usize) -> Vec<Id> {
        (1..=n as u128).map(Id::from_u128).collect()
    }

    /// CUS-04: an empty condition asks for nothing; a condition on something unknown does not fit.
    #[test]
    fn conditions() {
        let rule = Conditions {
            sources: vec!["web".into(), "maker".into()],
            grades: vec!["H".into()],
            ..Conditions::default()
        };
        assert!(rule.fit(Arrival { source: Some("web"), grade: Some("H"), district: None }));
        assert!(!rule.fit(Arrival { source: Some("web"), grade: Some("B"), district: None }));
        assert!(!rule.fit(Arrival { source: None, grade: Some("H"), district: None }));
        assert!(Conditions::default().fit(Arrival::default()));
    }

    proptest! {
        /// CUS-04: in turn, each of `n` people gets one of `n` successive arrivals.
        #[test]
        fn round_robin_is_even(n in 1usize..9, start in 0i64..1000) {
            let people = ids(n);
            let mut chosen: Vec<Id> = (0..n as i64).filter_map(|t| choose(Method::RoundRobin, &people, start + t, &HashMap::new())).collect();
            chosen.sort();
            prop_assert_eq!(chosen, people);
        }

        /// CUS-04: by load, nobody who has more than another gets the next one.
        #[test]
        fn load_goes_to_the_freest(loads in prop::collection::vec(0i64..5, 1..8), turn in 0i64..100) {
            let people = ids(loads.len());
            let map: HashMap<Id, i64> = people.iter().copied().zip(loads.iter().copied()).collect();
            let chosen = choose(Method::Load, &people, turn, &map).unwrap();
            prop_assert_eq!(map[&chosen], *loads.iter().min().unwrap());
        }
    }

    #[test]
    fn nobody_there() {
        assert_eq!(choose(Method::Load, &[], 3, &HashMap::new()), None);
    }
}
