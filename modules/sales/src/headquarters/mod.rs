//! The head office's board (总部看板, SYS-10): every store as it stands now, on a page that refreshes itself and on a screen
//! on the wall. Its figures are those of [`crate::figures`], and each opens to its rows.

mod load;
mod page;
mod table;

pub use load::{Board, Store, load};
pub(crate) use page::show;

/// The function of those who watch stores (`capability-headquarters-see`). What they see is what they reach.
pub const SEE: &str = "headquarters.see";

/// What happened today, then what stands now.
pub const COLUMNS: &[&str] =
    &["visits", "inside", "leads", "answer-minutes", "answer-rate", "opened", "ready", "overdue", "open"];
