//! Telephone numbers: several per customer, one of them primary.

mod change;
mod model;
pub(crate) mod queries;

pub use change::{add, make_primary, remove};
pub(crate) use change::replace_primary;
pub use model::{NewPhone, Phone};
