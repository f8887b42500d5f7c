//! Values as they come out of a query: shown, masked or hidden.

use chrono::NaiveDate;
use kernel::scope::Place;
use kernel::{Fen, Id, Instant};
use sea_orm::QueryResult;

use crate::{Field, FieldKind, Source};

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd)]
pub enum Datum {
    /// Nothing there.
    Empty,
    /// Text, codes, numbers that people write as text.
    Text(String),
    /// Whole numbers, fen, kilometres, microseconds.
    Integer(i64),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Bool(bool),
    /// Another record and its label.
    Reference(Id, String),
}

impl Datum {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Datum::Empty) || matches!(self, Datum::Text(t) if t.is_empty())
    }

    /// The plain form that the API, the journal and files carry.
    pub fn plain(&self, kind: FieldKind) -> Option<String> {
        match (self, kind) {
            (Datum::Empty, _) => None,
            (Datum::Text(text), _) => Some(text.clone()),
            (Datum::Integer(n), FieldKind::Money) => Some(Fen(*n).plain()),
            (Datum::Integer(n), FieldKind::Instant) => Some(Instant(*n).rfc3339()),
            (Datum::Integer(n), _) => Some(n.to_string()),
            (Datum::Date(day), _) => Some(day.to_string()),
            (Datum::Bool(yes), _) => Some(yes.to_string()),
            (Datum::Reference(id, _), _) => Some(id.to_string()),
        }
    }

    /// Reads what [`Datum::plain`] wrote; what it did not write stays text.
    pub fn of_plain(kind: FieldKind, text: &str) -> Datum {
        let read = match kind {
            FieldKind::Integer | FieldKind::Kilometres | FieldKind::Score => text.parse().ok().map(Datum::Integer),
            FieldKind::Money => Fen::parse(text).map(|fen| Datum::Integer(fen.0)),
            FieldKind::Instant => Instant::parse(text, chrono_tz::UTC).map(|at| Datum::Integer(at.0)),
            FieldKind::Date => text.parse().ok().map(Datum::Date),
            FieldKind::Bool => text.parse().ok().map(Datum::Bool),
            FieldKind::Reference { .. } => text.parse().ok().map(|id| Datum::Reference(id, String::new())),
            _ => None,
        };
        read.unwrap_or_else(|| Datum::Text(text.to_owned()))
    }

    /// The value as JSON.
    pub fn json(&self, kind: FieldKind) -> serde_json::Value {
        match self {
            Datum::Text(codes) if matches!(kind, FieldKind::Choices(_)) => codes.split(',').collect(),
            Datum::Empty => serde_json::Value::Null,
            Datum::Bool(yes) => (*yes).into(),
            Datum::Integer(n) if !matches!(kind, FieldKind::Money | FieldKind::Instant) => (*n).into(),
            Datum::Reference(id, label) => serde_json::json!({ "id": id, "label": label }),
            other => other.plain(kind).into(),
        }
    }
}

/// A field of a row as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In full.
    Value(Datum),
    /// A part of it.
    Masked(String),
    /// Not at all.
    Hidden,
}

impl Shown {
    /// The value, if it is shown in full and not empty.
    pub fn value(&self) -> Option<&Datum> {
        match self {
            Shown::Value(datum) if !datum.is_empty() => Some(datum),
            _ => None,
        }
    }

    /// The text, if it is shown in full and is text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Shown::Value(Datum::Text(text)) => Some(text),
            Shown::Value(Datum::Reference(_, label)) => Some(label),
            _ => None,
        }
    }

    /// The value as JSON: masked text is text, hidden is `null`.
    pub fn json(&self, kind: FieldKind) -> serde_json::Value {
        match self {
            Shown::Value(datum) => datum.json(kind),
            Shown::Masked(text) => text.clone().into(),
            Shown::Hidden => serde_json::Value::Null,
        }
    }
}

/// A record as its reader may see it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: Id,
    /// Its version, for optimistic locking.
    pub version: i64,
    /// Where the anchor that let it be seen stands.
    pub place: Place,
    /// The anchor's id.
    pub anchor: Id,
    /// The fields asked for, in the order asked for.
    pub cells: Vec<(&'static Field, Shown)>,
}

impl Row {
    /// A field's value; `Hidden` when it was not asked for.
    pub fn get(&self, field: &str) -> &Shown {
        self.cells.iter().find(|(f, _)| f.name == field).map_or(&Shown::Hidden, |(_, shown)| shown)
    }
}

/// Reads a field's value from a result at `at`; references take two columns, sealed values one.
pub(crate) fn read(row: &QueryResult, at: usize, field: &Field) -> Result<Datum, sea_orm::DbErr> {
    let text = |at| {
        Ok::<_, sea_orm::DbErr>(
            row.try_get_by_index::<Option<String>>(at)?.filter(|t| !t.is_empty()).map_or(Datum::Empty, Datum::Text),
        )
    };
    if matches!(field.source, Source::Sealed { .. }) {
        return Ok(Datum::Empty);
    }
    Ok(match field.kind {
        FieldKind::Integer | FieldKind::Money | FieldKind::Instant | FieldKind::Kilometres | FieldKind::Score => {
            row.try_get_by_index::<Option<i64>>(at)?.map_or(Datum::Empty, Datum::Integer)
        }
        FieldKind::Date => row.try_get_by_index::<Option<NaiveDate>>(at)?.map_or(Datum::Empty, Datum::Date),
        FieldKind::Bool => row.try_get_by_index::<Option<bool>>(at)?.map_or(Datum::Empty, Datum::Bool),
        FieldKind::Reference { .. } => match row.try_get_by_index::<Option<Id>>(at)? {
            Some(id) => Datum::Reference(id, row.try_get_by_index::<Option<String>>(at + 1)?.unwrap_or_default()),
            None => Datum::Empty,
        },
        _ => text(at)?,
    })
}
