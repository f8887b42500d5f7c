//! The vehicle: one row per car in the tenant.

mod commands;
pub mod create;
pub mod delete;
pub(crate) mod model;
pub mod queries;
pub mod reading;
pub mod rules;
pub(crate) mod search;
pub mod update;

pub use commands::VehicleCommands;
pub use model::{NewVehicle, Notes, Vehicle, VinVerdict};
