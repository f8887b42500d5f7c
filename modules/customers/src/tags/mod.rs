//! Tags: words that a store puts on its customers.

mod change;
pub(crate) mod queries;

pub use change::{add, remove};
pub use queries::Tag;
