//! Which stores know a car, and whose it is there: from the parties' engagements and the visits, without a database.

use std::collections::BTreeMap;

use kernel::Id;

/// Why a store knows a car; the order is that of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// Its owner is a customer there.
    Owner,
    /// Its driver is.
    Driver,
    /// Whoever pays for it is.
    Payer,
    /// It has been there.
    Visit,
    /// It was entered there without a customer.
    Entered,
}

impl Ground {
    /// The ground of a party's role.
    pub fn of_role(role: &str) -> Ground {
        match role {
            "owner" => Ground::Owner,
            "driver" => Ground::Driver,
            _ => Ground::Payer,
        }
    }
}

/// One reason for a store to know a car.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// Why.
    pub ground: Ground,
    /// Orders claims of one ground: the older engagement first, the later visit first.
    pub rank: (i64, Id),
    /// The consultant.
    pub owner: Option<Id>,
    /// The place in the organisation.
    pub path: String,
}

/// Where a car stands at a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The consultant, if there is one.
    pub owner: Option<Id>,
    /// The place in the organisation.
    pub path: String,
}

/// One standing per store: the strongest claim decides, also where it has no consultant (the car of a customer in the
/// pool is in the pool).
pub fn standings(claims: impl IntoIterator<Item = (Id, Claim)>) -> BTreeMap<Id, Standing> {
    let mut best: BTreeMap<Id, Claim> = BTreeMap::new();
    for (store, claim) in claims {
        match best.get(&store) {
            Some(held) if *held <= claim => {}
            _ => drop(best.insert(store, claim)),
        }
    }
    best.into_iter().map(|(store, claim)| (store, Standing { owner: claim.owner, path: claim.path })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn claim(ground: Ground, rank: i64, owner: u128) -> Claim {
        Claim {
            ground,
            rank: (rank, Id::from_u128(owner)),
            owner: (owner > 0).then(|| Id::from_u128(owner)),
            path: format!("/{owner}/"),
        }
    }

    /// CUS-03: the owner's consultant has the car, also where the driver is a customer of the same store.
    #[test]
    fn the_owner_comes_before_the_driver() {
        let store = Id::from_u128(9);
        let found = standings([
            (store, claim(Ground::Driver, 1, 2)),
            (store, claim(Ground::Owner, 5, 3)),
            (store, claim(Ground::Visit, 0, 4)),
        ]);
        assert_eq!(found[&store].owner, Some(Id::from_u128(3)));
        let pool = standings([(store, claim(Ground::Owner, 5, 0)), (store, claim(Ground::Driver, 1, 2))]);
        assert_eq!(pool[&store].owner, None, "the owner is in the pool, and so is the car");
    }

    fn any_claims() -> impl Strategy<Value = Vec<(Id, Claim)>> {
        let ground =
            prop::sample::select(vec![Ground::Owner, Ground::Driver, Ground::Payer, Ground::Visit, Ground::Entered]);
        prop::collection::vec(
            (1u128..4, ground, 0i64..4, 0u128..5)
                .prop_map(|(store, g, rank, owner)| (Id::from_u128(store), claim(g, rank, owner))),
            0..12,
        )
    }

    proptest! {
        /// CUS-03: what a store knows does not depend on the order in which it came to know it.
        #[test]
        fn the_order_of_claims_does_not_matter(claims in any_claims(), turn in 0usize..12) {
            let mut turned = claims.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
                turned.reverse();
            }
            prop_assert_eq!(standings(claims), standings(turned));
        }

        /// CUS-03: exactly the stores with a claim know the car.
        #[test]
        fn every_claim_gives_its_store_a_standing_and_nothing_else_does(claims in any_claims()) {
            let stores: std::collections::BTreeSet<Id> = claims.iter().map(|(store, _)| *store).collect();
            let found = standings(claims.clone());
            prop_assert_eq!(found.keys().copied().collect::<std::collections::BTreeSet<_>>(), stores);
            for (store, standing) in &found {
                let strongest = claims.iter().filter(|(s, _)| s == store).map(|(_, c)| c).min().unwrap();
                prop_assert_eq!(&standing.owner, &strongest.owner);
            }
        }
    }
}
