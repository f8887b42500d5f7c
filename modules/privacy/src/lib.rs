//! Privacy rights (PIPL 44–50): requests of people about their files, and what the house does about them: a copy of
//! everything, correction, no more use, erasing. What each module keeps of a person is its own matter, told through
//! [`customers::seams::PersonalData`]; here they come together.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod copies;
mod dictionaries;
pub mod erasure;
mod pages;
pub mod requests;
mod schema;
mod tidy;

use std::path::Path;
use std::sync::Arc;

use customers::Seams;
use kernel::schedules::Schedule;
use kernel::words::Locale;
use web::{Access, Module, Nav};

pub use dictionaries::DICTIONARIES;
pub use erasure::Eraser;
pub use schema::migrations;
pub use tidy::TIDY;

/// The function of those who look after privacy (`capability-privacy-manage`). It counts where its holder reaches the
/// customers of the whole group: a person's data stands in many stores.
pub const MANAGE: &str = "privacy.manage";

/// The module's words.
pub const LOCALE: Locale = kernel::locale!("privacy");

/// Hangs this module's way on customers; the app calls it before it gives the seams to them.
pub fn contribute(seams: &mut Seams) {
    seams.ways.push(customers::seams::Way {
        label: "privacy-way",
        href: "/privacy/new?customer=",
        icon: ui::Icon::Lock,
        capability: MANAGE,
    });
}

/// The manifest.
pub fn module() -> Module {
    Module {
        name: "privacy",
        locale: Some(LOCALE),
        migrations: migrations(),
        capabilities: vec![MANAGE],
        routes: pages::routes(),
        nav: vec![Nav {
            label: "nav-privacy",
            href: "/privacy",
            icon: ui::Icon::Lock,
            quarter: None,
            access: Access::Capability(MANAGE),
            order: 920,
        }],
        help: pages::help(),
        consumers: vec![Arc::new(tidy::Reminders)],
        ..Module::default()
    }
}

/// The work that needs to know where the data stands.
pub fn work(seams: Arc<Seams>, data: &Path) -> Module {
    let eraser = Eraser { seams: seams.clone(), data: Some(data.to_owned()) };
    Module {
        name: "privacy-work",
        jobs: vec![
            Arc::new(erasure::EraseJob(eraser.clone())),
            Arc::new(copies::CopyJob { seams, data: data.to_owned() }),
            Arc::new(tidy::TidyJob(eraser)),
        ],
        schedules: vec![Schedule { name: TIDY, every: 86_400 }],
        ..Module::default()
    }
}
