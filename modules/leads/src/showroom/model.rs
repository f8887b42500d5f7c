//! A visit as stored.

use kernel::scope::Place;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use super::machine::State;

/// A visit as commands need it: what is looked at before a change.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Visit {
    /// Its id.
    pub id: Id,
    /// `V000123`.
    pub number: String,
    /// When they came.
    pub arrived_at: Instant,
    /// How many people.
    pub heads: i64,
    /// The name, or how they are addressed.
    pub name: Option<String>,
    /// The number, in E.164 where it has that form.
    pub phone: Option<String>,
    /// As it seems (dictionary `sex`).
    pub sex: Option<String>,
    /// As it seems (dictionary `visit-age`).
    pub age: Option<String>,
    /// How they came (dictionary `visit-came`).
    pub came: Option<String>,
    /// For the first time or again (dictionary `visit-turn`).
    pub turn: Option<String>,
    /// What they look at, in words.
    pub model: Option<String>,
    /// What is said about them.
    pub remark: Option<String>,
    /// Stable name of its [`State`].
    pub state: String,
    /// How it ended (dictionary `visit-result`).
    pub result: Option<String>,
    /// When they left.
    pub left_at: Option<Instant>,
    /// The store.
    pub store_id: Id,
    /// Who receives them.
    pub owner_id: Option<Id>,
    /// Place in the organisation.
    pub path: String,
    /// The lead, once they are named.
    pub lead_id: Option<Id>,
    /// The file, once there is one.
    pub customer_id: Option<Id>,
    /// For optimistic locking.
    pub version: i64,
}

impl Visit {
    /// Its state. One that a later release left counts as over: nothing is done with it.
    pub fn state(&self) -> State {
        State::from_name(&self.state).unwrap_or(State::Left)
    }

    /// Where it stands, for row policy.
    pub fn place(&self) -> Place {
        Place { owner: self.owner_id, store: Some(self.store_id), path: self.path.clone() }
    }
}
