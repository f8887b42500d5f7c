//! Custodies: which store knows a car, and whose it is there. Row policy of vehicles runs on them; they follow from the
//! engagements of the car's present parties and from visits, and are never written by hand.

mod derive;
mod observer;
pub mod queries;
pub mod rules;

pub use derive::derive;
pub(crate) use derive::derive_new;
pub use observer::Follower;

/// Cars stay with the store that knows them, wherever it or its teams go.
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::store("custodies.paths", "custodies");
