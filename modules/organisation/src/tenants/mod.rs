//! Tenants: the root account sets (帐套), and how one is founded.

mod found;
pub mod queries;

pub use found::{Founded, Founding, found, lay_foundation};
