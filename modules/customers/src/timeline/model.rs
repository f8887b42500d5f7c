//! An entry of a customer's timeline.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// What happened with a customer, as stored. Entries are never changed.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Entry {
    /// Its id.
    pub id: Id,
    /// Whose timeline.
    pub customer_id: Id,
    /// At which store; none is the head office.
    pub store_id: Option<Id>,
    /// Place in the organisation.
    pub path: String,
    /// `note`, `call`, `visit`, `import`, `assignment`, `class`, `document`, `service` …; label key `timeline-<kind>`.
    pub kind: String,
    /// When it happened.
    pub at: Instant,
    /// The person who did it, if one did.
    pub actor_id: Option<Id>,
    /// Their name then.
    pub actor_name: String,
    /// The record it is about, besides the customer.
    pub subject_kind: Option<String>,
    /// Its id.
    pub subject_id: Option<Id>,
    /// What people read.
    pub body: Option<String>,
    /// Facts for showing it: JSON.
    pub data: Option<String>,
}

/// An entry to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewEntry {
    /// At which store; none is the head office.
    pub store: Option<Id>,
    /// Place in the organisation.
    pub path: String,
    /// See [`Entry::kind`].
    pub kind: &'static str,
    /// When it happened; none is now.
    pub at: Option<Instant>,
    /// Who did it by person and name, where it is not the one who writes.
    pub actor: Option<(Option<Id>, String)>,
    /// The record it is about, besides the customer.
    pub subject: Option<(&'static str, Id)>,
    /// What people read.
    pub body: Option<String>,
    /// Facts for showing it.
    pub data: Option<serde_json::Value>,
}

impl NewEntry {
    /// An entry of a kind at a store.
    pub fn at_store(store: Id, path: impl Into<String>, kind: &'static str) -> NewEntry {
        NewEntry { store: Some(store), path: path.into(), kind, ..NewEntry::default() }
    }

    /// With words.
    pub fn saying(mut self, body: impl Into<String>) -> NewEntry {
        self.body = Some(body.into());
        self
    }

    /// With facts.
    pub fn with(mut self, data: serde_json::Value) -> NewEntry {
        self.data = Some(data);
        self
    }

    /// About another record as well.
    pub fn about(mut self, kind: &'static str, id: Id) -> NewEntry {
        self.subject = Some((kind, id));
        self
    }
}
