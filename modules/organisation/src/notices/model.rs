//! What a notice is.

use std::collections::BTreeMap;

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;
use serde_json::Value;

/// A notice to be left for someone.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// For whom.
    pub user: Id,
    /// What it is about (`customer-mentioned`); its sentence has the key `notice-` and this.
    pub kind: &'static str,
    /// Texts and whole numbers for the sentence. Never what only a policy may show: that is looked up when it is read.
    pub args: BTreeMap<&'static str, Value>,
    /// The record it is about, by kind and id.
    pub subject: Option<(&'static str, Id)>,
    /// The page it leads to.
    pub link: String,
}

/// A notice as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Notice {
    /// Its id, in the order of time.
    pub id: Id,
    /// What it is about.
    pub kind: String,
    /// Arguments of the sentence, as JSON.
    pub args: String,
    /// Kind of the record it is about.
    pub subject_kind: Option<String>,
    /// The record it is about.
    pub subject_id: Option<Id>,
    /// The page it leads to.
    pub link: String,
    /// When it was left.
    pub created_at: Instant,
    /// When it was read.
    pub read_at: Option<Instant>,
}

impl Notice {
    /// The arguments of the sentence.
    pub fn args(&self) -> BTreeMap<String, Value> {
        serde_json::from_str(&self.args).unwrap_or_default()
    }

    /// The record it is about.
    pub fn subject(&self) -> Option<(&str, Id)> {
        self.subject_kind.as_deref().zip(self.subject_id)
    }
}
