//! The log of contacts with a lead: calls, messages, visits, and attempts that reached nobody.

mod log;
mod model;
pub mod queries;

pub use log::log;
pub(crate) use log::note;
pub use model::{Contact, NewContact, is_real};
