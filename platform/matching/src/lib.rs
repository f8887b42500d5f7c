//! Who is who: probabilistic record linkage for customers (CUS-07). Pure rules; no file, no database, no clock.
//!
//! Two records are compared part by part ([`Slot`]), each part agreeing to some degree ([`Level`]). What a degree says is
//! not set by hand: a mixture of three kinds of pairs (one person, one household, strangers) is estimated from the records
//! themselves without knowing who is who ([`estimate`]), after Fellegi and Sunter. Rare values say more than common ones.
//! Pairs worth comparing are found by [`blocking`]; [`link`] does a whole file; [`Model::score`] does one pair. How and how
//! well is told in `docs/duplicates.md`.
//!
//! ```
//! use matching::{Model, Pool, Role, agreement};
//!
//! let mut pool = Pool::new();
//! let a = pool.add([(Role::FullName, "王小明"), (Role::Phone, "13812345678")]);
//! let b = pool.add([(Role::FullName, "王晓明"), (Role::Phone, "138 1234 5678")]);
//! let score = Model::usual(10_000).score(&pool, &agreement(&pool, &a, &b));
//! assert!(score.same > 0.9);
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod agreement;
pub mod blocking;
pub mod cluster;
pub mod compare;
mod date;
mod distance;
mod estimate;
mod level;
mod link;
mod model;
mod pool;
mod role;
pub mod sample;
mod slot;
pub mod table;
mod usual;
mod value;

pub use agreement::{Agreement, Pattern, agreement};
pub use estimate::{Counts, Sample, estimate};
pub use level::Level;
pub use link::{AUTOMATIC, KEPT, Linked, Pair, REVIEW, link, sample as teach};
pub use model::{Model, Reason, Score, Table};
pub use pool::{Pool, Profile};
pub use role::Role;
pub use slot::Slot;
pub use value::{Value, read};
