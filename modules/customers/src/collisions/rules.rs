//! Rules of collisions (domain.md §2.3), without a database.

use kernel::Instant;

use super::model::{Between, Told};

/// The nearest place above two: the longest path that both lie below.
pub fn common<'p>(a: &'p str, b: &str) -> &'p str {
    let mut end = 0;
    for (at, (x, y)) in a.bytes().zip(b.bytes()).enumerate() {
        if x != y {
            break;
        }
        if x == b'/' {
            end = at + 1;
        }
    }
    &a[..end]
}

/// How two places of different stores stand to each other. Where nothing but a maker is above both, they are independent
/// dealers; so they are where nothing is above both at all.
pub fn between(a: &str, b: &str, makers: &[String]) -> Between {
    let above = common(a, b);
    let nothing = above.trim_matches('/').is_empty();
    if nothing || makers.iter().any(|maker| maker == above) { Between::Dealers } else { Between::Group }
}

/// What is told where the two sides' policies differ: the closer one holds, so that nobody opens what another keeps.
pub fn closer(one: Told, other: Told) -> Told {
    one.min(other)
}

/// Until when a customer is protected for their owner: so many days after filing or, later, after the last real contact
/// (a call, visit or message; not a mere change of the file). A term that was set by hand holds where it is longer.
pub fn protected_until(filed: Instant, contact: Option<Instant>, set: Option<Instant>, days: i64) -> Instant {
    let term = contact.map_or(filed, |contact| contact.max(filed)).plus_days(days);
    set.map_or(term, |set| set.max(term))
}

/// How the first filing stands when someone else comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether somebody owns the customer; else they are in the pool.
    pub owned: bool,
    /// Until when they are protected.
    pub until: Instant,
    /// Whether the customer asks for the newcomer.
    pub wish: bool,
}

/// What the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// (1) The owner keeps the customer; the newcomer is told, assists, and may ask.
    Keeps,
    /// (2) Nobody's, or the protection has ended: the newcomer takes over.
    Passes,
    /// (4) The customer asks for another consultant: the manager transfers them, with a reason.
    Manager,
    /// (5) Two stores of one group: the first filing keeps, the other may ask for access.
    First,
    /// (5) Independent dealers: neither learns of the other; only the maker sees it.
    Apart,
}

/// The decision table of domain.md §2.3: (1), (2), (4), (5). (3) speaks of leads.
pub fn verdict(between: Between, standing: Standing, now: Instant) -> Verdict {
    match between {
        Between::Dealers => Verdict::Apart,
        Between::Group => Verdict::First,
        Between::Store if !standing.owned || standing.until <= now => Verdict::Passes,
        Between::Store if standing.wish => Verdict::Manager,
        Between::Store => Verdict::Keeps,
    }
}

/// For how many days a refusal may be appealed against (domain.md §2.3).
pub const APPEAL_DAYS: i64 = 3;

/// Until when a refusal may be appealed against; none where that was done.
pub fn appeal_until(declined: Instant, appealed: Option<Instant>) -> Option<Instant> {
    appealed.is_none().then(|| declined.plus_days(APPEAL_DAYS))
}

/// What is left to be told of: nothing where the person has filed too many in the hour, or the store was told of too many
/// in the day. True holds the telling back.
pub fn held_back(filed_in_hour: i64, an_hour: i64, told_in_day: i64, a_day: i64) -> bool {
    filed_in_hour > an_hour || told_in_day >= a_day
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 86_400;

    fn at(day: i64) -> Instant {
        Instant(0).plus_seconds(day * DAY)
    }

    /// CUS-10: who is whose neighbour is told by the nearest node above both.
    #[test]
    fn groups_and_dealers() {
        let makers = vec!["/1/".to_owned()];
        assert_eq!(between("/1/2/5/", "/1/2/6/8/", &makers), Between::Group, "two stores of the group 2");
        assert_eq!(between("/1/2/5/", "/1/3/7/", &makers), Between::Dealers, "groups 2 and 3 below the maker");
        assert_eq!(between("/1/5/", "/1/6/", &makers), Between::Dealers, "dealers of the maker, without a group");
        assert_eq!(between("/1/5/", "/1/6/", &[]), Between::Group, "two stores of the root group");
        assert_eq!(between("/1/25/", "/1/2/", &[]), Between::Group, "25 is not below 2");
        assert_eq!(between("/1/", "/2/", &[]), Between::Dealers, "nothing above both");
    }

    /// CUS-10: the decision table (1), (2), (4), (5) of domain.md §2.3.
    #[test]
    fn the_decision_table() {
        let of = |between, owned, until, wish| verdict(between, Standing { owned, until: at(until), wish }, at(10));
        for (between, owned, until, wish, said) in [
            (Between::Store, true, 11, false, Verdict::Keeps),
            (Between::Store, true, 10, false, Verdict::Passes),
            (Between::Store, true, 9, true, Verdict::Passes),
            (Between::Store, false, 11, false, Verdict::Passes),
            (Between::Store, true, 11, true, Verdict::Manager),
            (Between::Group, true, 11, false, Verdict::First),
            (Between::Group, true, 9, true, Verdict::First),
            (Between::Dealers, false, 0, true, Verdict::Apart),
        ] {
            assert_eq!(of(between, owned, until, wish), said, "{between:?} {owned} {until} {wish}");
        }
    }

    /// CUS-10: filing protects, real contact extends, a term set by hand is a least one.
    #[test]
    fn protection() {
        assert_eq!(protected_until(at(0), None, None, 30), at(30));
        assert_eq!(protected_until(at(0), Some(at(12)), None, 30), at(42));
        assert_eq!(protected_until(at(5), Some(at(2)), None, 30), at(35), "a contact before it was theirs");
        assert_eq!(protected_until(at(0), None, Some(at(45)), 30), at(45));
        assert_eq!(protected_until(at(0), None, Some(at(3)), 30), at(30));
    }

    /// CUS-10, domain.md §2.3: three days, once.
    #[test]
    fn appeals() {
        assert_eq!(appeal_until(at(10), None), Some(at(13)));
        assert_eq!(appeal_until(at(10), Some(at(11))), None);
    }

    /// CUS-10: beyond either limit nothing is told.
    #[test]
    fn limits() {
        assert!(!held_back(60, 60, 49, 50));
        assert!(held_back(61, 60, 0, 50));
        assert!(held_back(1, 60, 50, 50));
        assert!(held_back(1, 60, 0, 0), "a store that is told of none");
    }

    proptest! {
        /// CUS-10: whatever the order of the two sides, they stand alike to each other and neither opens more than the
        /// other allows; more contact never shortens the protection.
        #[test]
        fn even_handed(a in "(/[1-3]){1,4}/", b in "(/[1-3]){1,4}/", makers in proptest::collection::vec("(/[1-3]){1,2}/", 0..3),
                       one in 0..3_usize, other in 0..3_usize, filed in 0..100_i64, contact in 0..100_i64, days in 0..60_i64) {
            prop_assert_eq!(between(&a, &b, &makers), between(&b, &a, &makers));
            prop_assert_eq!(common(&a, &b), common(&b, &a));
            prop_assert!(a.starts_with(common(&a, &b)) && b.starts_with(common(&a, &b)));
            let (one, other) = (Told::ALL[one], Told::ALL[other]);
            prop_assert!(closer(one, other) <= one && closer(one, other) == closer(other, one));
            let without = protected_until(at(filed), None, None, days);
            prop_assert!(protected_until(at(filed), Some(at(contact)), None, days) >= without);
        }
    }
}
