//! The sales funnel (销售漏斗, domain.md §3.1): how many reached each stage, how many went on, and how long it took. Figures
//! are read from the facts of their moment ([`crate::opportunity::ledger`]), so that a transfer does not change the past.

mod page;
mod queries;
mod rows;
pub mod rules;

pub(crate) use page::show;
pub(crate) use queries::names;
pub use queries::{Asked, Figures, read};
pub(crate) use rows::rows;
