//! The opportunity (商机, SALE-01): what a customer may buy at a store, from the file to the delivery.

mod commands;
mod follow;
pub mod ledger;
mod lose;
mod model;
mod open;
mod pending;
pub mod queries;
mod rest;
mod stage;
pub mod states;
mod step;
mod tell;
mod update;

pub use commands::OpportunityCommands;
pub use follow::Follower;
pub use lose::{Loss, REVIEW, approve, ask_defeat, give_back, withdraw};
pub(crate) use model::number;
pub use model::{NewOpportunity, Opportunity};
pub use open::open;
pub(crate) use open::{SERIES, day};
pub use pending::{Pending, open_of, pending};
pub(crate) use rest::SECOND_CHANCE_DAYS;
pub use rest::{claim, reactivate, release, sleep, wake};
pub use stage::{move_to, reach};
pub use states::{Act, State, TRANSITIONS, allowed, next};
pub(crate) use step::{require, take};

/// Opportunities stay with their store, wherever it or its teams go.
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::store("opportunities.paths", "opportunities");
