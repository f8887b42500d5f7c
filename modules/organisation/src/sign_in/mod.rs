//! Signing in and out.

mod attempts;
mod cast;
mod client;
mod code;
mod entry;
mod farewell;
mod language;
mod next;
mod page;
mod post;
mod queries;
mod ticket;

use web::{Access, Routes};

pub use cast::DEMO_PASSWORD;
pub(crate) use client::Client;
pub(crate) use entry::{as_user, asked_again, code_again, is_allowed, let_in, let_in_by, note_failure};
pub(crate) use language::language_cookie;
pub(crate) use next::own_path;
pub(crate) use page::sign_in_page;
pub(crate) use ticket::give as code_ticket;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, page::show)
        .post("/sign-in", Access::Public, post::sign_in)
        .get("/sign-in/code", Access::Public, code::show)
        .post("/sign-in/code", Access::Public, code::check)
        .post("/sign-out", Access::SignedIn, post::sign_out)
        .post("/language", Access::Public, language::choose)
}
