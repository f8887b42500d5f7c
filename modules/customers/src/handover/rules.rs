//! Who gets which customer of someone who leaves, without a database.

use std::collections::BTreeMap;

use kernel::Id;

use super::model::{StorePart, StoreWish, To};

/// Grades that buy within days or wait for their car (domain.md §1.3).
pub const HOT_GRADES: [&str; 3] = ["O", "H", "A"];

/// Whether a customer must not wait: of a hot grade, or a VIP.
pub fn is_hot(class: &str, grade: Option<&str>) -> bool {
    class == "vip" || (class != "lapsed" && grade.is_some_and(|g| HOT_GRADES.contains(&g)))
}

/// What one receiver gets at a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// By hand.
    pub by_hand: i64,
    /// By rule.
    pub by_rule: i64,
}

impl Share {
    /// All of them.
    pub fn sum(self) -> i64 {
        self.by_hand + self.by_rule
    }
}

impl StoreWish {
    /// What the wish says of a customer.
    pub fn of(&self, hot: bool) -> To {
        if hot { self.hot } else { self.rest }
    }
}

impl StorePart {
    /// With what each of those named has (`standing`), will get by hand, and by the other half of the rule: of `hot` hot
    /// customers and `rest` others. Nobody counts twice, so that the order in which customers have their turn matters to
    /// no sum.
    pub fn new(
        wish: StoreWish,
        standing: &BTreeMap<Id, i64>,
        by_hand: &BTreeMap<Id, i64>,
        hot: i64,
        rest: i64,
    ) -> StorePart {
        let fixed = |to: To, n: i64, id: Id| if to == To::One(id) { n } else { 0 };
        let load = |id: &Id| {
            let of = |map: &BTreeMap<Id, i64>| map.get(id).copied().unwrap_or(0);
            of(standing) + of(by_hand) + fixed(wish.hot, hot, *id) + fixed(wish.rest, rest, *id)
        };
        let loads = wish.among.iter().map(|id| (*id, load(id))).collect();
        StorePart { wish, loads }
    }

    /// Who of those named gets the next one, given what was shared out already.
    pub fn next(&self, given: &BTreeMap<Id, i64>) -> Option<Id> {
        self.loads.iter().min_by_key(|(id, load)| load + given.get(id).copied().unwrap_or(0)).map(|(id, _)| *id)
    }

    /// What `hot` and `rest` customers come to by receiver; none is the pool.
    pub fn shares(&self, hot: i64, rest: i64) -> BTreeMap<Option<Id>, i64> {
        let (mut shares, mut given): (BTreeMap<Option<Id>, i64>, BTreeMap<Id, i64>) = Default::default();
        for (to, n) in [(self.wish.hot, hot), (self.wish.rest, rest)] {
            match to {
                To::One(id) => *shares.entry(Some(id)).or_default() += n,
                To::Pool => *shares.entry(None).or_default() += n,
                To::Even => {
                    for _ in 0..n {
                        let next = self.next(&given);
                        *shares.entry(next).or_default() += 1;
                        if let Some(next) = next {
                            *given.entry(next).or_default() += 1;
                        }
                    }
                }
            }
        }
        shares.retain(|_, n| *n > 0);
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u128) -> Id {
        Id::from_u128(n)
    }

    fn part(hot: To, rest: To, loads: &[(u128, i64)], counts: (i64, i64)) -> StorePart {
        let standing = loads.iter().map(|(n, load)| (id(*n), *load)).collect();
        let wish = StoreWish { hot, rest, among: loads.iter().map(|(n, _)| id(*n)).collect() };
        StorePart::new(wish, &standing, &BTreeMap::new(), counts.0, counts.1)
    }

    /// SYS-03: hot are those that buy within days, and VIPs; who was lost is not.
    #[test]
    fn hot_ones() {
        assert!(is_hot("prospect", Some("H")) && is_hot("prospect", Some("A")) && is_hot("vip", None));
        assert!(!is_hot("prospect", Some("B")) && !is_hot("suspect", None) && !is_hot("lapsed", Some("H")));
    }

    /// SYS-03: the fewest customers first, until all have as many.
    #[test]
    fn whoever_has_the_fewest_gets_the_next() {
        let shares = part(To::Even, To::Even, &[(1, 10), (2, 4), (3, 7)], (0, 12)).shares(0, 12);
        // 33 in all: eleven each.
        assert_eq!(shares, BTreeMap::from([(Some(id(1)), 1), (Some(id(2)), 7), (Some(id(3)), 4)]));
    }

    /// SYS-03: hot ones to one colleague, the rest evenly, with what the colleague got counted.
    #[test]
    fn hot_ones_to_one_the_rest_evenly() {
        let shares = part(To::One(id(1)), To::Even, &[(1, 0), (2, 0)], (6, 10)).shares(6, 10);
        assert_eq!(shares, BTreeMap::from([(Some(id(1)), 8), (Some(id(2)), 8)]));
        let pool = part(To::One(id(1)), To::Pool, &[], (2, 3)).shares(2, 3);
        assert_eq!(pool, BTreeMap::from([(None, 3), (Some(id(1)), 2)]));
    }

    proptest! {
        /// SYS-03: nobody is left out and none is lost; after sharing, nobody who got one has two more than another.
        #[test]
        fn sharing_is_even(loads in prop::collection::vec(0i64..40, 1..8), hot in 0i64..30, rest in 0i64..60) {
            let loads: Vec<(u128, i64)> = loads.into_iter().enumerate().map(|(n, l)| (n as u128 + 1, l)).collect();
            let shares = part(To::Even, To::Even, &loads, (hot, rest)).shares(hot, rest);
            prop_assert_eq!(shares.values().sum::<i64>(), hot + rest);
            let of = |n: u128| shares.get(&Some(id(n))).copied().unwrap_or(0);
            let least = loads.iter().map(|(n, l)| l + of(*n)).min().unwrap();
            for (n, load) in &loads {
                prop_assert!(of(*n) == 0 || load + of(*n) <= least + 1);
            }
        }
    }
}
