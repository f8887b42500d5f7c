//! Forms: as few fields as the step needs, errors next to the field while the value is still there.

mod choice;
mod field;
mod file;
mod frame;
mod input;
mod phones;
mod reference;

pub use choice::Choice;
pub use field::Field;
pub use file::Accept;
pub use frame::{Form, error_summary, section};
pub use phones::PhoneValue;
pub use reference::{Found, Reference, found};
