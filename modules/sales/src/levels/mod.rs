//! Intention levels (意向级别, domain.md §1.3): by when a purchase is expected and how soon the next contact is due. They
//! are data: the module brings the commonest scheme, an administrator changes it.

mod change;
mod model;
mod queries;

pub use change::save;
pub(crate) use model::COLOURS;
pub use model::{DELIVERED, DORMANT, LOST, Level, Levels, ORDERED, UNRATED};
pub use queries::all;
