//! Rows of a text file.

use std::io::{BufRead, BufReader, Seek, SeekFrom};

use super::TextLayout;
use super::encoding::{TextEncoding, Transcoder};
use super::records::{Fields, RecordReader};
use crate::write::restore;
use crate::{Cell, Limits, RawRow, SheetError, Source};

/// Rows one by one.
pub(crate) struct TextRows {
    records: RecordReader<Box<dyn BufRead + Send>>,
    fields: Fields,
    encoding: TextEncoding,
    max_cell_chars: usize,
    from: u64,
}

impl TextRows {
    pub(crate) fn open(source: &Source, layout: TextLayout, limits: &Limits) -> Result<Self, SheetError> {
        let mut handle = source.open()?;
        handle.seek(SeekFrom::Start(layout.offset)).map_err(SheetError::unreadable)?;
        let bytes = BufReader::with_capacity(64 << 10, handle);
        let input: Box<dyn BufRead + Send> = match layout.encoding {
            TextEncoding::Utf16Le | TextEncoding::Utf16Be => Box::new(Transcoder::new(bytes, layout.encoding)),
            TextEncoding::Utf8 | TextEncoding::Gb18030 => Box::new(bytes),
        };
        let records = RecordReader::new(input, layout.delimiter.as_byte(), limits);
        let from = if layout.names_delimiter { 2 } else { 1 };
        let max_cell_chars = limits.max_cell_chars;
        Ok(Self { records, fields: Fields::default(), encoding: layout.encoding, max_cell_chars, from })
    }

    pub(crate) fn skip_to(&mut self, line: u64) {
        self.from = self.from.max(line);
    }

    pub(crate) fn next_row(&mut self) -> Result<Option<RawRow>, SheetError> {
        while self.records.line + 1 < self.from {
            if !self.records.skip()? {
                return Ok(None);
            }
        }
        if !self.records.read(&mut self.fields)? {
            return Ok(None);
        }
        let mut row = RawRow { line: self.records.line, ..RawRow::default() };
        for (index, field) in self.fields.iter().enumerate() {
            let (text, damaged) = self.decode(field);
            if text.len() > self.max_cell_chars && text.chars().count() > self.max_cell_chars {
                let limit = self.max_cell_chars;
                return Err(SheetError::CellTooLong { line: row.line, column: index + 1, limit });
            }
            row.damaged |= damaged;
            row.cells.push(if text.is_empty() { Cell::Empty } else { Cell::Text(restore(text)) });
        }
        Ok(Some(row))
    }

    fn decode(&self, field: &[u8]) -> (String, bool) {
        match self.encoding {
            TextEncoding::Gb18030 => {
                let (text, damaged) = self.encoding.table().decode_without_bom_handling(field);
                (text.into_owned(), damaged)
            }
            // Already transcoded: faults became U+FFFD on the way.
            TextEncoding::Utf16Le | TextEncoding::Utf16Be => {
                let text = String::from_utf8_lossy(field).into_owned();
                let damaged = text.contains('\u{fffd}');
                (text, damaged)
            }
            TextEncoding::Utf8 => match std::str::from_utf8(field) {
                Ok(text) => (text.to_owned(), false),
                Err(_) => (String::from_utf8_lossy(field).into_owned(), true),
            },
        }
    }
}
