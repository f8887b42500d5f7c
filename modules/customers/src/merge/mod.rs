//! Merging two files of one person, and parting them again, also after later changes (CUS-07).
//!
//! The survivor keeps its id and number; the absorbed file is put away, and its number and address lead to the survivor.
//! Everything that hangs on it goes over: rows of this module by [`moves`], those of other modules through
//! [`Belonging`](crate::seams::Belonging). What stood on the survivor is remembered, and each row that went along by its
//! id: undoing takes back exactly that, and leaves standing what was changed since.

mod apart;
mod conflicts;
mod fields;
mod folds;
mod join;
mod late;
mod model;
mod moves;
mod phones;
pub(crate) mod queries;
mod rules;

pub use apart::undo;
pub use conflicts::{Conflict, conflicts};
pub(crate) use join::by_verdict;
pub use join::merge;
pub use late::Latecomers;
pub(crate) use model::blank_kept;
pub use model::{Choices, Merge, Side};
pub use moves::{pass, pass_named};
pub use queries::{find, keeper, of};
pub use rules::{settled, standing};
