//! Giving leads out (LEAD-03): from the head office to a store by rules, in a store to whoever has the least to do, by a
//! manager by hand. Every giving is a compare and set: of two at the same time one wins.

mod by_hand;
mod distribute;
pub mod queries;
mod rules;
mod settle;

pub(crate) use by_hand::{Given, give};
pub use by_hand::{assign, send};
pub use distribute::{Distributor, distribute};
pub use rules::{Facts, LeadRule, freest};
pub use settle::{MANAGE, remove, save};
