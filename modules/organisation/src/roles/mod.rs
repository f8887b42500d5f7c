//! Roles: named bundles of functions, record permissions and field openness, in a hierarchy (SYS-04).

mod builtin;
pub mod change;
pub mod entry;
mod grants;
mod model;
pub mod overview;
pub mod queries;
mod seed;
pub mod sheet;

pub use builtin::{BUILTIN, Builtin, Openness, grants_of};
pub use model::Role;
pub(crate) use seed::seed_names;
pub use seed::seed_roles;
