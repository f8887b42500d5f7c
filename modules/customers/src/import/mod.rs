//! Import of customers from a store's sheet, with what other modules hang on them: cars and past visits (CUS-14).
//!
//! A row is recognised by the first usable of its keys. What that comes to is decided without a database
//! ([`decide`]); looking up and writing go over all rows of a step at once.

mod choices;
mod columns;
mod create;
mod decide;
mod difference;
mod find;
mod importer;
mod intake;
mod own;
mod part;
mod queries;
mod setting;
mod update;
mod visits;
mod wish;

pub use importer::CustomerImporter;
pub use own::Own;
pub use part::{Part, PartIntake, PartOutcome, PartRow};
