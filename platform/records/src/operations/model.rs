//! What an operation is, and what became of each of its records.

use kernel::{Id, Instant, Tenant};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is being done.
    Running,
    /// It is done and may be undone.
    Done,
    /// It is being undone.
    Undoing,
    /// It is undone.
    Undone,
}

impl State {
    /// All states.
    pub const ALL: [State; 4] = [State::Running, State::Done, State::Undoing, State::Undone];

    /// The stable name; the label key is `operation-state-` with it.
    pub fn name(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Done => "done",
            State::Undoing => "undoing",
            State::Undone => "undone",
        }
    }

    /// The state of a stable name; an unknown one is undone, which offers nothing.
    pub fn from_name(name: &str) -> State {
        State::ALL.into_iter().find(|s| s.name() == name).unwrap_or(State::Undone)
    }

    /// Whether a worker is at it.
    pub fn is_at_work(self) -> bool {
        matches!(self, State::Running | State::Undoing)
    }
}

/// What an operation did with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is this one's turn later.
    Waiting,
    /// Made.
    Created,
    /// Changed.
    Changed,
    /// It stood so already.
    Unchanged,
    /// Not done; the reason says why.
    Refused,
}

impl Fate {
    /// All fates.
    pub const ALL: [Fate; 5] = [Fate::Waiting, Fate::Created, Fate::Changed, Fate::Unchanged, Fate::Refused];

    /// The stable name; the label key is `operation-fate-` with it.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Waiting => "waiting",
            Fate::Created => "created",
            Fate::Changed => "changed",
            Fate::Unchanged => "unchanged",
            Fate::Refused => "refused",
        }
    }

    /// The fate of a stable name.
    pub fn from_name(name: &str) -> Option<Fate> {
        Fate::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// What undoing came to for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// A record that the operation made was put away.
    Away,
    /// All that the operation changed stands as before.
    Restored,
    /// A part of it; the rest was changed since and stays.
    Partly,
    /// It stays as it stands.
    Kept,
    /// There is nothing left to take back.
    Nothing,
    /// It is not in reach of whoever undid the operation.
    Closed,
}

impl Back {
    /// All of them.
    pub const ALL: [Back; 6] = [Back::Away, Back::Restored, Back::Partly, Back::Kept, Back::Nothing, Back::Closed];

    /// The stable name; the label key is `operation-back-` with it.
    pub fn name(self) -> &'static str {
        match self {
            Back::Away => "away",
            Back::Restored => "restored",
            Back::Partly => "partly",
            Back::Kept => "kept",
            Back::Nothing => "nothing",
            Back::Closed => "closed",
        }
    }

    /// The one of a stable name.
    pub fn from_name(name: &str) -> Option<Back> {
        Back::ALL.into_iter().find(|b| b.name() == name)
    }
}

/// Something that stays because it was changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The field, or what the row is called; empty for the record as a whole.
    pub field: String,
    /// Why it stays: the key of the sentence is `operation-conflict-` with it (`later`, `worked-on`, `gone` …).
    pub why: String,
    /// Who changed it, where the journal tells.
    pub by: Option<String>,
    /// When.
    pub at: Option<Instant>,
}

impl Conflict {
    /// A conflict of a field.
    pub fn of(field: &str, why: &str) -> Conflict {
        Conflict { field: field.to_owned(), why: why.to_owned(), by: None, at: None }
    }
}

/// How many records came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Made, or put away again.
    pub created: i64,
    /// Changed, or restored.
    pub changed: i64,
    /// Stood so already, or had nothing to take back.
    pub unchanged: i64,
    /// Not done, or kept because of later changes.
    pub refused: i64,
    /// Restored in part.
    pub partly: i64,
}

impl Counts {
    /// Counts what was done.
    pub fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Waiting => {}
            Fate::Created => self.created += 1,
            Fate::Changed => self.changed += 1,
            Fate::Unchanged => self.unchanged += 1,
            Fate::Refused => self.refused += 1,
        }
    }

    /// Counts what was undone.
    pub fn add_back(&mut self, back: Back) {
        match back {
            Back::Away => self.created += 1,
            Back::Restored => self.changed += 1,
            Back::Partly => self.partly += 1,
            Back::Nothing => self.unchanged += 1,
            Back::Kept | Back::Closed => self.refused += 1,
        }
    }

    /// All of them.
    pub fn sum(&self) -> i64 {
        self.created + self.changed + self.unchanged + self.refused + self.partly
    }
}

