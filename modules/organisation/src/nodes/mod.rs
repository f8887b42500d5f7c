//! Nodes: the dated tree of maker, group, regions, stores, departments and teams (SYS-02).

mod add;
pub mod change;
mod commands;
pub mod dated;
mod following;
mod kind;
mod model;
mod moving;
mod open_store;
mod places;
pub mod queries;
pub mod redating;
mod rules;

pub use add::{NewNode, add_node};
pub use commands::StoreCommands;
pub use following::Follows;
pub use kind::STORE;
pub use model::{Node, NodeKind};
pub use moving::move_node;
pub use open_store::{Furnishing, Furnishings, NewStore, OWN_PARTS, open_store};
pub use places::Places;
pub use rules::{may_stand_under, moved_path, prefixes};
