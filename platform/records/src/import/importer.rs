//! The seam to the noun: it says what columns may mean and what becomes of rows.

use async_trait::async_trait;
use chrono::NaiveDate;
use chrono_tz::Tz;
use kernel::{Id, Tx};
use sea_orm::{DatabaseExecutor, DbErr};
use serde::{Deserialize, Serialize};

use super::{Draft, Fate, Key, Outcome, Target};
use crate::policy::Look;
use crate::{Kind, Refusal};

/// Someone looking, inside a transaction or outside.
pub type AnyLook<'a> = Look<'a, DatabaseExecutor<'a>>;

/// What an import may do with records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Makes new ones; a row that is known already is a duplicate.
    Create,
    /// Changes known ones; a row that is not known is left out.
    Update,
    /// Makes new ones and changes known ones.
    #[default]
    Both,
}

impl Mode {
    /// All modes.
    pub const ALL: [Mode; 3] = [Mode::Create, Mode::Update, Mode::Both];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Create => "create",
            Mode::Update => "update",
            Mode::Both => "both",
        }
    }

    /// The mode of a stable name.
    pub fn from_name(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|m| m.name() == name)
    }

    /// Whether new records are made.
    pub fn creates(self) -> bool {
        self != Mode::Update
    }

    /// Whether known records are changed.
    pub fn updates(self) -> bool {
        self != Mode::Create
    }
}

/// The place an import goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The store.
    pub store: Id,
    /// Its name.
    pub name: String,
    /// Its path.
    pub path: String,
    /// Its time zone: days in the file are days there.
    pub zone: Tz,
}

/// What was decided before rows are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The import; also the batch under which its changes are journalled.
    pub import: Id,
    /// Where records go.
    pub place: Place,
    /// What may be done with records.
    pub mode: Mode,
    /// Keys in the order in which they decide.
    pub keys: Vec<Key>,
    /// The day.
    pub today: NaiveDate,
}

/// A row for the importer.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The row.
    pub draft: &'a Draft,
    /// An earlier row with the same key: such a row is a duplicate, but what hangs on the record (another vehicle,
    /// another visit) is still taken in.
    pub earlier: Option<Earlier>,
}

/// An earlier row of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its line.
    pub line: u64,
    /// The record it came to and how; not known before the import has run.
    pub record: Option<(Id, Fate)>,
}

/// The import of one noun.
#[async_trait]
pub trait Importer: Send + Sync {
    /// Its name in commands and addresses: `customers`.
    fn name(&self) -> &'static str;
    /// The noun; its permissions are those of the import.
    fn kind(&self) -> &'static Kind;
    /// What columns may mean to this person, custom fields that they may write among it.
    async fn targets(&self, look: &AnyLook<'_>) -> Result<Vec<Target>, DbErr>;
    /// A store, if there is one that this person may bring records into.
    async fn place(&self, look: &AnyLook<'_>, store: Id) -> Result<Option<Place>, DbErr>;
    /// Gets ready for rows: loads what all of them need. Refused when this person may not do what `options` say.
    async fn open(&self, look: &AnyLook<'_>, options: &Options) -> Result<Box<dyn Intake>, Refusal>;
}

/// An importer at work on one file.
#[async_trait]
pub trait Intake: Send + Sync {
    /// What would become of these rows. No two of them share a key, unless they have an earlier row.
    async fn judge(&mut self, look: &AnyLook<'_>, rows: &[Entry<'_>]) -> Result<Vec<Outcome>, DbErr>;
    /// Writes these rows and says what became of them, in their order.
    async fn apply(&mut self, tx: &mut Tx<'_>, rows: &[Entry<'_>]) -> Result<Vec<Outcome>, DbErr>;
}
