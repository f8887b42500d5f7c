//! The lead: its row, its way, and what is done with it.

mod commands;
mod create;
mod delete;
mod due;
pub mod invalid;
pub mod machine;
mod model;
pub mod moves;
pub mod places;
pub mod queries;
mod reading;
pub(crate) mod search;
mod update;

pub use commands::LeadCommands;
pub(crate) use create::number;
pub use create::{Made, Outcome, create};
pub use delete::delete;
pub use due::{Due, count_due, due};
pub use machine::{Act, State};
pub use model::Lead;
pub(crate) use reading::context;
pub use update::update;

/// Leads stay with their store, wherever it or its teams go; those of no store go with the place they wait at.
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::store("leads.paths", "leads");
