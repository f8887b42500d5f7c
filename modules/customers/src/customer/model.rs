//! What a customer is: the stored row, and what is to be written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{Id, Instant, Value};
use records::custom::Values;
use records::{Datum, FieldKind};
use sea_orm::FromQueryResult;

use crate::engagements::NewEngagement;
use crate::phones::NewPhone;
use crate::timeline::NewEntry;

/// The customer as commands need it: what is looked at before a change.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Customer {
    /// Its id.
    pub id: Id,
    /// `K000123`.
    pub number: String,
    /// `person` or `organisation`.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The primary number, in E.164 where it has that form.
    pub phone: Option<String>,
    /// What was typed beside doubtful values: JSON object by field.
    pub raw: Option<String>,
    /// Codes of doubts: JSON object by field.
    pub doubts: Option<String>,
    /// For optimistic locking.
    pub version: i64,
}

/// Texts by field, as `raw` and `doubts` hold them.
pub type Notes = BTreeMap<String, String>;

/// Reads a JSON object of texts; anything else is empty.
pub fn notes(json: Option<&str>) -> Notes {
    json.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The JSON of notes; none when there are none.
pub fn notes_json(notes: &Notes) -> Option<String> {
    (!notes.is_empty()).then(|| serde_json::json!(notes).to_string())
}

/// Values of fields by their descriptor's names. Which fields there are is the descriptor's matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(BTreeMap<&'static str, Datum>);

impl Facts {
    /// Sets a value; an empty one clears the field.
    pub fn set(&mut self, field: &'static str, datum: Datum) {
        self.0.insert(field, datum);
    }

    /// With a text.
    pub fn text(mut self, field: &'static str, text: impl Into<String>) -> Facts {
        self.set(field, Datum::Text(text.into()));
        self
    }

    /// With a day.
    pub fn date(mut self, field: &'static str, day: NaiveDate) -> Facts {
        self.set(field, Datum::Date(day));
        self
    }

    /// The value, if the field is spoken of at all; it may be empty.
    pub fn get(&self, field: &str) -> Option<&Datum> {
        self.0.get(field)
    }

    /// The text of a field that has one.
    pub fn get_text(&self, field: &str) -> Option<&str> {
        match self.0.get(field) {
            Some(Datum::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Whether a field has a value.
    pub fn has(&self, field: &str) -> bool {
        self.0.get(field).is_some_and(|d| !d.is_empty())
    }

    /// Sets a value where there is none yet.
    pub fn supply(&mut self, field: &'static str, datum: impl FnOnce() -> Option<Datum>) {
        if !self.has(field)
            && let Some(datum) = datum()
        {
            self.set(field, datum);
        }
    }

    /// All fields spoken of.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Datum)> {
        self.0.iter().map(|(name, datum)| (*name, datum))
    }

    /// Whether no field is spoken of.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The value of a column; empty is NULL of the column's type, because PostgreSQL tells NULLs apart by type.
pub fn column_value(kind: FieldKind, datum: Option<&Datum>) -> Value {
    match datum {
        Some(Datum::Text(text)) if !text.is_empty() => text.as_str().into(),
        Some(Datum::Integer(n)) => (*n).into(),
        Some(Datum::Date(day)) => (*day).into(),
        Some(Datum::Bool(yes)) => (*yes).into(),
        Some(Datum::Reference(id, _)) => (*id).into(),
        _ => match kind {
            FieldKind::Date => None::<NaiveDate>.into(),
            FieldKind::Bool => None::<bool>.into(),
            FieldKind::Reference { .. } => None::<Id>.into(),
            FieldKind::Integer | FieldKind::Money | FieldKind::Kilometres | FieldKind::Score | FieldKind::Instant => {
                None::<i64>.into()
            }
            _ => None::<String>.into(),
        },
    }
}

/// A customer to be made. Permission and duplicates are the caller's matter; values are checked and normalised already.
#[derive(Clone, Debug, Default)]
pub struct NewCustomer {
    /// Columns of the customer's own table: `name` and `kind` at least.
    pub facts: Facts,
    /// Custom fields.
    pub custom: Values,
    /// The resident identity number, normalised; stored sealed.
    pub id_number: Option<String>,
    /// Numbers, the primary one first.
    pub phones: Vec<NewPhone>,
    /// Codes of doubts by field.
    pub doubts: Notes,
    /// What was typed beside doubtful or unusable values.
    pub raw: Notes,
    /// The stores that know them, at least one.
    pub engagements: Vec<NewEngagement>,
    /// What the timeline tells from the start.
    pub entries: Vec<NewEntry>,
    /// When the file began, where that was before now (demo, migration from another system).
    pub at: Option<Instant>,
}

/// A customer that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its id.
    pub id: Id,
    /// `K000123`.
    pub number: String,
    /// Its engagements, in the order given.
    pub engagements: Vec<Id>,
}
