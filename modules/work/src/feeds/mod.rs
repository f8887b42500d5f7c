//! The work list in one's own calendar: an address with a secret, which calendars of telephones and computers subscribe to
//! (RFC 5545). What leaves the house this way lies with whoever keeps that calendar, so it tells what is to be done and by
//! when, and never the name of a customer.

mod change;
mod ical;
mod model;
pub mod queries;

pub use change::{open, revoke};
pub use ical::{Entry, write};
pub use model::Feed;
