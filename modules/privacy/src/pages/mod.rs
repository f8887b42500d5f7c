//! The pages of privacy, for those who look after it.

mod copy;
mod deeds;
mod desk;
mod erase;
mod list;
mod new;
mod show;

use web::{Access, Routes};

use crate::MANAGE;

const OFFICER: Access = Access::Capability(MANAGE);

/// All pages.
pub fn routes() -> Routes {
    Routes::new()
        .get("/privacy", OFFICER, list::page)
        .get("/privacy/new", OFFICER, new::form)
        .post("/privacy/new", OFFICER, new::add)
        .get("/privacy/{privacy_request}", OFFICER, show::page)
        .get("/privacy/{privacy_request}/progress", OFFICER, show::progress)
        .post("/privacy/{privacy_request}/check", OFFICER, deeds::check)
        .post("/privacy/{privacy_request}/fulfil", OFFICER, deeds::fulfil)
        .post("/privacy/{privacy_request}/refuse", OFFICER, deeds::refuse)
        .post("/privacy/{privacy_request}/withdraw", OFFICER, deeds::withdraw)
        .post("/privacy/{privacy_request}/lift", OFFICER, deeds::lift)
        .get("/privacy/{privacy_request}/erasure", OFFICER, erase::ask)
        .post("/privacy/{privacy_request}/erasure", OFFICER, erase::begin)
        .get("/privacy/{privacy_request}/copy", OFFICER, copy::download)
        .get("/privacy/{privacy_request}/print", OFFICER, copy::print)
}

/// Help about these pages.
pub fn help() -> Vec<web::help::Help> {
    web::help_texts![
        ("/privacy", "privacy"),
        ("/privacy/new", "privacy-new"),
        ("/privacy/{privacy_request}", "privacy-request"),
        ("/privacy/{privacy_request}/erasure", "privacy-erasure"),
    ]
}
