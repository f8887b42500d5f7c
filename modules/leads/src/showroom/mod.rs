//! The log of the showroom (来店登记, LEAD-04): every group that comes is registered, also those who only look; a board
//! shows who is in the house and for how long; a telephone number makes a lead of them, or finds the one there is.
//!
//! [`register`] begins a visit, [`take`] and [`leave`] bring it on by [`machine`], [`drives`] are driven with a licence that
//! was checked, [`rota`] says whose turn it is.

mod commands;
pub mod drives;
mod kind;
pub mod machine;
mod merging;
pub mod milestone;
mod model;
pub mod moves;
pub(crate) mod naming;
pub(crate) mod pages;
pub mod past;
mod places;
mod privacy;
pub mod queries;
mod reading;
mod register;
pub mod rota;
mod schema;
mod update;

pub use commands::VisitCommands;
pub use kind::VISIT;
pub use machine::{Act, State};
pub(crate) use merging::Visits as Merged;
pub use milestone::Milestone;
pub use model::Visit;
pub use moves::{leave, take};
pub(crate) use privacy::Visits as Told;
pub use register::register;
pub use update::{delete, update};

/// The steps of the schema.
pub(crate) fn migrations() -> Vec<kernel::Migration> {
    [schema::migrations(), drives::migrations()].concat()
}

/// Visits stay with their store, wherever it or its teams go.
pub(crate) const FOLLOWS: organisation::Follows =
    organisation::Follows::store("showroom_visits.paths", "showroom_visits");
