//! Vehicles: one row per car in the tenant, one custody per store that knows it, and everything dated about it: plates,
//! owners and drivers, odometer readings, visits; and the product catalogue (CUS-03).
//!
//! It hangs on customers from above: panel, open facts, import, timeline and search are contributions to their seams,
//! and custodies follow their engagements ([`custodies::Follower`]).
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod bulk;
pub mod catalogue;
pub mod contributions;
pub mod custodies;
mod dictionaries;
pub mod import;
mod kind;
pub mod lookup;
mod merging;
pub mod odometer;
mod pages;
pub mod parties;
pub mod plates;
mod privacy;
mod schema;
pub mod undo;
pub mod vehicle;
pub mod visits;

use std::sync::Arc;

use kernel::Action;
use kernel::words::Locale;
use web::{Access, Module, Nav};

pub use dictionaries::DICTIONARIES;
pub use kind::{RELATIONS, VEHICLE};
pub use odometer::NewReading;
pub use parties::{NewParty, Role};
pub use schema::migrations;
pub use vehicle::{NewVehicle, VehicleCommands, VinVerdict};
pub use visits::NewVisit;

/// The module's words.
pub const LOCALE: Locale = kernel::locale!("vehicles");

/// Hangs this module's parts on customers; the app calls it before it gives the seams to them.
pub fn contribute(seams: &mut customers::Seams) {
    seams.panels.push(Arc::new(contributions::Cars));
    seams.observers.push(Arc::new(custodies::Follower));
    seams.belongings.push(Arc::new(merging::Cars));
    seams.evidence.push(Arc::new(contributions::Plates));
    seams.car_holders.push(Arc::new(contributions::Plates));
    seams.personal.push(Arc::new(privacy::Cars));
}

/// The manifest.
pub fn module() -> Module {
    Module {
        name: "vehicles",
        locale: Some(LOCALE),
        migrations: migrations(),
        kinds: vec![&VEHICLE],
        commands: vec![(VEHICLE.name, Arc::new(VehicleCommands))],
        jobs: vec![Arc::new(custodies::FOLLOWS), Arc::new(visits::FOLLOWS)],
        consumers: vec![Arc::new(custodies::FOLLOWS), Arc::new(visits::FOLLOWS)],
        reversibles: vec![Arc::new(undo::Vehicles::default())],
        relations: RELATIONS.to_vec(),
        capabilities: vec![catalogue::MANAGE, vehicle::create::OVERRIDE],
        routes: pages::routes(),
        nav: vec![
            Nav {
                label: "nav-vehicles",
                href: "/vehicles",
                icon: ui::Icon::Vehicle,
                quarter: None,
                access: Access::Record(VEHICLE.name, Action::See),
                order: 30,
            },
            Nav {
                label: "nav-catalogue",
                href: "/catalogue",
                icon: ui::Icon::Stock,
                quarter: None,
                access: Access::Capability(catalogue::MANAGE),
                order: 910,
            },
        ],
        help: web::help_texts![
            ("/vehicles", "vehicles"),
            ("/vehicles/new", "vehicles-new"),
            ("/vehicles/check", "vehicles-new"),
            ("/vehicles/{vehicle}", "vehicle"),
            ("/vehicles/{vehicle}/edit", "vehicles-new"),
            ("/catalogue", "catalogue"),
        ],
        ..Module::default()
    }
}
