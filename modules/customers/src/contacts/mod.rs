//! Contacts: the people of an organisation (CUS-13).

mod change;
mod model;
pub(crate) mod queries;

pub use change::{add, remove};
pub use model::{Contact, NewContact};
