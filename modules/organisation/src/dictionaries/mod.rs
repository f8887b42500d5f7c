//! Base data 基础数据: every pick list as entries that inherit down the tree and can be overridden or added to at any
//! node (SYS-06).

mod cache;
mod catalogue;
mod change;
mod check;
mod labels;
pub mod queries;
mod rules;

pub use cache::{Dictionaries, TenantDictionaries};
pub use catalogue::{DICTIONARIES, DictionarySeed, Seeds};
pub(crate) use change::seed_names;
pub use change::{clear_entry, seed, set_entry};
pub use check::check;
pub use rules::{Entry, ResolvedEntry, entries_at};
