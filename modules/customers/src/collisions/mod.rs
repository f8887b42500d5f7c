//! The collision guard (撞单, CUS-10; domain.md §2.3): two stores or two consultants do not work one person unknowingly.
//!
//! Whoever files someone whom others know outside their reach is told *that* the person is known, as the policy of the
//! group allows it, and nothing else; the file they made stands apart until someone decides. A [`Collision`] keeps who
//! filed first, who asks for access, and what came of it. What is told, and how often, is decided in [`rules`] and
//! [`Policy`]; see docs/decisions/0021-the-collision-guard.md.

mod answer;
mod ask;
mod cases;
mod entered;
mod escalate;
mod find;
mod guard;
mod model;
mod notices;
mod policy;
mod protection;
pub(crate) mod queries;
pub mod rules;
mod withdraw;

pub use answer::{Answer, answer, take};
pub use ask::{appeal, ask, leave};
pub use cases::{Case, Tab, beside, cases, known_in_group, one};
pub use entered::Entered;
pub use escalate::{ESCALATE, EscalateJob};
pub(crate) use guard::{added, file, seek};
pub use model::{Between, Collision, KeyKind, State, Told};
pub use notices::Tellings;
pub use policy::Policy;
pub use protection::protected_until;
pub use withdraw::contribute;
