//! The chain that seals the journal (SYS-09): every entry's link covers its content and the link before, so that nothing
//! is changed, taken out or put in later without the chain breaking there. Links are keyed ([`crate::Keys::link`]): the
//! database alone is not enough to make a chain anew.
//!
//! Entries are written by many transactions at once, and their ids say nothing about who commits first. So an entry waits
//! in `journal_waiting`, written with it, and [`seal`] gives it its position within seconds, one node at a time. Values of
//! fields stand beside the entries and may be erased for their owner's sake; the link covers their digest, so that erased
//! values leave the chain whole and changed ones do not.

mod check;
mod content;
mod cut;
pub mod queries;
mod seal;

pub use check::{Fault, Report, check, note_check};
pub use cut::{SEGMENT, cut};
pub use seal::seal;
