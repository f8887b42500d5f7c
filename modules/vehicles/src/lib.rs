//! Vehicles: one row per car in the tenant, one custody per store that knows it, and everything dated about it: plates,
//! owners and drivers, odometer readings, visits; and the product catalogue (CUS-03).
//!
//! It hangs on customers from above: panel, open facts, import, timeline and search are contributions to their seams,
//! and custodies follow their engagements ([`custodies::Follower`]).
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod bulk;
pub mod catalogue;
pub mod custodies;
mod dictionaries;
mod kind;
pub mod lookup;
pub mod odometer;
pub mod parties;
pub mod plates;
mod schema;
pub mod vehicle;
pub mod visits;

pub use dictionaries::DICTIONARIES;
pub use kind::{RELATIONS, VEHICLE};
pub use odometer::NewReading;
pub use parties::{NewParty, Role};
pub use schema::migrations;
pub use vehicle::{NewVehicle, VehicleCommands, VinVerdict};
pub use visits::NewVisit;
