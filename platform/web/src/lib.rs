//! The frame that modules hang in: manifests, routes with their access, visitors, problems, and the pages and API that
//! are generic over record kinds.

pub mod api;
pub mod app;
pub mod gate;
pub mod help;
pub mod import;
pub mod limits;
pub mod module;
pub mod operations;
pub mod page;
mod path;
pub mod problem;
pub mod records;
pub mod routes;
pub mod search;
pub mod server;
pub mod viewing;
pub mod visitor;

pub use app::{App, Config, Shared};
pub use gate::{Entry, Gate};
pub use module::{Module, Nav};
pub use page::Page;
pub use path::Path;
pub use problem::{Problem, Result};
pub use routes::{Access, Routes};
pub use visitor::{Theme, Visitor};

/// The frame's own words.
pub const LOCALE: kernel::words::Locale = kernel::locale!("web");
