//! The pages of opportunities.

mod acts;
pub(crate) mod api;
mod closing;
mod contact;
pub(crate) mod desk;
mod form;
mod history;
mod pool;
mod queries;
mod record;
mod settings;
mod way;

use kernel::Action;
use web::{Access, Routes};

use crate::kind::OPPORTUNITY;
use crate::opportunity::REVIEW;
use crate::{board, funnel, headquarters, reports};

pub use settings::MANAGE;

/// Routes of the module, the generic lists among them.
pub(crate) fn routes() -> Routes {
    let can = |action| Access::Record(OPPORTUNITY.name, action);
    let visits = |action| Access::Record(leads::VISIT.name, action);
    let manage = Access::Capability(MANAGE);
    let edit = can(Action::Edit);
    web::records::lists(&OPPORTUNITY)
        .get("/opportunities/board", can(Action::See), board::show)
        .get("/api/v1/opportunities/board", can(Action::See), board::api_board)
        .get("/opportunities/funnel", can(Action::See), funnel::show)
        .get("/opportunities/funnel/rows", can(Action::See), funnel::rows)
        .get("/showroom/report", visits(Action::See), reports::show)
        .get("/showroom/report/rows", visits(Action::See), reports::rows)
        .get("/showroom/report/export", visits(Action::Export), reports::export)
        .get("/api/v1/showroom/report", visits(Action::See), reports::report)
        .get("/headquarters", Access::Capability(headquarters::SEE), headquarters::show)
        .get("/opportunities/pool", can(Action::Create), pool::show)
        .get("/opportunities/settings", manage, settings::show)
        .post("/opportunities/settings/levels", manage, settings::save_level)
        .post("/opportunities/settings/stages", manage, settings::save_stage)
        .get("/opportunities/new", can(Action::Create), form::new)
        .post("/opportunities/new", can(Action::Create), form::create)
        .get("/opportunities/{opportunity}", can(Action::See), record::show)
        .get("/opportunities/{opportunity}/edit", edit, form::edit)
        .post("/opportunities/{opportunity}/edit", edit, form::update)
        .post("/opportunities/{opportunity}/follow-ups", edit, acts::follow_up)
        .post("/opportunities/{opportunity}/stage", edit, acts::stage)
        .post("/opportunities/{opportunity}/defeat", edit, acts::defeat)
        .post("/opportunities/{opportunity}/defeat/withdrawal", edit, acts::withdrawal)
        .post("/opportunities/{opportunity}/verdict", Access::Capability(REVIEW), acts::verdict)
        .post("/api/v1/opportunities/{opportunity}/follow-ups", edit, api::follow_up)
        .post("/api/v1/opportunities/{opportunity}/stage", edit, api::stage)
        .post("/api/v1/opportunities/{opportunity}/defeat", edit, api::defeat)
        .post("/api/v1/opportunities/{opportunity}/verdict", Access::Capability(REVIEW), api::verdict)
        .post("/opportunities/{opportunity}/rest", edit, acts::rest)
        .post("/opportunities/{opportunity}/waking", edit, acts::waking)
        .post("/opportunities/{opportunity}/claim", can(Action::Create), acts::claim)
        .post("/opportunities/{opportunity}/reactivation", can(Action::Create), acts::reactivation)
}

/// Help about these pages, for the drawer (SYS-08).
pub(crate) fn help() -> Vec<web::help::Help> {
    web::help_texts![
        ("/opportunities", "opportunities"),
        ("/opportunities/new", "opportunity-new"),
        ("/opportunities/board", "board"),
        ("/opportunities/funnel", "funnel"),
        ("/showroom/report", "report"),
        ("/showroom/report/rows", "report-rows"),
        ("/headquarters", "headquarters"),
        ("/opportunities/pool", "pool"),
        ("/opportunities/settings", "settings"),
        ("/opportunities/{opportunity}", "opportunity"),
        ("/opportunities/{opportunity}/edit", "opportunity-new"),
    ]
}
