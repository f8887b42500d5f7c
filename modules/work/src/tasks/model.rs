//! A task as stored.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use super::{About, State};

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Task {
    /// Its id.
    pub id: Id,
    /// What is to be done, in a line.
    pub title: String,
    /// In which way (dictionary `task-kind`).
    pub kind: String,
    /// See [`State`].
    pub state: String,
    /// The kind of the record that it is about.
    pub about_kind: Option<String>,
    /// The record that it is about.
    pub about_id: Option<Id>,
    /// More words.
    pub note: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// Whose it is.
    pub owner_id: Id,
    /// By when.
    pub due_at: Instant,
    /// The rule that made it; none where a person did.
    pub made_by: Option<String>,
    /// Who made it.
    pub created_by: Option<Id>,
    /// For optimistic locking.
    pub version: i64,
}

impl Task {
    /// Its state. An unknown name, left by a later release, counts as cancelled: nothing waits for anyone.
    pub fn state(&self) -> State {
        State::from_name(&self.state).unwrap_or(State::Cancelled)
    }

    /// The record that it is about.
    pub fn about(&self) -> Option<About> {
        let kind = self.about_kind.clone()?;
        self.about_id.map(|id| About { kind, id })
    }
}
