//! Operations: what changes many records at once (import, bulk edit, reassignment) and can be taken back as a whole.
//!
//! An operation photographs the rows of a record before and after it ([`Capture`]) and keeps the difference. Undoing
//! compares a third photograph with the second: what still stands as the operation left it goes back to the first; what
//! somebody changed since stays, and is named as a conflict. Records that the operation made are put away, unless
//! somebody worked on them since. Which rows belong to a record, and what follows from them, is the noun's to say
//! ([`Reversible`]); this module knows tables and photographs, and no noun. See decision 0016.

pub mod bulk;
pub mod queries;
pub mod report;
pub mod undo;

mod capture;
mod desk;
mod examine;
mod image;
mod job;
mod later;
mod model;
mod naming;
mod place;
mod restore;
mod reversible;
mod schema;
mod table;
mod tidy;

pub use capture::{Capture, note};
pub use desk::Desk;
pub use examine::{Plan, Step, examine};
pub use image::Image;
pub use job::{UNDO, UndoJob};
pub use later::{Since, in_journal};
pub use model::{Back, Conflict, Counts, Fate, Line, NewOperation, Operation, State};
pub use place::{AnyLook, day, id, yes};
pub(crate) use queries::RowKey;
pub use reversible::{Following, Reversible};
pub use schema::migrations;
pub use table::{Column, ColumnKind, Group, Table};
pub use tidy::{TIDY, TidyJob};
