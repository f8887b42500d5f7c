//! Past visits, as stores' own sheets have them: with custodies they make the whole life of a car, store by store.

mod model;
pub mod queries;

pub use model::{NewVisit, Visit};

/// Visits go along with their store.
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::store("visits.paths", "visits");
