//! Handing over the customers of someone who leaves (离职交接, SYS-03): what hangs on them, to whom it goes by which rule,
//! and doing so as one operation that can be taken back.

mod along;
mod begin;
mod counted;
mod job;
mod late;
mod model;
mod notices;
pub(crate) mod queries;
mod rules;
mod survey;
mod views;

pub use along::{Estate, Receivers, count as count_along};
pub use begin::{Preview, Wish, begin, preview};
pub use job::{HANDOVER, HandoverJob};
pub use model::{Asked, StorePart, StoreWish, To};
pub use notices::{Done, Undone};
pub use rules::{HOT_GRADES, Share, is_hot};
pub use survey::{AtStore, Hanging, Owned, Survey, survey};