/// An operation to be begun.
#[derive(Clone, Debug)]
pub struct NewOperation {
    /// Its id; also the batch under which its changes are journalled.
    pub id: Id,
    /// What it is: `import`, `edit`, `assign` …; the label key is `operation-kind-` with it.
    pub kind: String,
    /// The noun that it began with.
    pub noun: &'static str,
    /// What people know it by: the name of the file.
    pub title: String,
    /// What was asked for, as JSON.
    pub asked: String,
    /// Where it is done, for one that stays in one store.
    pub place: Option<(Id, String)>,
    /// How many records.
    pub total: i64,
    /// The job that does it, if one does.
    pub job: Option<Id>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Whose.
    pub tenant: Tenant,
    /// Its id.
    pub id: Id,
    /// See [`NewOperation::kind`].
    pub kind: String,
    /// The noun.
    pub noun: String,
    /// What people know it by.
    pub title: String,
    /// What was asked for, as JSON.
    pub asked: String,
    /// The store, for one that stays in one.
    pub store: Option<Id>,
    /// That store's path; empty for one of many places.
    pub path: String,
    /// Who did it.
    pub owner: Option<Id>,
    /// Their name.
    pub owner_name: String,
    /// Where it stands.
    pub state: State,
    /// How many records.
    pub total: i64,
    /// What they came to.
    pub counts: Counts,
    /// The job at work on it.
    pub job: Option<Id>,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was done.
    pub finished_at: Option<Instant>,
    /// Who undid it.
    pub undone_by: Option<Id>,
    /// Their name.
    pub undone_by_name: Option<String>,
    /// When undoing began.
    pub undo_started_at: Option<Instant>,
    /// When it was undone.
    pub undone_at: Option<Instant>,
    /// What records came to when it was undone.
    pub undo_counts: Counts,
}

impl Operation {
    /// The address of a page of its own, where it is shown and undone in its own way.
    pub fn own_page(&self) -> Option<String> {
        let asked: serde_json::Value = serde_json::from_str(&self.asked).ok()?;
        asked["page"].as_str().map(str::to_owned)
    }
}

#[derive(FromQueryResult)]
pub(super) struct Stored {
    tenant_id: Tenant,
    id: Id,
    kind: String,
    noun: String,
    title: String,
    asked: String,
    store_id: Option<Id>,
    path: String,
    owner_id: Option<Id>,
    owner_name: String,
    state: String,
    total: i64,
    counts: String,
    job_id: Option<Id>,
    created_at: Instant,
    finished_at: Option<Instant>,
    undone_by_id: Option<Id>,
    undone_by_name: Option<String>,
    undo_started_at: Option<Instant>,
    undone_at: Option<Instant>,
    undo_counts: String,
}

impl From<Stored> for Operation {
    fn from(s: Stored) -> Operation {
        Operation {
            tenant: s.tenant_id,
            id: s.id,
            kind: s.kind,
            noun: s.noun,
            title: s.title,
            asked: s.asked,
            store: s.store_id,
            path: s.path,
            owner: s.owner_id,
            owner_name: s.owner_name,
            state: State::from_name(&s.state),
            total: s.total,
            counts: serde_json::from_str(&s.counts).unwrap_or_default(),
            job: s.job_id,
            created_at: s.created_at,
            finished_at: s.finished_at,
            undone_by: s.undone_by_id,
            undone_by_name: s.undone_by_name,
            undo_started_at: s.undo_started_at,
            undone_at: s.undone_at,
            undo_counts: serde_json::from_str(&s.undo_counts).unwrap_or_default(),
        }
    }
}

/// What became of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The noun.
    pub noun: String,
    /// The record.
    pub record: Id,
    /// What the operation did.
    pub fate: Fate,
    /// Why it did not: a code that is the key of its sentence, with a field behind `:` where it speaks of one.
    pub reason: Option<String>,
    /// When it was last the record's turn.
    pub at: Instant,
    /// What undoing came to.
    pub back: Option<Back>,
    /// What stayed.
    pub conflicts: Vec<Conflict>,
}

#[derive(FromQueryResult)]
pub(super) struct StoredLine {
    noun: String,
    record_id: Id,
    fate: String,
    reason: Option<String>,
    at: Instant,
    back: Option<String>,
    conflicts: Option<String>,
}

impl From<StoredLine> for Line {
    fn from(s: StoredLine) -> Line {
        Line {
            noun: s.noun,
            record: s.record_id,
            fate: Fate::from_name(&s.fate).unwrap_or(Fate::Refused),
            reason: s.reason,
            at: s.at,
            back: s.back.as_deref().and_then(Back::from_name),
            conflicts: s.conflicts.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        }
    }
}
