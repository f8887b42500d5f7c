//! Leads: whoever arrives and may want a car, from the arrival to the filing (LEAD-01, LEAD-02, LEAD-03, LEAD-05; domain.md
//! §2.1).
//!
//! A lead is an *arrival*: [`create`] takes it in, [`assignment`] gives it out, [`screening`] says how near it is to
//! buying, [`contacts`] brings it on, [`alarms`] sees that nobody forgets it, [`pool`] lets others have it, [`filing`] ends
//! it. What other modules add is hung on [`seams`].
//! Who comes to the house stands in the log of the [`showroom`] (LEAD-04).
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod alarms;
pub mod arrivals;
pub mod assignment;
pub mod clock;
pub mod contacts;
mod dictionaries;
pub mod filing;
mod handover;
mod kind;
pub mod lead;
mod merging;
pub(crate) mod pages;
pub mod past;
pub mod pool;
mod privacy;
mod rows;
mod schema;
pub mod screening;
pub mod seams;
pub mod showroom;
pub mod sources;
mod undo;

use std::sync::Arc;

use kernel::Action;
use kernel::schedules::Schedule;
use kernel::words::Locale;
use web::{Access, Module, Nav};

pub use clock::Working;
pub use dictionaries::DICTIONARIES;
pub use kind::LEAD;
pub use lead::{Made, Outcome, create};
pub use seams::{Follows, Opening, Opens, Seams};
pub use showroom::{Milestone, VISIT};

/// The module's words.
pub const LOCALE: Locale = kernel::locale!("leads");

/// The steps of the schema, in the order in which they came.
pub fn migrations() -> Vec<kernel::Migration> {
    [schema::migrations(), showroom::migrations()].concat()
}

/// Hangs this module's parts on customers; the app calls it before it gives the seams to them.
pub fn contribute(seams: &mut customers::Seams) {
    seams.belongings.push(Arc::new(merging::Arrivals));
    seams.belongings.push(Arc::new(showroom::Merged));
    seams.personal.push(Arc::new(privacy::Arrivals));
    seams.personal.push(Arc::new(showroom::Told));
    seams.estates.push(Arc::new(handover::Leads));
}

/// The manifest. The app puts the same `seams` into its own, so that handlers find them.
pub fn module(seams: Arc<Seams>) -> Module {
    let see = Access::Record(LEAD.name, Action::See);
    Module {
        name: "leads",
        locale: Some(LOCALE),
        migrations: migrations(),
        kinds: vec![&LEAD, &VISIT],
        commands: vec![
            (LEAD.name, Arc::new(lead::LeadCommands(seams.clone()))),
            (VISIT.name, Arc::new(showroom::VisitCommands(seams.clone()))),
        ],
        reversibles: vec![Arc::new(undo::Leads::default())],
        capabilities: vec![sources::MANAGE, assignment::MANAGE, screening::MANAGE],
        routes: pages::routes().merge(showroom::pages::routes()),
        api: pages::documents(),
        nav: vec![
            Nav {
                label: "nav-showroom",
                href: "/showroom",
                icon: ui::Icon::Visit,
                quarter: None,
                access: Access::Record(VISIT.name, Action::See),
                order: 26,
            },
            Nav { label: "nav-leads", href: "/leads", icon: ui::Icon::Lead, quarter: None, access: see, order: 40 },
            Nav {
                label: "nav-lead-pool",
                href: "/leads/pool",
                icon: ui::Icon::People,
                quarter: None,
                access: Access::Record(LEAD.name, Action::Edit),
                order: 41,
            },
        ],
        admin: vec![
            Nav {
                label: "admin-lead-sources",
                href: "/lead-sources",
                icon: ui::Icon::Lead,
                quarter: None,
                access: Access::Capability(sources::MANAGE),
                order: 72,
            },
            Nav {
                label: "admin-lead-rules",
                href: "/lead-rules",
                icon: ui::Icon::Share,
                quarter: None,
                access: Access::Capability(assignment::MANAGE),
                order: 74,
            },
            Nav {
                label: "admin-lead-questionnaires",
                href: "/lead-questionnaires",
                icon: ui::Icon::Note,
                quarter: None,
                access: Access::Capability(screening::MANAGE),
                order: 76,
            },
            Nav {
                label: "admin-lead-forms",
                href: "/lead-forms",
                icon: ui::Icon::Globe,
                quarter: None,
                access: Access::Capability(screening::MANAGE),
                order: 77,
            },
        ],
        help: [pages::help(), showroom::pages::help()].concat(),
        jobs: vec![Arc::new(alarms::AlarmJob(seams.clone())), Arc::new(lead::FOLLOWS), Arc::new(showroom::FOLLOWS)],
        schedules: vec![Schedule { name: alarms::ALARMS, every: 60 }],
        consumers: vec![
            Arc::new(assignment::Distributor(seams)),
            Arc::new(alarms::Tellings),
            Arc::new(lead::FOLLOWS),
            Arc::new(showroom::FOLLOWS),
        ],
        ..Module::default()
    }
}
