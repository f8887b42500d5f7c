//! The board (看板): the open opportunities by stage, with count and sum, and the first cards of each.

mod api;
mod load;
mod page;
mod queries;

pub(crate) use api::{board as api_board, document};
pub use load::{Asked, Board, Column, load};
pub(crate) use page::{after, show};
