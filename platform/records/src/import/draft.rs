//! A row as read: its cells as typed values, and what is to be said about them.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sheets::RawRow;

use super::Key;
use crate::Datum;

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; nothing is wrong.
    Info,
    /// The row goes in, but something in it is doubtful or was kept as plain text.
    Warning,
    /// The row does not go in.
    Error,
}

impl Severity {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Something to say about a row or one of its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The column, from zero; none when it concerns the whole row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The code, which is also the key of its sentence.
    pub code: Cow<'static, str>,
    /// How grave.
    pub severity: Severity,
    /// A detail the sentence shows as `{ $detail }`, such as a line number or the text that was not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Message {
    /// A message about the whole row.
    pub fn row(severity: Severity, code: impl Into<Cow<'static, str>>) -> Message {
        Message { column: None, code: code.into(), severity, detail: None }
    }

    /// A message about a cell.
    pub fn cell(column: usize, severity: Severity, code: impl Into<Cow<'static, str>>) -> Message {
        Message { column: Some(column), ..Message::row(severity, code) }
    }

    /// With a detail.
    pub fn with(mut self, detail: impl Into<String>) -> Message {
        self.detail = Some(detail.into());
        self
    }
}

/// What can be done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As the rules want it.
    Sound,
    /// Can be stored, with a doubt.
    Doubtful,
    /// Not a value of its kind: there is only the raw text.
    Unread,
}

/// A cell that means something.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it means (`customer.phone`).
    pub target: &'static str,
    /// The column it stands in, from zero.
    pub column: usize,
    /// The value; the raw text when it was not read.
    pub datum: Datum,
    /// What can be done with it.
    pub standing: Standing,
    /// What was in the cell.
    pub raw: String,
    /// The code of the doubt.
    pub doubt: Option<Cow<'static, str>>,
    /// The key that it serves as; none when it is no key or not usable as one (a portal's privacy number).
    pub key: Option<Key>,
}

/// A row as read.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its line in the file.
    pub line: u64,
    /// Its cells that mean something and hold something.
    pub values: Vec<Value>,
    /// What was noticed while reading.
    pub messages: Vec<Message>,
    /// The row as the file has it, corrections typed over it included.
    pub raw: RawRow,
}

impl Draft {
    /// The first value for a target that could be read.
    pub fn value(&self, target: &str) -> Option<&Value> {
        self.values.iter().find(|v| v.target == target && v.standing != Standing::Unread)
    }

    /// All values for a target, unread ones included.
    pub fn all<'a>(&'a self, target: &'a str) -> impl Iterator<Item = &'a Value> {
        self.values.iter().filter(move |v| v.target == target)
    }

    /// The text of the first readable value of a target.
    pub fn text(&self, target: &str) -> Option<&str> {
        match &self.value(target)?.datum {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of the first readable value of a target.
    pub fn number(&self, target: &str) -> Option<i64> {
        match self.value(target)?.datum {
            Datum::Integer(n) => Some(n),
            _ => None,
        }
    }

    /// The day of the first readable value of a target.
    pub fn date(&self, target: &str) -> Option<NaiveDate> {
        match self.value(target)?.datum {
            Datum::Date(day) => Some(day),
            _ => None,
        }
    }

    /// Whether any cell of a noun holds something.
    pub fn has_noun(&self, noun: &str) -> bool {
        self.values.iter().any(|v| v.target.split_once('.').is_some_and(|(n, _)| n == noun))
    }

    /// Everything by which the row can be recognised, with the key of choice first.
    pub fn keys(&self, order: &[Key]) -> Vec<(Key, &str)> {
        let mut keys = Vec::new();
        for key in order {
            for value in self.values.iter().filter(|v| v.key == Some(*key)) {
                if let Datum::Text(text) = &value.datum {
                    keys.push((*key, text.as_str()));
                }
            }
        }
        keys
    }

    /// The texts of all cells, for the account of a row that has something to say.
    pub fn cells(&self) -> Vec<String> {
        self.raw.cells.iter().map(sheets::Cell::as_text).collect()
    }
}
