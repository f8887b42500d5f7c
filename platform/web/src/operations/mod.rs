//! Operations: what changed many records at once, how far it is, what became of each record, and the way back.
//!
//! An operation is visible to whoever did it and to those who may change records of its place in bulk.

mod account;
mod api;
mod file;
mod list;
mod offer;
mod progress;
mod show;
mod undo;
mod wording;

use crate::Routes;
use crate::routes::Access;

pub use offer::offer;

/// Who has done anything of the kind is known by the operations alone: each page shows only those within reach.
const ACCESS: Access = Access::SignedIn;

/// The pages.
pub fn routes() -> Routes {
    Routes::new()
        .get("/operations", ACCESS, list::page)
        .get("/operations/{operation}", ACCESS, show::page)
        .get("/operations/{operation}/progress", ACCESS, progress::fragment)
        .get("/operations/{operation}/undo", ACCESS, undo::page)
        .post("/operations/{operation}/undo", ACCESS, undo::start)
        .post("/operations/{operation}/resume", ACCESS, progress::resume)
        .get("/operations/{operation}/report", ACCESS, file::download)
        .get("/api/v1/operations", ACCESS, api::list)
        .get("/api/v1/operations/{operation}", ACCESS, api::one)
        .post("/api/v1/operations/{operation}/undo", ACCESS, api::undo)
}

/// What the API tells of itself.
pub fn documents() -> Vec<(&'static str, serde_json::Value)> {
    api::documents()
}
