#![cfg_attr(test, allow(clippy::unwrap_used))]
mod agreement;
pub mod blocking;
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
mod usual;
mod value;

pub use agreement::{Agreement, Pattern, agreement};
pub use estimate::{Counts, Sample, estimate};
pub use level::Level;
pub use link::{KEPT, Linked, Pair, link, sample};
pub use model::{Model, Reason, Score, Table};
pub use pool::{Pool, Profile};
pub use role::Role;
pub use slot::Slot;
pub use value::{Value, read};
