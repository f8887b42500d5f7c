//! The stages of an opportunity (SALE-01): each has its goal and its tasks. They are data: the module brings the milestones
//! of domain.md §2.1, an administrator changes them and adds others.

mod change;
mod model;
mod queries;

pub use change::save;
pub(crate) use model::is_default;
pub use model::{FILED, ORDERED, Stage, Stages, WON};
pub use queries::all;
