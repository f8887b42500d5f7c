//! Erasing a person in steps, each of which may be cut off and done again; and the ledger by which a restore of an older
//! backup erases them once more.

mod job;
pub mod ledger;
mod queries;
mod replay;
mod steps;

pub use job::{ERASE, EraseJob};
pub use queries::due as duties_over;
pub use replay::replay;
pub use steps::{Eraser, STEPS, duties};
