//! Telephone numbers: several per customer, one of them primary.

mod change;
mod model;
pub(crate) mod queries;

pub(crate) use change::replace_primary;
pub use change::{add, make_primary, remove};
pub use model::{NewPhone, Phone};
