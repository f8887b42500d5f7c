//! Figures of the showroom and of sales (LEAD-04, LEAD-06, SYS-10; domain.md §3.1): each is defined once, in [`FIGURES`], and
//! the report, its workbook, the head office's board and the rows behind a figure all read that definition.
//!
//! What happened is counted from facts that carry store, owner and level of their moment, so that a transfer does not
//! change last month; what stands now is counted from how it stands.

mod behind;
mod catalogue;
mod days;
mod now;
mod read;
mod source;

pub use behind::{Fact, behind};
pub use catalogue::{FIGURES, Figure, READY, Value};
pub use days::{Every, Span};
pub use now::{Standing, now};
pub use read::{Asked, Counts, Key, Tally, by_day, minutes, read};
pub use source::Source;
