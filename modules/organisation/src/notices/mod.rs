//! Notices: what waits behind the bell (SYS-17). Modules tell people something after an event ([`tell`]); each person
//! reads only their own, and a record's name is looked up under their policy when they read.

mod erasure;
mod imports;
mod model;
mod page;
pub mod queries;
mod security;
mod tell;
mod tidy;

pub use erasure::erase;
pub use imports::ImportsEnd;
pub use model::{NewNotice, Notice};
pub use security::{Security, SecurityChanges, security};
pub use tell::tell;
pub use tidy::{TIDY, TidyJob};

use web::{Access, Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/notices", Access::SignedIn, page::show)
        .post("/notices/read", Access::SignedIn, page::read_all)
        .post("/notices/{notice}/read", Access::SignedIn, page::read)
}
