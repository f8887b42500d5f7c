//! Plates, dated: a change ends one row and begins another, also between two cars.

mod change;
mod model;
pub mod queries;

pub use change::{Taken, change};
pub use model::{Worn, type_of};
