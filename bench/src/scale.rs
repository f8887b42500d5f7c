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

/// How many leads and open opportunities a group has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Funnel {
    /// Arrivals of a year.
    pub leads: u64,
    /// At most so many open opportunities.
    pub open: u64,
}

impl Scale {
    /// Its funnel. At M nearly every customer has an open opportunity: as many as its peers were measured with (stack.md).
    pub fn funnel(self) -> Funnel {
        match self {
            Scale::Small => Funnel { leads: 5_000, open: 1_000 },
            Scale::Medium => Funnel { leads: 100_000, open: 100_000 },
            Scale::Large => Funnel { leads: 500_000, open: 100_000 },
        }
    }

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
