//! A pair and what was said of it.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// What someone says of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 同一客户: one person, to be merged.
    Same,
    /// 不是同一人
    Apart,
    /// 同一家庭: two people who live together.
    Household,
}

impl Verdict {
    /// The verdict of a form or of the API.
    pub fn of(text: &str) -> Option<Verdict> {
        match text {
            "same" => Some(Verdict::Same),
            "apart" => Some(Verdict::Apart),
            "household" => Some(Verdict::Household),
            _ => None,
        }
    }

    /// The state in which it leaves a pair.
    pub fn state(self) -> State {
        match self {
            Verdict::Same => State::ToMerge,
            Verdict::Apart => State::Apart,
            Verdict::Household => State::Household,
        }
    }
}

/// Where a pair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has said anything yet.
    Open,
    /// One person; waits for the merge.
    ToMerge,
    /// Two people.
    Apart,
    /// Two people of one household.
    Household,
}

impl State {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::ToMerge => "to_merge",
            State::Apart => "apart",
            State::Household => "household",
        }
    }

    /// From what is stored or asked for.
    pub fn of(code: &str) -> Option<State> {
        [State::Open, State::ToMerge, State::Apart, State::Household].into_iter().find(|state| state.code() == code)
    }
}

/// What one part of two files says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The part, a name of [`matching::Slot`].
    pub slot: String,
    /// How well the files agree in it, a name of [`matching::Level`].
    pub level: String,
    /// Bits for (positive) or against.
    pub weight: f64,
}

impl Reason {
    pub(super) fn of(reason: &matching::Reason) -> Reason {
        Reason {
            slot: reason.slot.name().to_owned(),
            level: reason.level.name().to_owned(),
            weight: (reason.weight * 10.0).round() / 10.0,
        }
    }
}

/// Two customers that may be one person.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Pair {
    /// Its id.
    pub id: Id,
    /// The customer with the smaller id.
    pub a_id: Id,
    /// The other one.
    pub b_id: Id,
    /// The probability that they are one person, in ten-thousandths.
    pub score: i64,
    /// Why, as JSON; read with [`Pair::reasons`].
    pub reasons: String,
    /// A hash of what was compared.
    pub evidence: String,
    /// Where it stands; read with [`Pair::state`].
    pub state: String,
    /// Who judged it.
    pub judged_by_name: Option<String>,
    /// When.
    pub judged_at: Option<Instant>,
    /// The relation that the verdict left.
    pub relation_id: Option<Id>,
    /// Rises with every change.
    pub version: i64,
}

impl Pair {
    /// Why, the strongest first.
    pub fn reasons(&self) -> Vec<Reason> {
        serde_json::from_str(&self.reasons).unwrap_or_default()
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(&self.state).unwrap_or(State::Open)
    }
}
