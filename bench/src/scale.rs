//! How large a measured group is.

use clap::ValueEnum;
use fourfold::demo::generate::{World, scaled};
use kernel::Instant;

/// Seed of all measured groups.
const SEED: u64 = 4_004;

/// A size (design.md, budgets).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scale {
    /// 5,000 customers in 3 stores.
    #[value(name = "S")]
    Small,
    /// 100,000 customers in 20 stores.
    #[value(name = "M")]
    Medium,
    /// 1,000,000 customers, 1.2 million vehicles, 8 million timeline entries, 200 stores, 5,000 users.
    #[value(name = "L")]
    Large,
}

impl Scale {
    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Scale::Small => "S",
            Scale::Medium => "M",
            Scale::Large => "L",
        }
    }

    /// The group as of a moment.
    pub fn world(self, now: Instant) -> World {
        let (customers, stores, staff) = match self {
            Scale::Small => (5_000, 3, 12),
            Scale::Medium => (100_000, 20, 25),
            Scale::Large => (1_000_000, 200, 25),
        };
        scaled(SEED, customers, stores, staff, now)
    }
}
