//! Making many vehicles and visits at once: one way for a form, an import and the demo data, with statements of many
//! rows.

mod insert;
mod visits;

pub use insert::insert;
pub use visits::visits;
