//! Powers: what someone's posts and roles come to (SYS-04, SYS-05), and the scope made of them.

mod delegation;
mod directory;
mod explain;
pub mod queries;
mod ranges;
pub mod rules;
mod scope;

pub use delegation::{Domain, domain};
pub use directory::{Directory, Membership};
pub use explain::Explanations;
pub use ranges::Ranges;
pub use rules::{EntryRules, Level, Post, RoleSheet, Standing, effective, powers, reach, within};
pub use scope::{membership, of_posts, scope_of_user, scope_within, today};
