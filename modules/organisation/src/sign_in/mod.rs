//! Signing in and out.

mod attempts;
mod cast;
mod client;
mod language;
mod next;
mod page;
mod post;
mod queries;

use web::{Access, Routes};

pub(crate) use attempts::{release, reserve};
pub use cast::DEMO_PASSWORD;
pub(crate) use client::Client;
pub(crate) use language::language_cookie;
pub(crate) use next::own_path;
pub(crate) use post::let_in;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, page::show)
        .post("/sign-in", Access::Public, post::sign_in)
        .post("/sign-out", Access::SignedIn, post::sign_out)
        .post("/language", Access::Public, language::choose)
}
