//! Changing many records at once: a selection, or all that match a list's filter, as an operation with an account of
//! every record (CUS-05, SYS-09).

mod apply;
mod job;
mod selection;

pub use job::{BULK, BulkJob};
pub use selection::{Asked, EDIT, MOST_SELECTED, Selection, editable, start};
