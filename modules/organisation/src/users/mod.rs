//! People: who they are, how they sign in, which posts they hold (SYS-03).

mod add;
mod change;
mod commands;
mod kind;
pub mod leaving;
mod model;
pub mod password;
pub mod queries;

pub use add::{NewPost, NewUser, add_post, add_user, normalise_login};
pub use change::{disable_user, enable_user, end_post, set_look, set_password};
pub use commands::UserCommands;
pub use kind::USER;
pub use model::User;
