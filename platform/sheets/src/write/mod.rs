//! Tables written for people: to be opened in Excel or WPS, and to be read back.

mod csv;
mod neutral;
mod xlsx;

pub use csv::CsvWriter;
pub(crate) use neutral::restore;
pub use xlsx::{Watermark, XlsxWriter};

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};

use crate::SheetError;

/// A value to write, with what it is, so that each format can keep it so.
#[derive(Debug, Clone, PartialEq)]
pub enum OutCell<'a> {
    /// Nothing.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A phone, VIN, plate, ID or order number: always text, so that a spreadsheet program keeps every digit.
    Identifier(Cow<'a, str>),
    /// A count.
    Integer(i64),
    /// A measure. What is not finite is written as empty.
    Number(f64),
    /// Money in fen; written in yuan with two decimals.
    Money(i64),
    /// A date.
    Date(NaiveDate),
    /// A date with time, already on the reader's clock.
    DateTime(NaiveDateTime),
    /// Yes or no, as TRUE and FALSE; where words are wanted, give text.
    Bool(bool),
}

/// Writes one table: the header once, the rows, the end. Rows go out as they come; memory does not grow with them.
pub trait TableWriter {
    /// Writes the column names. First, and once.
    ///
    /// # Errors
    /// [`SheetError::WriteFailed`].
    fn header(&mut self, names: &[&str]) -> Result<(), SheetError>;

    /// Writes a row. Missing cells at its end are empty.
    ///
    /// # Errors
    /// [`SheetError::RowWidth`] if it is wider than the header, [`SheetError::CellTooLong`] and
    /// [`SheetError::TooManyRows`] if an XLSX cannot hold it, [`SheetError::WriteFailed`].
    fn row(&mut self, cells: &[OutCell<'_>]) -> Result<(), SheetError>;

    /// Completes the file and gives the number of rows below the header. A file that is not finished is not a file.
    ///
    /// # Errors
    /// [`SheetError::WriteFailed`].
    fn finish(self: Box<Self>) -> Result<u64, SheetError>;
}

fn failed(cause: impl std::fmt::Display) -> SheetError {
    SheetError::WriteFailed { cause: cause.to_string() }
}
