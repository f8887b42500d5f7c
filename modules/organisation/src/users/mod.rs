//! People: who they are, how they sign in, which posts they hold (SYS-03).

mod add;
pub(crate) mod authority;
mod change;
mod choice;
mod commands;
pub mod departure;
pub mod history;
mod kind;
pub mod leaving;
mod model;
pub mod password;
pub mod queries;
pub mod search;
mod undo;

pub use add::{NewPost, NewUser, add_post, add_user, normalise_login};
pub use change::{demand_password_change, disable_user, enable_user, set_look, set_password};
pub use choice::Choice;
pub use commands::UserCommands;
pub use kind::USER;
pub use model::User;
pub use undo::People;
