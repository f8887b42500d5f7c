//! Sales: the opportunities of customers with stores, from the file to the delivery or the loss (LEAD-05 to LEAD-07,
//! SALE-01). Levels and stages are data. It hangs on customers from above: a panel and lines of the timeline, and
//! opportunities stand where the customer's engagement with the store stands.
//!
//! Whoever opens opportunities calls [`opportunity::open`]; whoever reads goes through lists of [`OPPORTUNITY`].
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod board;
mod contributions;
mod dictionaries;
pub mod follow_ups;
pub mod funnel;
mod kind;
pub mod levels;
mod merging;
pub mod opportunity;
mod pages;
pub mod past;
mod privacy;
mod schema;
pub mod stages;

use std::sync::Arc;

use kernel::Action;
use kernel::words::Locale;
use web::{Access, Module, Nav};

pub use dictionaries::DICTIONARIES;
pub use kind::{OPPORTUNITY, RELATIONS};
pub use schema::migrations;

/// The module's words.
pub const LOCALE: Locale = kernel::locale!("sales");

/// Hangs this module's parts on customers; the app calls it before it gives the seams to them.
pub fn contribute(seams: &mut customers::Seams) {
    seams.panels.push(Arc::new(contributions::Opportunities));
    seams.observers.push(Arc::new(opportunity::Follower));
    seams.belongings.push(Arc::new(merging::Opportunities));
    seams.personal.push(Arc::new(privacy::Opportunities));
}

/// The manifest.
pub fn module() -> Module {
    let see = Access::Record(OPPORTUNITY.name, Action::See);
    let nav = |label, href, icon, access, order| Nav { label, href, icon, quarter: None, access, order };
    Module {
        name: "sales",
        locale: Some(LOCALE),
        migrations: migrations(),
        kinds: vec![&OPPORTUNITY],
        commands: vec![(OPPORTUNITY.name, Arc::new(opportunity::OpportunityCommands))],
        relations: RELATIONS.to_vec(),
        capabilities: vec![opportunity::REVIEW, pages::MANAGE],
        routes: pages::routes(),
        api: pages::api::documents().into_iter().chain([board::document()]).collect(),
        nav: vec![
            nav("nav-board", "/opportunities/board", ui::Icon::Sale, see, 27),
            nav("nav-opportunities", "/opportunities", ui::Icon::Columns, see, 28),
            nav(
                "nav-second-chances",
                "/opportunities/pool",
                ui::Icon::Undo,
                Access::Record(OPPORTUNITY.name, Action::Create),
                29,
            ),
        ],
        admin: vec![nav(
            "admin-opportunities",
            "/opportunities/settings",
            ui::Icon::Columns,
            Access::Capability(pages::MANAGE),
            75,
        )],
        help: pages::help(),
        jobs: vec![Arc::new(opportunity::FOLLOWS)],
        consumers: vec![Arc::new(opportunity::FOLLOWS)],
        ..Module::default()
    }
}
