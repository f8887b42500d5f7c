//! The pages of customers: the 360° page with everything that is done on it, the forms, assignment rules, files to mend.
//!
//! [`routes`] is all of them but the generic list with its filters, views, export, picker and history
//! ([`web::records::lists`]). Pages work without a script: each form has an address of its own, and each deed answers with the page again. With a script
//! forms open in dialogs, and a deed sends the changed parts of the page and a toast.

mod answer;
mod assign;
mod assignment_rules;
mod attachments;
mod classes;
mod collisions;
mod conflict;
mod consents;
mod contacts;
mod create;
mod desk;
mod edit;
mod engagements;
mod entries;
mod facts;
mod handover;
mod known;
mod merge;
mod next_contact;
mod pairs;
mod pairs_api;
mod phones;
mod queries;
mod reasons;
mod record;
mod relations;
mod remove;
mod reveal;
mod shares;
mod standing;
mod tags;
mod to_mend;
mod typed;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use kernel::Action;
use web::{Access, Routes};

/// The function that lets someone settle by which rules a store's customers are given out
/// (`capability-customers-assignment-rules`).
pub const ASSIGNMENT_RULES: &str = "customers.assignment-rules";

const SEE: Access = Access::Record("customer", Action::See);
const CREATE: Access = Access::Record("customer", Action::Create);
const EDIT: Access = Access::Record("customer", Action::Edit);
const DELETE: Access = Access::Record("customer", Action::Delete);
const ASSIGN: Access = Access::Record("customer", Action::Assign);
const MERGE: Access = Access::Record("customer", Action::Merge);
const REVEAL: Access = Access::Record("customer", Action::Reveal);

/// All pages of customers besides the generic ones.
pub fn routes() -> Routes {
    file().merge(forms()).merge(belongings()).merge(house()).merge(people())
}

/// The file itself.
fn file() -> Routes {
    Routes::new()
        .get("/customers/new", CREATE, create::new)
        .post("/customers/new", CREATE, create::create)
        .get("/customers/known", SEE, known::look)
        .get("/customers/{customer}", SEE, record::show)
        .get("/customers/{customer}/timeline", SEE, record::earlier)
        .get("/customers/{customer}/standing", SEE, standing::page)
        .get("/customers/{customer}/edit", EDIT, edit::edit)
        .post("/customers/{customer}/edit", EDIT, edit::update)
        .get("/customers/{customer}/facts/{field}", SEE, facts::show)
        .get("/customers/{customer}/facts/{field}/form", EDIT, facts::form)
        .post("/customers/{customer}/facts/{field}", EDIT, facts::save)
        .post("/customers/{customer}/facts/{field}/undo", EDIT, facts::undo)
        .get("/customers/{customer}/reveals/{field}", REVEAL, reveal::form)
        .post("/customers/{customer}/reveals/{field}", REVEAL, reveal::reveal)
        .post("/api/v1/customers/{customer}/reveals/{field}", REVEAL, reveal::api)
        .get("/customers/{customer}/merge", MERGE, merge::page)
        .post("/customers/{customer}/merge", MERGE, merge::join)
        .get("/customers/{customer}/merges/{merge}", MERGE, merge::show)
        .post("/customers/{customer}/merges/{merge}/undo", MERGE, merge::undo)
        .delete("/customers/{customer}", DELETE, remove::remove)
        .get("/customers/{customer}/removal", DELETE, remove::page)
        .post("/customers/{customer}/removal", DELETE, remove::remove)
        .post("/customers/{customer}/restoration", DELETE, remove::restore)
}

/// What is written on the timeline and done with an engagement.
fn forms() -> Routes {
    Routes::new()
        .get("/customers/{customer}/notes/new", SEE, entries::new_note)
        .post("/customers/{customer}/notes", SEE, entries::add_note)
        .get("/customers/{customer}/contacts-made/new", SEE, entries::new_contact)
        .post("/customers/{customer}/contacts-made", SEE, entries::add_contact)
        .get("/customers/{customer}/next-contact", EDIT, next_contact::form)
        .post("/customers/{customer}/next-contact", EDIT, next_contact::set)
        .get("/customers/{customer}/owner", ASSIGN, assign::form)
        .post("/customers/{customer}/owner", ASSIGN, assign::set)
        .get("/customers/{customer}/class", EDIT, classes::form)
        .post("/customers/{customer}/class", EDIT, classes::set)
        .post("/customers/{customer}/engagements", CREATE, engagements::add)
}

