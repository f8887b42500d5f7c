//! What becomes of rows.

use kernel::Id;
use serde::{Deserialize, Serialize};

use super::Message;

/// What became of a row. Every row has exactly one fate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// A new record.
    Created,
    /// A record that was there has been changed.
    Updated,
    /// A record that was there says the same already.
    Unchanged,
    /// The same key stands earlier in the file, or belongs to an existing record where only new ones are taken.
    Duplicate,
    /// No usable name or key, or not allowed.
    Rejected,
}

impl Fate {
    /// All fates, in the order of reports.
    pub const ALL: [Fate; 5] = [Fate::Created, Fate::Updated, Fate::Unchanged, Fate::Duplicate, Fate::Rejected];

    /// The stable name; the label key is `import-fate-` with it.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Created => "created",
            Fate::Updated => "updated",
            Fate::Unchanged => "unchanged",
            Fate::Duplicate => "duplicate",
            Fate::Rejected => "rejected",
        }
    }

    /// The fate of a stable name.
    pub fn from_name(name: &str) -> Option<Fate> {
        Fate::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its fate.
    pub fate: Fate,
    /// The record it made, changed or repeats.
    pub record: Option<Id>,
    /// What the importer has to say, besides what reading had.
    pub messages: Vec<Message>,
}

impl Outcome {
    /// A fate without words.
    pub fn of(fate: Fate, record: Option<Id>) -> Outcome {
        Outcome { fate, record, messages: Vec::new() }
    }

    /// With a message.
    pub fn saying(mut self, message: Message) -> Outcome {
        self.messages.push(message);
        self
    }
}

/// How many rows came to what. The parts add up to `rows`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows with content below the header.
    pub rows: i64,
    /// New records.
    pub created: i64,
    /// Changed records.
    pub updated: i64,
    /// Records that said the same already.
    pub unchanged: i64,
    /// Rows that repeat a key.
    pub duplicates: i64,
    /// Rows left out.
    pub rejected: i64,
}

impl Counts {
    /// Counts one row.
    pub fn add(&mut self, fate: Fate) {
        self.rows += 1;
        *self.part(fate) += 1;
    }

    /// One row is of another fate than it was thought to be.
    pub fn turn(&mut self, from: Fate, to: Fate) {
        *self.part(from) -= 1;
        *self.part(to) += 1;
    }

    /// How many rows had a fate.
    pub fn of(&self, fate: Fate) -> i64 {
        let mut copy = *self;
        *copy.part(fate)
    }

    /// Whether the parts add up.
    pub fn add_up(&self) -> bool {
        Fate::ALL.into_iter().map(|f| self.of(f)).sum::<i64>() == self.rows
    }

    fn part(&mut self, fate: Fate) -> &mut i64 {
        match fate {
            Fate::Created => &mut self.created,
            Fate::Updated => &mut self.updated,
            Fate::Unchanged => &mut self.unchanged,
            Fate::Duplicate => &mut self.duplicates,
            Fate::Rejected => &mut self.rejected,
        }
    }
}
