//! What a case is.

use chrono::NaiveDate;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use super::rules::Unusual;

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has looked at it.
    Open,
    /// Someone goes on asking.
    FollowUp,
    /// Someone looked at it and found it fine.
    Fine,
}

impl State {
    /// All of them.
    pub const ALL: [State; 3] = [State::Open, State::FollowUp, State::Fine];

    /// The stable name in the database and in keys of words.
    pub fn name(self) -> &'static str {
        match self {
            State::Open => "open",
            State::FollowUp => "follow-up",
            State::Fine => "fine",
        }
    }

    /// What a stable name means.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// Something unusual about how much someone looked at, as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Case {
    /// Its id, in the order of time.
    pub id: Id,
    /// Whose views.
    pub user_id: Id,
    /// Their name.
    pub user_name: String,
    /// What is unusual: [`Unusual::name`].
    pub what: String,
    /// On which day.
    pub day: NaiveDate,
    /// How many.
    pub counted: i64,
    /// How many are usual for them, where that was the measure.
    pub usual: Option<i64>,
    /// From how many on it is unusual.
    pub allowed: i64,
    /// Where they stood.
    pub path: String,
    /// How far it has come: [`State::name`].
    pub state: String,
    /// What whoever judged it wrote.
    pub note: Option<String>,
    /// Who judged it.
    pub judged_by: Option<String>,
    /// When.
    pub judged_at: Option<Instant>,
    /// When it was found.
    pub created_at: Instant,
}

impl Case {
    /// What is unusual.
    pub fn what(&self) -> Option<Unusual> {
        Unusual::from_name(&self.what)
    }

    /// How far it has come; what cannot be read is open.
    pub fn state(&self) -> State {
        State::from_name(&self.state).unwrap_or(State::Open)
    }
}
