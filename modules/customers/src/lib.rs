//! Customers: one file per person or organisation in the tenant, one engagement per store that knows them, and what
//! hangs on the file: numbers, contacts, relations, consents, tags, shares, documents and the timeline (CUS).
//!
//! Whoever writes customers goes through the verbs here ([`create`], [`engage`], [`assignment::assign`] …) or, for many
//! at once, through [`bulk`]. Whoever reads goes through lists of the descriptor [`CUSTOMER`], [`file`](file()),
//! [`timeline()`] and [`lookup`], all of which take a scope. Other modules hang their part on the file through
//! [`seams`].
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod assignment;
pub mod attachments;
pub mod collisions;
pub mod consents;
pub mod contacts;
pub mod customer;
mod dictionaries;
pub mod duplicates;
pub mod engagements;
pub mod handover;
pub mod import;
mod kind;
pub mod merge;
pub mod pages;
pub mod phones;
pub mod places;
pub mod privacy;
pub mod relations;
mod schema;
pub mod seams;
pub mod sharing;
pub mod tags;
pub mod timeline;
pub mod undo;

use std::sync::Arc;

use kernel::words::Locale;

pub use customer::create::create;
pub use customer::delete::delete;
pub use customer::file::{CustomerFile, file};
pub use customer::update::update;
pub use customer::{CreateError, Created, Facts, NewCustomer, belongings, bulk, lookup, reading};
pub use dictionaries::DICTIONARIES;
pub use engagements::engage::engage;
pub use engagements::{Engagement, NewEngagement};
pub use kind::{CUSTOMER, engagement_facts, facts};
pub use phones::NewPhone;
pub use schema::migrations;
pub use seams::Seams;
pub use timeline::{NewEntry, timeline};

/// The module's words.
pub const LOCALE: Locale =
    Locale { owner: "customers", zh_cn: include_str!("../locales/zh-CN.ftl"), en: include_str!("../locales/en.ftl") };

/// What this module lets one do with a person.
pub const PERSON_MENU: [organisation::PersonDeed; 1] =
    [organisation::PersonDeed { label: "handover-offer", below: "leave" }];

/// The manifest. `seams` holds what other modules hang on customers; the app puts the same value into its own seams, so
/// that handlers find it.
pub fn module(seams: Arc<Seams>) -> web::Module {
    web::Module {
        name: "customers",
        locale: Some(LOCALE),
        migrations: migrations(),
        kinds: vec![&CUSTOMER],
        commands: vec![("customer", Arc::new(customer::CustomerCommands::new(seams.clone())))],
        reversibles: vec![Arc::new(undo::Customers::new(seams.clone()))],
        capabilities: vec![pages::ASSIGNMENT_RULES],
        routes: web::records::lists(&CUSTOMER).merge(pages::routes()),
        api: pages::api(),
        nav: vec![
            web::Nav {
                label: "nav-customers",
                href: "/customers",
                icon: ui::Icon::Customer,
                quarter: None,
                access: web::Access::Record("customer", kernel::Action::See),
                order: 20,
            },
            web::Nav {
                label: "nav-duplicates",
                href: "/customers/duplicates",
                icon: ui::Icon::Merge,
                quarter: None,
                access: web::Access::Record("customer", kernel::Action::Edit),
                order: 25,
            },
            web::Nav {
                label: "nav-collisions",
                href: "/collisions",
                icon: ui::Icon::Share,
                quarter: None,
                access: web::Access::Record("customer", kernel::Action::Create),
                order: 26,
            },
        ],
        admin: vec![web::Nav {
            label: "admin-assignment-rules",
            href: "/customers/assignment-rules",
            icon: ui::Icon::Share,
            quarter: None,
            access: web::Access::Capability(pages::ASSIGNMENT_RULES),
            order: 70,
        }],
        help: pages::help(),
        jobs: vec![
            Arc::new(engagements::FOLLOWS),
            Arc::new(timeline::FOLLOWS),
            Arc::new(attachments::FOLLOWS),
            Arc::new(duplicates::ScanJob(seams.clone())),
            Arc::new(collisions::EscalateJob),
        ],
        schedules: vec![
            kernel::schedules::Schedule { name: duplicates::SCAN, every: 7 * 86_400 },
            kernel::schedules::Schedule { name: collisions::ESCALATE, every: 6 * 3_600 },
        ],
        consumers: vec![
            Arc::new(engagements::FOLLOWS),
            Arc::new(timeline::FOLLOWS),
            Arc::new(attachments::FOLLOWS),
            Arc::new(timeline::Mentions),
            Arc::new(handover::Done),
            Arc::new(handover::Undone),
            Arc::new(collisions::Tellings),
            Arc::new(merge::Latecomers { seams: seams.clone() }),
            Arc::new(duplicates::Follower(seams)),
        ],
        ..web::Module::default()
    }
}
