//! Records: each noun is described once, and everything generic over nouns reads the description.
//!
//! [`Kind`] describes a noun, [`Field`] one of its fields. From these come lists, filters, counts, search, forms,
//! import, export, masking, history and the API. Row and field policy is compiled into every query ([`policy`]).

pub mod commands;
pub mod custom;
pub mod erasure;
pub mod explain;
pub mod export;
pub mod filter;
pub mod find;
pub mod history;
pub mod import;
pub mod input;
pub mod kind;
pub mod list;
pub mod mask;
pub mod opening;
pub mod operations;
mod plan;
pub mod policy;
pub mod preferences;
pub mod reason;
pub mod registry;
pub mod search;
pub mod select;
pub mod shares;
pub mod value;
pub mod views;

mod schema;

pub use commands::{Commands, Input, Refusal, Verb};
pub use filter::{Filter, Op};
pub use find::{find, require};
pub use kind::{Anchor, Class, Custom, Field, FieldKind, Kind, Source, Uses};
pub use list::{Count, Cursor, ListError, ListQuery, Page, count, list, list_with_count};
pub use registry::Registry;
pub use value::{Datum, Row, Shown};

/// The tables that serve all nouns, those of imports and operations among them.
pub fn migrations() -> Vec<kernel::Migration> {
    let mut list = schema::migrations();
    list.extend(import::migrations());
    list.extend(custom::migrations());
    list.extend(operations::migrations());
    list
}
