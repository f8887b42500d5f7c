//! Contacts of an opportunity (跟进, LEAD-05): when, through what, what came of it, the level from then on, and when the
//! next one is due.

mod log;
mod queries;

pub use log::{NewFollowUp, log};
pub use queries::{FollowUp, of};
