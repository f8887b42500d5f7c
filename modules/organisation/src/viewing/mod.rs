//! Unusual viewing (SYS-09): every few minutes the counts of [`web::viewing`] are held against what anyone may look at and
//! what the person looks at otherwise. What stands out becomes one case a person, day and reason; who looks after the
//! person is told and says whether it is fine or to be followed up. Nobody judges themselves.

mod case;
mod judge;
mod notice;
pub mod queries;
pub mod rules;
mod watch;

pub use case::{Case, State};
pub use judge::{NOTE_LENGTH, settle};
pub use notice::Told;
pub(crate) use watch::clock;
pub use watch::{WATCH, WatchJob};

use web::Access;

/// Who has something to do here: whoever looks after people or the audit, where they do.
pub(crate) const ACCESS: Access =
    Access::AnyOf(&[Access::Capability(CAPABILITIES[0]), Access::Capability(CAPABILITIES[1])]);

/// The functions of [`ACCESS`].
pub(crate) const CAPABILITIES: [&str; 2] = [crate::users::authority::MANAGE, "audit.view"];

/// Cases are judged by whoever looks after the place now.
pub(crate) const FOLLOWS: crate::Follows = crate::Follows::place("viewing.paths", "viewing_cases");
