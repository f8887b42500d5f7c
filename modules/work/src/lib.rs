//! Work: the hours of a place and the clocks that run by them, tasks, the work list with what other modules know of, and
//! the work list in people's own calendars (SALE-02).
//!
//! Other modules run clocks by [`clock::calendar_of`], leave tasks by [`tasks::make`] and put what waits with them on the
//! work list by [`duties::Duties`].
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod board;
pub mod clock;
pub mod days_off;
mod dictionaries;
pub mod duties;
pub mod feeds;
mod pages;
mod schema;
pub mod tasks;

use std::sync::Arc;

use kernel::schedules::Schedule;
use kernel::words::Locale;
use web::{Access, Module, Nav};

pub use dictionaries::DICTIONARIES;
pub use pages::panel;
pub use schema::migrations;
pub use tasks::{Abouts, TASK};

/// The function of those who keep the hours and days off of a place (`capability-work-hours`). It counts at the nodes of the
/// posts whose role gives it, and below.
pub const HOURS_MANAGE: &str = "work.hours";

/// The module's words.
pub const LOCALE: Locale = kernel::locale!("work");

/// The manifest. `abouts` are the nouns that tasks may be about: all of the house's.
pub fn module(abouts: Abouts) -> Module {
    Module {
        name: "work",
        locale: Some(LOCALE),
        migrations: migrations(),
        kinds: vec![&TASK],
        commands: vec![(TASK.name, Arc::new(tasks::TaskCommands(abouts)))],
        reversibles: vec![Arc::new(tasks::Undone::default())],
        capabilities: vec![HOURS_MANAGE],
        routes: pages::routes(),
        nav: vec![Nav {
            label: "nav-work",
            href: "/work",
            icon: ui::Icon::Check,
            quarter: None,
            access: Access::SignedIn,
            order: 5,
        }],
        admin: vec![Nav {
            label: "work-hours",
            href: "/working-hours",
            icon: ui::Icon::Clock,
            quarter: None,
            access: Access::Capability(HOURS_MANAGE),
            order: 40,
        }],
        help: pages::help(),
        jobs: vec![Arc::new(tasks::RemindJob), Arc::new(tasks::FOLLOWS)],
        schedules: vec![Schedule { name: tasks::REMIND, every: 300 }],
        consumers: vec![Arc::new(tasks::FOLLOWS), Arc::new(tasks::Tellings)],
        ..Module::default()
    }
}
