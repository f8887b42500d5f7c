//! The product catalogue: brand → series → model, with options and colours. It is the tenant's and no store's.

mod change;
mod complete;
mod model;
mod pages;
pub mod queries;

pub use change::{MANAGE, add, change, remove};
pub(crate) use complete::complete;
pub use complete::suggested_brand;
pub use model::{Brand, Colour, Column, Model, ModelOption, NAMES, Noun, Series};
pub(crate) use pages::routes;
