//! Vehicles' part in the import of customers: the car of a row, and the visit it tells of (CUS-14).
//!
//! A car is recognised by its VIN, else by its plate, within the reach of whoever imports. What a row comes to is
//! decided the same way for the check and for the run; looking up and writing go over all rows of a step at once.

mod decide;
mod part;
mod wish;
mod write;

pub use part::VehiclePart;
