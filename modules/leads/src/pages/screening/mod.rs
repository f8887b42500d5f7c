//! The pages of screening: a lead's answers, questionnaires and web forms of administrators, and the web form itself.

mod answering;
mod api;
mod apply;
mod bands;
mod editor;
mod forms;
mod list;
mod panel;
mod question;
mod questions;
mod result;

use kernel::Action;
use web::{Access, Routes};

pub(super) use panel::panel;

use crate::LEAD;
use crate::screening::MANAGE;

pub(crate) use api::documents;

/// Routes of screening.
pub(super) fn routes() -> Routes {
    let (see, edit) = (Access::Record(LEAD.name, Action::See), Access::Record(LEAD.name, Action::Edit));
    let keep = Access::Capability(MANAGE);
    Routes::new()
        .get("/leads/{lead}/screening", edit, answering::page)
        .post("/leads/{lead}/screening", edit, answering::save)
        .get("/api/v1/leads/{lead}/screening", see, api::read)
        .post("/api/v1/leads/{lead}/screening", edit, api::write)
        .get("/lead-questionnaires", keep, list::page)
        .get("/lead-questionnaires/new", keep, list::new)
        .post("/lead-questionnaires/new", keep, list::create)
        .get("/lead-questionnaires/{questionnaire}", keep, editor::page)
        .post("/lead-questionnaires/{questionnaire}", keep, editor::rename)
        .post("/lead-questionnaires/{questionnaire}/questions", keep, editor::arrange)
        .get("/lead-questionnaires/{questionnaire}/questions/{question}", keep, question::page)
        .post("/lead-questionnaires/{questionnaire}/questions/{question}", keep, question::save)
        .post("/lead-questionnaires/{questionnaire}/bands", keep, bands::save)
        .post("/lead-questionnaires/{questionnaire}/publication", keep, editor::publish)
        .post("/lead-questionnaires/{questionnaire}/standard", keep, editor::standard)
        .get("/lead-forms", keep, forms::list)
        .get("/lead-forms/new", keep, forms::new)
        .post("/lead-forms/new", keep, forms::create)
        .post("/lead-forms/{lead_form}/retirement", keep, forms::retire)
        .get("/apply/{key}", Access::Public, apply::page)
        .post("/apply/{key}", Access::Public, apply::send)
        .post("/apply/{key}/questions", Access::Public, apply::questions)
        .get("/apply/{key}/thanks", Access::Public, apply::thanks)
}

/// Help about these pages.
pub(super) fn help() -> Vec<web::help::Help> {
    web::help_texts![
        ("/leads/{lead}/screening", "lead-screening"),
        ("/lead-questionnaires", "lead-questionnaires"),
        ("/lead-questionnaires/new", "lead-questionnaires"),
        ("/lead-questionnaires/{questionnaire}", "lead-questionnaire"),
        ("/lead-questionnaires/{questionnaire}/questions/{question}", "lead-question"),
        ("/lead-forms", "lead-forms"),
        ("/lead-forms/new", "lead-forms"),
    ]
}
