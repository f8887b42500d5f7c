//! Test drives (试乘试驾) of visits in the demo cars (试驾车) of a store (LEAD-04): a driver whose licence was checked, a car
//! that nobody else has at that time.

mod begin;
pub mod cars;
pub(super) mod queries;
pub mod rules;
mod schema;

pub use begin::{NewDrive, begin, finish};
pub(crate) use queries::unname;
pub use queries::{Drive, of_visit};
pub use rules::Licence;
pub(super) use schema::migrations;
