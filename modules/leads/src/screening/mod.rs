//! Screening (甄别, LEAD-02): a questionnaire that an administrator edits, whose answers classify a lead by themselves, with
//! the reason shown. What is asked and how answers count is data; [`classify`] is the rule over it, without a database.
//!
//! A version that was published stays as it is: editing makes a new draft, and answers keep the version they were given to.

mod answers;
mod apply;
mod classify;
mod edit;
pub mod forms;
mod keep;
mod lay;
mod model;
mod path;
pub mod queries;
mod questionnaire;
mod reading;
mod sample;
mod schema;
mod sound;

pub use answers::Answers;
pub use apply::{Given, again, answer, begin};
pub use classify::{Classification, Reason, Rule, classify};
pub use edit::{Direction, Edit};
pub use keep::{MANAGE, add, edit, publish, rename, set_standard};
pub use lay::{Laid, lay};
pub use model::{Guide, Screening, Version};
pub use path::visited;
pub use questionnaire::{Answer, Band, Form, Grade, Question, Questionnaire, Then, Words};
pub use reading::{asked, read};
pub use sample::sample;
pub(crate) use schema::migration;
pub use sound::faults;
