//! Tasks: what somebody is to do by a moment, about any record of the house (SALE-02).

mod about;
mod changes;
mod commands;
mod create;
mod duties;
mod kind;
mod model;
pub mod queries;
mod remind;
mod rules;
mod tellings;
mod undo;

pub use about::{About, Abouts};
pub use changes::{Close, close, hand_on, pass, postpone, reopen};
pub use commands::TaskCommands;
pub use create::{NewTask, create, make};
pub use duties::TaskDuties;
pub(crate) use duties::icon;
pub use kind::TASK;
pub use model::Task;
pub use remind::{REMIND, RemindJob};
pub use rules::{Deed, MOVES, State, after};
pub use tellings::Tellings;
pub(crate) use undo::Tasks as Undone;

/// Tasks go where the person goes who is to do them.
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::person("work.paths", "tasks");
