//! Settings: values that inherit down the tree and can be overridden at any node (SYS-01).

mod catalogue;
mod change;
mod limits;
pub mod overview;
pub mod queries;
mod rules;

pub use catalogue::{SETTINGS, Setting, SettingKind, TELLING, keys};
pub use change::{clear_setting, lock_setting, set_setting};
pub use limits::Limits;
pub use queries::{flag, number, setting};
pub use rules::{Origin, Resolved, SetAt, resolve};
