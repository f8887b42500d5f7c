//! Relations between customers: family, referrer, company and driver (CUS-13).

mod change;
mod model;
pub(crate) mod queries;

pub use change::{add, end};
pub use model::{NewRelation, Relation, Side};
