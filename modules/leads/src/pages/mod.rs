//! The pages of leads: the lead with its way, the pool, sources with their costs, rules of distribution.

mod acts;
mod api;
pub(crate) mod desk;
mod filing;
mod form;
mod pool;
mod rules;
mod screening;
mod show;
mod sides;
mod sources;

use kernel::Action;
use web::{Access, Routes};

use crate::LEAD;
use crate::{assignment, sources as nouns};

/// Routes of the module, the generic lists among them.
pub(crate) fn routes() -> Routes {
    let can = |action| Access::Record(LEAD.name, action);
    let (sources, rules) = (Access::Capability(nouns::MANAGE), Access::Capability(assignment::MANAGE));
    web::records::lists(&LEAD)
        .get("/leads/new", can(Action::Create), form::new)
        .post("/leads/new", can(Action::Create), form::create)
        .get("/leads/pool", can(Action::Edit), pool::page)
        .get("/leads/{lead}", can(Action::See), show::page)
        .get("/leads/{lead}/edit", can(Action::Edit), form::edit)
        .post("/leads/{lead}/edit", can(Action::Edit), form::update)
        .post("/leads/{lead}/contacts", can(Action::Edit), acts::contact)
        .post("/leads/{lead}/assignment", can(Action::Assign), acts::assign)
        .post("/leads/{lead}/store", can(Action::Assign), acts::send)
        .post("/leads/{lead}/recall", can(Action::Assign), acts::recall)
        .post("/leads/{lead}/claim", can(Action::Edit), acts::claim)
        .post("/leads/{lead}/invalid", can(Action::Edit), acts::invalid)
        .post("/leads/{lead}/verdict", can(Action::Assign), acts::verdict)
        .post("/leads/{lead}/reopening", can(Action::Assign), acts::reopen)
        .get("/leads/{lead}/filing", can(Action::Edit), filing::ask)
        .post("/leads/{lead}/filing", can(Action::Edit), filing::file)
        .post("/api/v1/leads/{lead}/contacts", can(Action::Edit), api::contact)
        .post("/api/v1/leads/{lead}/assignment", can(Action::Assign), api::assign)
        .post("/api/v1/leads/{lead}/store", can(Action::Assign), api::send)
        .post("/api/v1/leads/{lead}/recall", can(Action::Assign), api::recall)
        .post("/api/v1/leads/{lead}/claim", can(Action::Edit), api::claim)
        .post("/api/v1/leads/{lead}/invalid", can(Action::Edit), api::invalid)
        .post("/api/v1/leads/{lead}/verdict", can(Action::Assign), api::verdict)
        .post("/api/v1/leads/{lead}/reopening", can(Action::Assign), api::reopen)
        .post("/api/v1/leads/{lead}/filing", can(Action::Edit), api::file)
        .get("/lead-sources", sources, sources::list)
        .get("/lead-sources/new", sources, sources::new)
        .post("/lead-sources/new", sources, sources::create)
        .get("/lead-sources/{lead_source}", sources, sources::edit)
        .post("/lead-sources/{lead_source}", sources, sources::update)
        .post("/lead-sources/{lead_source}/costs", sources, sources::cost)
        .get("/lead-rules", rules, rules::list)
        .get("/lead-rules/new", rules, rules::new)
        .get("/lead-rules/{lead_rule}", rules, rules::edit)
        .post("/lead-rules/{lead_rule}", rules, rules::save)
        .post("/lead-rules/{lead_rule}/deletion", rules, rules::remove)
        .merge(screening::routes())
}

/// What the description of the API says besides the records.
pub(crate) fn documents() -> Vec<(&'static str, serde_json::Value)> {
    [api::documents(), screening::documents()].concat()
}

/// Help about these pages.
pub(crate) fn help() -> Vec<web::help::Help> {
    let own = web::help_texts![
        ("/leads", "leads"),
        ("/leads/new", "leads-new"),
        ("/leads/pool", "lead-pool"),
        ("/leads/{lead}", "lead"),
        ("/leads/{lead}/edit", "leads-new"),
        ("/leads/{lead}/filing", "lead-filing"),
        ("/lead-sources", "lead-sources"),
        ("/lead-sources/new", "lead-sources"),
        ("/lead-sources/{lead_source}", "lead-sources"),
        ("/lead-rules", "lead-rules"),
        ("/lead-rules/new", "lead-rules"),
        ("/lead-rules/{lead_rule}", "lead-rules"),
    ];
    [own, screening::help()].concat()
}
