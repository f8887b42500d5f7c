//! The lead: its row, its way, and what is done with it.

mod commands;
mod create;
mod delete;
mod due;
mod following;
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
pub use due::{Due, due};
pub use following::{NodeMoves, PathJob};
pub use machine::{Act, State};
pub use model::Lead;
pub use update::update;
