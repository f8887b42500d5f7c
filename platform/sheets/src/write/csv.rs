//! CSV as Excel in China opens it without asking: UTF-8 with a mark, CRLF, RFC 4180.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::neutral::neutralise;
use super::{OutCell, TableWriter, failed};
use crate::SheetError;

/// Writes CSV. Every field is quoted, so that no text can be mistaken for a separator by a reader that guesses.
///
/// Text that would run as a formula gets an apostrophe in front, which [`open`](crate::open) takes away again.
/// NUL characters, which no database text holds, are left out.
pub struct CsvWriter<W: Write> {
    out: csv::Writer<W>,
    columns: usize,
    rows: u64,
}

impl CsvWriter<BufWriter<File>> {
    /// Writes to a new file, over an old one.
    ///
    /// # Errors
    /// [`SheetError::WriteFailed`].
    pub fn create(path: &Path) -> Result<Self, SheetError> {
        Self::new(BufWriter::new(File::create(path).map_err(failed)?))
    }
}

impl<W: Write> CsvWriter<W> {
    /// Writes to anything that takes bytes.
    ///
    /// # Errors
    /// [`SheetError::WriteFailed`].
    pub fn new(mut to: W) -> Result<Self, SheetError> {
        to.write_all(b"\xef\xbb\xbf").map_err(failed)?;
        let out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(csv::QuoteStyle::Always)
            .flexible(true)
            .from_writer(to);
        Ok(Self { out, columns: 0, rows: 0 })
    }

    fn text(&mut self, text: &str) -> Result<(), SheetError> {
        let text = text.replace('\0', "");
        self.out.write_field(neutralise(&text).as_ref()).map_err(failed)
    }

    fn end_row(&mut self) -> Result<(), SheetError> {
        self.out.write_record(None::<&[u8]>).map_err(failed)
    }
}

/// Yuan with two decimals, exact for every amount.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

impl<W: Write> TableWriter for CsvWriter<W> {
    fn header(&mut self, names: &[&str]) -> Result<(), SheetError> {
        self.columns = names.len();
        for name in names {
            self.text(name)?;
        }
        self.end_row()
    }

    fn row(&mut self, cells: &[OutCell<'_>]) -> Result<(), SheetError> {
        self.rows += 1;
        if cells.len() > self.columns {
            return Err(SheetError::RowWidth { row: self.rows, cells: cells.len(), columns: self.columns });
        }
        for cell in cells {
            match cell {
                OutCell::Empty => self.text(""),
                OutCell::Text(text) | OutCell::Identifier(text) => self.text(text),
                OutCell::Integer(number) => self.text(&number.to_string()),
                OutCell::Number(number) if number.is_finite() => self.text(&number.to_string()),
                OutCell::Number(_) => self.text(""),
                OutCell::Money(fen) => self.text(&yuan(*fen)),
                OutCell::Date(date) => self.text(&date.format("%Y-%m-%d").to_string()),
                OutCell::DateTime(at) => self.text(&at.format("%Y-%m-%d %H:%M:%S").to_string()),
                OutCell::Bool(value) => self.text(if *value { "TRUE" } else { "FALSE" }),
            }?;
        }
        for _ in cells.len()..self.columns {
            self.text("")?;
        }
        self.end_row()
    }

    fn finish(mut self: Box<Self>) -> Result<u64, SheetError> {
        self.out.flush().map_err(failed)?;
        Ok(self.rows)
    }
}
