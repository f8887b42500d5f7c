//! A row as the file holds it, before anybody says what its columns mean.

use chrono::{NaiveDate, NaiveDateTime};

use crate::SheetError;

/// Largest integer an XLSX number holds exactly: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value of one cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as stored, spaces included.
    Text(String),
    /// A number. Excel keeps 15 digits: see [`Cell::lost_digits`].
    Number(f64),
    /// A date without time.
    Date(NaiveDate),
    /// A date with time, on the clock of whoever wrote the file.
    DateTime(NaiveDateTime),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(String),
}

impl Cell {
    /// What a person saw in the cell, as far as it can be known: `13812345678` and not `1.38E+10`, `0.3` and not
    /// `0.30000000000000004`, dates in ISO form. Errors give their name.
    pub fn as_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::Date(date) => date.format("%Y-%m-%d").to_string(),
            Self::DateTime(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Error(name) => name.clone(),
        }
    }

    /// Whether nothing is to be seen: empty, or only white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}'),
            _ => false,
        }
    }

    /// Whether digits of an identifier were lost before the file reached us: a whole number beyond Excel's 15 digits
    /// (an 18-digit ID number typed as a number ends in zeros), or text in exponent form (`1.38E+10`).
    pub fn lost_digits(&self) -> bool {
        match self {
            Self::Number(number) => number.fract() == 0.0 && number.abs() >= 1e15,
            Self::Text(text) => exponent_form(text.trim()),
            _ => false,
        }
    }
}

fn exponent_form(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    !exponent.is_empty()
        && exponent.bytes().all(|b| b.is_ascii_digit())
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && mantissa.bytes().filter(|b| *b == b'.').count() <= 1
        && mantissa.starts_with(|c: char| c.is_ascii_digit())
}

/// Whole numbers to 2^53 in full; others with the 15 significant digits that Excel shows.
fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.fract() == 0.0 && number.abs() <= EXACT {
        return format!("{number:.0}");
    }
    if !number.is_finite() || !(1e-15..1e21).contains(&number.abs()) {
        return format!("{number:e}");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// One row with content. Blank rows are not delivered; [`line`](RawRow::line) tells of the gap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawRow {
    /// Number of the row as a spreadsheet program shows it, from 1. In a text file each record is one row, also when a
    /// quoted cell holds line breaks, and blank lines count: the number Excel or WPS shows after opening it.
    pub line: u64,
    /// Cells from column A on; empty cells at the end are left out.
    pub cells: Vec<Cell>,
    /// Whether bytes did not fit the encoding and were replaced by `U+FFFD`.
    pub damaged: bool,
}

impl RawRow {
    /// Text of a cell (0-based), empty beyond the last.
    pub fn text(&self, column: usize) -> String {
        self.cells.get(column).map(Cell::as_text).unwrap_or_default()
    }

    /// Whether nothing is to be seen in any cell.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// The warning to report with a row of which some bytes could not be read.
    pub fn encoding_error(&self) -> Option<SheetError> {
        self.damaged.then_some(SheetError::InvalidEncoding { line: self.line })
    }
}
