//! An import as it stands in the database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kernel::{Id, Instant, Tenant};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

use super::{Counts, Fate, FileProblem, Key, Mapping, Message, Mode, Severity};

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The file is kept; columns are being mapped.
    Draft,
    /// Every row is being read and judged; nothing is written to records.
    Checking,
    /// Checked: the problems can be mended, and it may start.
    Ready,
    /// Rows are being written.
    Running,
    /// Someone stopped it for now.
    Paused,
    /// All rows have their account.
    Done,
    /// The file could not be read to its end, or the person may no longer do this.
    Failed,
    /// Given up; what was written before stays.
    Cancelled,
}

impl State {
    /// All states.
    pub const ALL: [State; 8] = [
        State::Draft,
        State::Checking,
        State::Ready,
        State::Running,
        State::Paused,
        State::Done,
        State::Failed,
        State::Cancelled,
    ];

    /// The stable name; the label key is `import-state-` with it.
    pub fn name(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Checking => "checking",
            State::Ready => "ready",
            State::Running => "running",
            State::Paused => "paused",
            State::Done => "done",
            State::Failed => "failed",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of a stable name; an unknown one is failed.
    pub fn from_name(name: &str) -> State {
        State::ALL.into_iter().find(|s| s.name() == name).unwrap_or(State::Failed)
    }

    /// Whether a worker is at it.
    pub fn is_at_work(self) -> bool {
        matches!(self, State::Checking | State::Running)
    }

    /// Whether nothing can come any more.
    pub fn has_ended(self) -> bool {
        matches!(self, State::Done | State::Cancelled)
    }
}

/// The two passes over a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Judging.
    Check,
    /// Writing.
    Run,
}

impl Step {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Step::Check => "check",
            Step::Run => "run",
        }
    }

    /// The state while it is being done.
    pub fn state(self) -> State {
        match self {
            Step::Check => State::Checking,
            Step::Run => State::Running,
        }
    }
}

/// An import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Whose.
    pub tenant: Tenant,
    /// Its id; also the batch of its changes in the journal.
    pub id: Id,
    /// The importer's name.
    pub importer: String,
    /// The store records go to.
    pub store: Id,
    /// That store's path.
    pub path: String,
    /// Who started it.
    pub owner: Id,
    /// Their name.
    pub owner_name: String,
    /// The file's name as uploaded.
    pub file_name: String,
    /// Its name in the folder of imports.
    pub stored: String,
    /// Its SHA-256.
    pub digest: String,
    /// Its size.
    pub bytes: i64,
    /// What columns mean.
    pub mapping: Mapping,
    /// The fingerprint of its layout.
    pub fingerprint: String,
    /// What may be done with records.
    pub mode: Mode,
    /// Keys in the order in which they decide.
    pub keys: Vec<Key>,
    /// Where it stands.
    pub state: State,
    /// Which pass it is in, or was in when it stopped.
    pub step: Step,
    /// How often it was checked.
    pub pass: i64,
    /// The last line committed in this pass.
    pub line: i64,
    /// Rows in the file; 0 is not known yet.
    pub total: i64,
    /// What the run came to so far.
    pub counts: Counts,
    /// What the check came to so far.
    pub checked: Counts,
    /// How many rows had a message, by its code, in this pass.
    pub problems: BTreeMap<String, i64>,
    /// Why the file could not be read, or the import not go on.
    pub problem: Option<FileProblem>,
    /// Its job.
    pub job: Option<Id>,
    /// When the file came.
    pub created_at: Instant,
    /// When the run began.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

impl Import {
    /// Where its file is.
    pub fn file(&self, folder: &Path) -> PathBuf {
        folder.join(&self.stored)
    }

    /// The counts of the pass it is in.
    pub fn tally(&self) -> Counts {
        match self.step {
            Step::Check => self.checked,
            Step::Run => self.counts,
        }
    }

    /// The number under which the rows of a step stand.
    pub fn pass_of(&self, step: Step) -> i64 {
        match step {
            Step::Check => self.pass,
            Step::Run => 0,
        }
    }
}

/// A row's account.
#[derive(Clone, Debug)]
pub struct RowRecord {
    /// Its line.
    pub line: u64,
    /// What became of it.
    pub fate: Fate,
    /// The record it came to.
    pub record: Option<Id>,
    /// What is to be said about it.
    pub messages: Vec<Message>,
    /// Its cells as text; empty for rows without messages.
    pub cells: Vec<String>,
}

impl RowRecord {
    /// The gravest message.
    pub fn severity(&self) -> Option<Severity> {
        self.messages.iter().map(|m| m.severity).max()
    }
}

#[derive(FromQueryResult)]
pub(super) struct StoredImport {
    tenant_id: Tenant,
    id: Id,
    importer: String,
    store_id: Id,
    path: String,
    owner_id: Id,
    owner_name: String,
    file_name: String,
    stored: String,
    digest: String,
    bytes: i64,
    mapping: String,
    fingerprint: String,
    mode: String,
    keys: String,
    state: String,
    step: String,
    pass: i64,
    line: i64,
    total: i64,
    counts: String,
    checked: String,
    problems: String,
    problem: Option<String>,
    job_id: Option<Id>,
    created_at: Instant,
    started_at: Option<Instant>,
    finished_at: Option<Instant>,
}

impl From<StoredImport> for Import {
    fn from(s: StoredImport) -> Import {
        fn json<T: for<'a> Deserialize<'a> + Default>(text: &str) -> T {
            serde_json::from_str(text).unwrap_or_default()
        }
        Import {
            tenant: s.tenant_id,
            id: s.id,
            importer: s.importer,
            store: s.store_id,
            path: s.path,
            owner: s.owner_id,
            owner_name: s.owner_name,
            file_name: s.file_name,
            stored: s.stored,
            digest: s.digest,
            bytes: s.bytes,
            mapping: json(&s.mapping),
            fingerprint: s.fingerprint,
            mode: Mode::from_name(&s.mode).unwrap_or_default(),
            keys: json(&s.keys),
            state: State::from_name(&s.state),
            step: if s.step == "run" { Step::Run } else { Step::Check },
            pass: s.pass,
            line: s.line,
            total: s.total,
            counts: json(&s.counts),
            checked: json(&s.checked),
            problems: json(&s.problems),
            problem: s.problem.and_then(|text| serde_json::from_str(&text).ok()),
            job: s.job_id,
            created_at: s.created_at,
            started_at: s.started_at,
            finished_at: s.finished_at,
        }
    }
}

#[derive(FromQueryResult)]
pub(super) struct StoredRow {
    line: i64,
    outcome: String,
    record_id: Option<Id>,
    messages: Option<String>,
    cells: Option<String>,
}

impl From<StoredRow> for RowRecord {
    fn from(s: StoredRow) -> RowRecord {
        RowRecord {
            line: s.line.max(0) as u64,
            fate: Fate::from_name(&s.outcome).unwrap_or(Fate::Rejected),
            record: s.record_id,
            messages: s.messages.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
            cells: s.cells.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        }
    }
}

/// As JSON text for a column; these types always have one.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
