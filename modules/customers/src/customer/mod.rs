//! The customer: one file per person or organisation in the tenant.

pub mod belongings;
pub mod bulk;
mod commands;
pub mod completeness;
pub mod create;
pub mod delete;
pub mod file;
pub mod lookup;
pub(crate) mod model;
pub(crate) mod queries;
pub mod reading;
pub mod rules;
pub(crate) mod search;
pub mod update;
mod verbs;

pub use commands::CustomerCommands;
pub use create::{CreateError, from_sheet};
pub(crate) use create::{context, engagement_of};
pub use model::{Created, Customer, Facts, NewCustomer, Notes, notes};
