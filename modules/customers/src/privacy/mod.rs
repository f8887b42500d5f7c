//! What the law lets a person ask of their file (PIPL 44–50): a copy of everything, keeping it without using it, and
//! erasing it. Who may ask for it, and with which proof, is the module's above; here is what it comes to for customers.
//!
//! A restricted file is put away like a deleted one, so that every list, search, picker, export and operation leaves it
//! out by the condition that they have anyway (docs/decisions/0019-restricting-and-erasing.md).

mod copy;
mod erase;
mod model;
mod outlook;
mod person;
mod queries;
mod restrict;
mod twins;

pub use copy::copy;
pub use erase::{erase, remove_papers, sweep};
pub use model::{Column, Duties, Outlook, Section, What};
pub use outlook::outlook;
pub use person::{Person, name_of, standing, untouched};
pub use queries::Standing;
pub use restrict::{lift, restrict};
pub use twins::twins;

pub use copy::{Source, read};
