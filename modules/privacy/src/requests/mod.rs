//! Requests: what someone asked of their file, how they showed who they are, until when it is to be answered, and what
//! came of it (PIPL 44–50).

mod change;
mod link;
mod model;
pub mod queries;
pub mod rules;

pub use change::{
    Decision, NewRequest, PROPOSED, add, close_when_erased, close_when_made, decide, note, second_person,
};
pub use link::LINKED;
pub use model::{Linked, Request, Step};
pub use rules::{Deed, Kind, State, forward};
