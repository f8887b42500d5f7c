//! Owners, drivers and payers, dated: whose car it is today and whose it was.

mod change;
mod model;
pub mod queries;

pub use change::{add, change_owner, remove};
pub use model::{NewParty, Party, Role};
