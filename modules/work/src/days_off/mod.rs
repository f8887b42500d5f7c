//! Days off and make-up working days of a node and all below it (节假日、调休): what a weekday alone does not tell.

mod change;
mod list;
mod model;
pub mod queries;

pub use change::{put, remove};
pub use list::{Line, WrongLine, read};
pub use model::{DayKind, DayOff, NewDay};
