//! Engagements: a customer's standing with one store, with its owner, class and grade.

pub mod classes;
pub mod engage;
pub mod history;
pub(crate) mod lines;
mod model;
pub mod pace;
pub(crate) mod queries;
mod rules;

pub use lines::{ClassLine, OwnerLine};
pub use model::{Engagement, NewEngagement};
pub(crate) use queries::Rows;
pub use rules::{CONVERSIONS, Class, Conversion, GRADES, UNRATED, conversion, grade_for, next_contact};

/// Customers stay with their store, wherever it or its teams go (SYS-02).
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::store("customers.paths", "engagements");
