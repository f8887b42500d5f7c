//! Custom fields: what a house keeps about its records beyond the descriptors of the code (SYS-07).
//!
//! A definition is a row of `custom_fields`; a value is a typed row of `custom_values` with an index by field and value.
//! The definitions of a tenant join the noun's own descriptor at run time ([`Kinds`]): from then on lists, filters,
//! forms, import, export, masking, history and the API read them like any other field. A role that lists its fields
//! knows nothing of a new one, so it is closed until someone opens it.

mod define;
mod kinds;
mod model;
mod queries;
mod rest;
mod resting;
mod resting_queries;
mod rules;
mod schema;
mod values;

pub use define::{Standing, add, change, restore, retire, shift, standing};
pub use kinds::{Kinds, kind_of, whole_kind_of, writing};
pub use model::{Definition, Draft, PREFIX, Type, is_custom};
pub(crate) use queries::short;
pub use queries::{all, find};
pub use rest::Rest;
pub(crate) use rest::{hash, opened};
pub(crate) use resting::redact;
pub use resting::{RESTING, RestingJob};
pub use rules::{KEY_LENGTH, key_of, types};
pub use values::{Values, changes, missing, of_records, plain, told, write, write_new};

pub(crate) use kinds::{spellings, text};
pub(crate) use schema::migrations;
pub use schema::table;
