//! Sharing a customer with a person, team or store, read or edit, until a day (CUS-05).

mod model;
pub(crate) mod queries;
mod share;

pub use model::{NewShare, Share, ShareAccess};
pub use share::{end, share};
