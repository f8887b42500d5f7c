//! Export: the rows of a list, page by page, into a spreadsheet. Memory does not grow with the rows.

use std::borrow::Cow;

use chrono_tz::Tz;
use kernel::{Access, ConnectionTrait, Instant, Scope};
use sheets::{OutCell, SheetError, TableWriter};

use crate::list::{self, PAGE_CAP};
use crate::policy::Look;
use crate::{Datum, Field, FieldKind, Kind, ListError, ListQuery, Registry, Row, Shown, Uses};

/// The most rows that are taken out while someone waits.
pub const ROW_LIMIT: i64 = 50_000;

/// Why an export cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The list cannot be made as asked.
    #[error(transparent)]
    List(#[from] ListError),
    /// More rows than [`ROW_LIMIT`].
    #[error("more than {ROW_LIMIT} rows")]
    TooManyRows,
    /// The file cannot be written.
    #[error(transparent)]
    Sheet(#[from] SheetError),
}

/// What turns codes into words in a file.
pub struct Wording<'a> {
    /// The word of a dictionary's code.
    pub choice: &'a (dyn Fn(&str, &str) -> String + Sync),
    /// "Yes" and "no".
    pub yes_no: (String, String),
    /// The place by whose clock moments are written.
    pub zone: Tz,
}

/// The fields that someone may take out, of those wanted: fields they see nowhere are left out.
pub fn columns(
    scope: &Scope,
    kind: &'static Kind,
    wanted: impl IntoIterator<Item = &'static Field>,
) -> Vec<&'static Field> {
    wanted
        .into_iter()
        .filter(|f| f.uses.has(Uses::EXPORT) && scope.field_at_best(kind.name, f.name) > Access::Hidden)
        .collect()
}

/// Writes header and rows of a query, whose `action` says what reach is needed and whose `fields` are the columns.
/// The caller finishes the file. Gives the number of rows.
pub async fn write<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
    header: &[String],
    wording: &Wording<'_>,
    writer: &mut (dyn TableWriter + Send),
) -> Result<u64, ExportError> {
    if list::count_up_to(look, registry, query, ROW_LIMIT + 1).await? > ROW_LIMIT {
        return Err(ExportError::TooManyRows);
    }
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    writer.header(&names)?;
    let mut query = ListQuery { limit: PAGE_CAP, after: None, ..query.clone() };
    let mut rows = 0;
    loop {
        let page = list::list(look, registry, &query).await?;
        for row in &page.rows {
            writer.row(&cells(row, wording))?;
        }
        rows += page.rows.len() as u64;
        // Rows may come while we read; the limit holds all the same.
        match page.next {
            Some(next) if (rows as i64) < ROW_LIMIT => query.after = Some(next),
            _ => return Ok(rows),
        }
    }
}

/// A row's cells, typed; masked values are text, hidden ones empty.
fn cells<'r>(row: &'r Row, wording: &Wording<'_>) -> Vec<OutCell<'r>> {
    row.cells.iter().map(|(field, shown)| cell(field, shown, wording)).collect()
}

fn cell<'r>(field: &Field, shown: &'r Shown, wording: &Wording<'_>) -> OutCell<'r> {
    let datum = match shown {
        Shown::Hidden => return OutCell::Empty,
        Shown::Masked(text) => return OutCell::Identifier(Cow::Borrowed(text)),
        Shown::Value(datum) => datum,
    };
    match (datum, field.kind) {
        (Datum::Empty, _) => OutCell::Empty,
        (Datum::Text(code), FieldKind::Choice(dictionary)) => {
            OutCell::Text(Cow::Owned((wording.choice)(dictionary, code)))
        }
        (Datum::Text(codes), FieldKind::Choices(dictionary)) => {
            let words = codes.split(',').filter(|code| !code.is_empty()).map(|code| (wording.choice)(dictionary, code));
            // Read back by the import, whatever the words are made of but this.
            OutCell::Text(Cow::Owned(words.collect::<Vec<_>>().join("、")))
        }
        (Datum::Text(text), FieldKind::Text | FieldKind::LongText | FieldKind::Name | FieldKind::Email) => {
            OutCell::Text(Cow::Borrowed(text))
        }
        (Datum::Text(text), FieldKind::Phone) => OutCell::Identifier(Cow::Owned(identifiers::phone::national(text))),
        (Datum::Text(text), _) => OutCell::Identifier(Cow::Borrowed(text)),
        (Datum::Integer(fen), FieldKind::Money) => OutCell::Money(*fen),
        (Datum::Integer(at), FieldKind::Instant) => {
            OutCell::DateTime(Instant(*at).utc().with_timezone(&wording.zone).naive_local())
        }
        (Datum::Integer(number), _) => OutCell::Integer(*number),
        (Datum::Date(day), _) => OutCell::Date(*day),
        (Datum::Bool(yes), _) => {
            OutCell::Text(Cow::Owned(if *yes { wording.yes_no.0.clone() } else { wording.yes_no.1.clone() }))
        }
        (Datum::Reference(_, label), _) => OutCell::Text(Cow::Borrowed(label)),
    }
}
