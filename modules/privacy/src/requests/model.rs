//! A request as stored.

use chrono::NaiveDate;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use super::rules::{Kind, State};

/// A request.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Request {
    /// Its id.
    pub id: Id,
    /// `P000012`.
    pub number: String,
    /// Whose file.
    pub customer_id: Id,
    /// The file's number.
    pub customer_number: String,
    /// The file's name; a sign in its place when erased.
    pub customer_name: String,
    /// Since when the file is only kept.
    pub restricted_at: Option<Instant>,
    /// When the person was erased.
    pub erased_at: Option<Instant>,
    /// See [`Kind`].
    pub kind: String,
    /// See [`State`].
    pub state: String,
    /// Who asked, in words.
    pub asked_by: String,
    /// What they are to the person (dictionary `privacy-asker`).
    pub asker: String,
    /// How they showed who they are (dictionary `privacy-proof`).
    pub proof: Option<String>,
    /// Words about that.
    pub proof_note: Option<String>,
    /// What they wish, in words.
    pub wish: Option<String>,
    /// When it came in.
    pub received_on: NaiveDate,
    /// Until when it is to be answered.
    pub due_on: NaiveDate,
    /// The legal ground of a refusal (dictionary `privacy-ground`).
    pub ground: Option<String>,
    /// Words about that.
    pub ground_note: Option<String>,
    /// When the copy that was made is deleted.
    pub copy_until: Option<Instant>,
    /// The last day on which the law keeps something.
    pub kept_until: Option<NaiveDate>,
    /// Who proposed the erasing, while or since it waits for a second person.
    pub proposed_by: Option<Id>,
    /// The request about another file of the same person that this one came from.
    pub linked_to: Option<Id>,
    /// Raised at each change.
    pub version: i64,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

impl Request {
    /// What is asked for.
    pub fn kind(&self) -> Kind {
        Kind::from_name(&self.kind).unwrap_or(Kind::Correct)
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        State::from_name(&self.state)
    }
}

/// A request about another file of the same person.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Linked {
    /// Its id.
    pub id: Id,
    /// `P000012`.
    pub number: String,
    /// See [`State`].
    pub state: String,
}

/// Something that was done with a request.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Step {
    /// Its id.
    pub id: Id,
    /// See [`super::Deed`]; also `download`, `print`, `lift`.
    pub deed: String,
    /// The state after it.
    pub state: String,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by_name: String,
    /// Words about it.
    pub note: Option<String>,
}
