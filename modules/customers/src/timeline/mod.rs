//! The timeline: everything that happened with a customer, at the stores that the reader reaches (CUS-02).

mod mentions;
mod model;
mod note;
pub(crate) mod queries;
mod read;
mod told;

pub use mentions::mentioned;
pub use model::{Entry, NewEntry};
pub use note::{add_entry, add_note};
pub use queries::write;
pub(crate) use read::within;
pub use read::{TimelineCursor, TimelineFilter, TimelinePage, timeline};
pub use told::Mentions;

/// What was written down goes along with its store.
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::store("timeline.paths", "timeline");
