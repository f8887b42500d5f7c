//! A file of records whose truth stands in one of its columns: how well does the model find it?

mod evaluate;
mod guess;
mod plan;
mod truth;

pub use evaluate::{Report, evaluate};
pub use guess::guess;
pub use plan::{Plan, PlanError};
