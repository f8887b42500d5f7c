//! The import wizard: file → columns → check → mend → run → report. Each step is a page with an address of its own, so
//! that people may leave and come back; what goes on in between is a job.
//!
//! An import is visible to whoever started it and to those who may change records of the store in bulk.

mod case;
mod grid;
mod list;
mod mapping;
mod progress;
mod report;
mod sentence;
mod show;
mod steer;
mod summary;
mod upload;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use kernel::Action;

use crate::Routes;
use crate::routes::Access;

/// Whoever may make customers may bring them in from a sheet; what a row may do is checked below, row by row.
const ACCESS: Access = Access::Record("customer", Action::Create);

/// The wizard's pages.
pub fn routes() -> Routes {
    // The limit on files is kept while they stream to the disk, with a sentence of its own.
    let streamed = DefaultBodyLimit::disable();
    Routes::new()
        .get("/imports", ACCESS, list::page)
        .get("/imports/new", ACCESS, upload::page)
        .post("/imports", ACCESS, upload::take.layer(streamed))
        .get("/imports/{import}", ACCESS, show::page)
        .get("/imports/{import}/mapping", ACCESS, mapping::page)
        .post("/imports/{import}/mapping", ACCESS, mapping::keep)
        .get("/imports/{import}/progress", ACCESS, progress::fragment)
        .get("/imports/{import}/rows", ACCESS, grid::rows)
        .post("/imports/{import}/cells", ACCESS, grid::mend)
        .post("/imports/{import}/check", ACCESS, steer::check)
        .post("/imports/{import}/run", ACCESS, steer::run)
        .post("/imports/{import}/pause", ACCESS, steer::pause)
        .post("/imports/{import}/resume", ACCESS, steer::resume)
        .post("/imports/{import}/cancel", ACCESS, steer::cancel)
        .get("/imports/{import}/report", ACCESS, report::download)
}
