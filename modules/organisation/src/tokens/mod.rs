//! API tokens: a key in a person's name for scripts and other systems.

mod create;
pub mod queries;

pub use create::{NewToken, create_token, revoke_token};
pub use queries::Token;