/// What hangs on the file.
fn belongings() -> Routes {
    Routes::new()
        .get("/customers/{customer}/shares/new", EDIT, shares::new)
        .post("/customers/{customer}/shares", EDIT, shares::add)
        .delete("/customers/{customer}/shares/{share}", EDIT, shares::end)
        .post("/customers/{customer}/shares/{share}/removal", EDIT, shares::end)
        .get("/customers/{customer}/consents/new", EDIT, consents::new)
        .post("/customers/{customer}/consents", EDIT, consents::add)
        .get("/customers/{customer}/relations/new", EDIT, relations::new)
        .post("/customers/{customer}/relations", EDIT, relations::add)
        .delete("/customers/{customer}/relations/{relation}", EDIT, relations::end)
        .post("/customers/{customer}/relations/{relation}/removal", EDIT, relations::end)
        .get("/customers/{customer}/contacts/new", EDIT, contacts::new)
        .post("/customers/{customer}/contacts", EDIT, contacts::add)
        .delete("/customers/{customer}/contacts/{contact}", EDIT, contacts::remove)
        .post("/customers/{customer}/contacts/{contact}/removal", EDIT, contacts::remove)
        .get("/customers/{customer}/phones/new", EDIT, phones::new)
        .post("/customers/{customer}/phones", EDIT, phones::add)
        .post("/customers/{customer}/phones/{phone}/primary", EDIT, phones::make_primary)
        .delete("/customers/{customer}/phones/{phone}", EDIT, phones::remove)
        .post("/customers/{customer}/phones/{phone}/removal", EDIT, phones::remove)
        .post("/customers/{customer}/tags", EDIT, tags::add)
        .post("/customers/{customer}/tags/removal", EDIT, tags::remove)
        .get("/customers/{customer}/attachments/new", SEE, attachments::new)
        .post(
            "/customers/{customer}/attachments",
            SEE,
            attachments::add.layer(DefaultBodyLimit::max(attachments::LARGEST_BODY)),
        )
        .delete("/customers/{customer}/attachments/{attachment}", EDIT, attachments::remove)
        .post("/customers/{customer}/attachments/{attachment}/removal", EDIT, attachments::remove)
        .get("/attachments/{attachment}", SEE, attachments::serve)
}

/// What concerns many customers.
fn house() -> Routes {
    const RULES: Access = Access::Capability(ASSIGNMENT_RULES);
    Routes::new()
        .get("/customers/to-mend", SEE, to_mend::page)
        .get("/customers/duplicates", SEE, pairs::page)
        .post("/customers/duplicates/{customer_pair}/verdict", EDIT, pairs::judge)
        .get("/api/v1/duplicates", SEE, pairs_api::list)
        .post("/api/v1/duplicates/{customer_pair}/verdict", EDIT, pairs_api::judge)
        .get("/collisions", SEE, collisions::list)
        .get("/collisions/{collision}", SEE, collisions::show)
        .post("/collisions/{collision}/request", SEE, collisions::ask)
        .post("/collisions/{collision}/leaving", SEE, collisions::leave)
        .post("/collisions/{collision}/taking", SEE, collisions::take)
        .post("/collisions/{collision}/appeal", SEE, collisions::appeal)
        .post("/collisions/{collision}/answer", SEE, collisions::answer)
        .get("/customers/assignment-rules", RULES, assignment_rules::list)
        .post("/customers/assignment-rules", RULES, assignment_rules::create)
        .get("/customers/assignment-rules/new", RULES, assignment_rules::new)
        .get("/customers/assignment-rules/{assignment_rule}/edit", RULES, assignment_rules::edit)
        .post("/customers/assignment-rules/{assignment_rule}", RULES, assignment_rules::update)
        .delete("/customers/assignment-rules/{assignment_rule}", RULES, assignment_rules::remove)
        .post("/customers/assignment-rules/{assignment_rule}/removal", RULES, assignment_rules::remove)
}

/// What is done with people's customers.
fn people() -> Routes {
    const PEOPLE: Access = Access::Capability("users.manage");
    Routes::new()
        .get("/users/{user}/leave", PEOPLE, handover::show)
        .post("/users/{user}/leave", PEOPLE, handover::look)
        .post("/users/{user}/leave/confirmation", PEOPLE, handover::begin)
        .post("/api/v1/users/{user}/leave", PEOPLE, handover::api)
}

/// The API beside that of every noun, as the items of its description.
pub fn api() -> Vec<(&'static str, serde_json::Value)> {
    vec![
        ("/api/v1/customers/{customer}/reveals/{field}", reveal::described()),
        ("/api/v1/users/{user}/leave", handover::described()),
    ]
}

/// Help about these pages, for the drawer (SYS-08).
pub fn help() -> Vec<web::help::Help> {
    web::help_texts![
        ("/customers", "customers"),
        ("/customers/new", "customers-new"),
        ("/customers/known", "customers-new"),
        ("/customers/duplicates", "duplicates"),
        ("/customers/to-mend", "to-mend"),
        ("/customers/assignment-rules", "assignment-rules"),
        ("/customers/{customer}", "customer"),
        ("/customers/{customer}/edit", "customer-edit"),
        ("/customers/{customer}/class", "class"),
        ("/customers/{customer}/owner", "owner"),
        ("/customers/{customer}/shares", "shares"),
        ("/customers/{customer}/consents", "consents"),
        ("/customers/{customer}/attachments", "attachments"),
        ("/customers/{customer}/notes", "notes"),
        ("/customers/{customer}/contacts-made", "notes"),
        ("/customers/{customer}/next-contact", "notes"),
        ("/customers/{customer}/timeline", "notes"),
        ("/customers/{customer}/removal", "removal"),
        ("/customers/{customer}/reveals", "reveal"),
        ("/customers/{customer}/merge", "merge"),
        ("/customers/{customer}/merges", "merge"),
        ("/attachments", "attachments"),
        ("/users/{user}/leave", "leave"),
        ("/collisions", "collisions"),
        ("/collisions/{collision}", "collisions"),
    ]
}
