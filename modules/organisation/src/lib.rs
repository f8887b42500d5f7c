//! The organisation: account sets, the dated tree, people, roles, permissions, sign-in, settings and base data.
//!
//! It implements the gate of the house ([`gate`]) and builds every [`kernel::Scope`] ([`powers`]).

pub mod dictionaries;
pub mod nodes;
pub mod powers;
pub mod roles;
pub mod sessions;
pub mod settings;
pub mod tenants;
pub mod tokens;
pub mod users;
pub mod versions;

mod me;
mod schema;
mod set_up;
mod sign_in;

pub use powers::{Directory, scope_of_user};
pub use schema::migrations;
pub use sessions::gate;

/// The zone by whose calendar posts and placements begin and end, and in which nodes stand unless told otherwise.
pub const HOUSE_ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;
