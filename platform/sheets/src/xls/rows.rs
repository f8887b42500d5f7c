//! Sheets and rows of an XLS workbook.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::compound::Compound;
use super::scan;
use crate::{Cell, Epoch, Limits, RawRow, SheetError, SheetInfo, Source, parse_date, serial_to_cell};

/// All sheets of the workbook. The old format can only be read whole; its size is bounded.
pub(crate) struct XlsBook {
    sheets: Vec<(SheetInfo, Range<Data>)>,
    epoch: Epoch,
}

impl XlsBook {
    pub(crate) fn open(source: &Source, limits: &Limits) -> Result<Self, SheetError> {
        if source.len()? > limits.max_xls_bytes {
            // An encrypted XLSX is an OLE file too and may be large: tell that first.
            return Err(match Compound::parse(&source.window(0, limits.max_xls_bytes)?) {
                Ok(file) if file.has("EncryptedPackage") => SheetError::PasswordProtected,
                _ => SheetError::FileTooLarge { limit: limits.max_xls_bytes },
            });
        }
        let bytes = source.window(0, limits.max_xls_bytes)?;
        check(&bytes, limits)?;
        // The scan leaves nothing that should make calamine panic; if something does, one file is refused and not
        // more. Nothing is shared with the closure, so nothing can be left half done.
        let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
        read.unwrap_or_else(|_| Err(SheetError::malformed("Workbook")))
    }

    pub(crate) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.iter().map(|(info, _)| info.clone()).collect()
    }

    pub(crate) fn rows(&mut self, index: usize) -> Result<XlsRows<'_>, SheetError> {
        let (_, range) = self.sheets.get(index).ok_or(SheetError::NoSuchSheet { index: index + 1 })?;
        let (top, left) = range.start().unwrap_or((0, 0));
        Ok(XlsRows { range, epoch: self.epoch, top: u64::from(top), left: left as usize, next: 0 })
    }
}

fn check(bytes: &[u8], limits: &Limits) -> Result<(), SheetError> {
    let file = Compound::parse(bytes)?;
    if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
        return Err(SheetError::PasswordProtected);
    }
    for name in ["Workbook", "Book"] {
        if file.has(name) {
            return scan::check(&file.stream(name)?, limits);
        }
    }
    let found = match () {
        () if file.has("WordDocument") => "DOC",
        () if file.has("PowerPoint Document") => "PPT",
        () if file.has("__properties_version1.0") => "MSG",
        () => "OLE",
    };
    Err(SheetError::NotASpreadsheet { found })
}

fn read(bytes: Vec<u8>) -> Result<XlsBook, SheetError> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => SheetError::PasswordProtected,
        XlsError::EoStream(_) => SheetError::Truncated,
        _ => SheetError::malformed("Workbook"),
    })?;
    let epoch = if book.has_1904_epoch() { Epoch::Y1904 } else { Epoch::Y1900 };
    let listed = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for sheet in listed.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let range = book.worksheet_range(&sheet.name).map_err(|_| SheetError::malformed("Workbook"))?;
        let hidden = sheet.visible != SheetVisible::Visible;
        sheets.push((SheetInfo { name: sheet.name, hidden }, range));
    }
    Ok(XlsBook { sheets, epoch })
}

/// Rows one by one.
pub(crate) struct XlsRows<'a> {
    range: &'a Range<Data>,
    epoch: Epoch,
    /// Rows above and columns left of the first used cell.
    top: u64,
    left: usize,
    /// Row of the range to read next, from 0.
    next: usize,
}

impl XlsRows<'_> {
    pub(crate) fn skip_to(&mut self, line: u64) {
        let wanted = line.saturating_sub(self.top + 1);
        self.next = self.next.max(usize::try_from(wanted).unwrap_or(usize::MAX));
    }

    pub(crate) fn next_row(&mut self) -> Option<RawRow> {
        let (height, width) = self.range.get_size();
        if self.next >= height {
            return None;
        }
        let line = self.top + self.next as u64 + 1;
        let mut cells = vec![Cell::Empty; self.left];
        cells
            .extend((0..width).map(|column| self.range.get((self.next, column)).map_or(Cell::Empty, |d| self.cell(d))));
        let filled = cells.iter().rposition(|cell| *cell != Cell::Empty).map_or(0, |last| last + 1);
        cells.truncate(filled);
        self.next += 1;
        Some(RawRow { line, cells, damaged: false })
    }

    fn cell(&self, data: &Data) -> Cell {
        match data {
            Data::Empty => Cell::Empty,
            Data::Int(number) => Cell::Number(*number as f64),
            Data::Float(number) => Cell::Number(*number),
            Data::Bool(value) => Cell::Bool(*value),
            Data::Error(error) => Cell::Error(error.to_string()),
            Data::DateTime(at) if at.is_datetime() => serial_to_cell(at.as_f64(), self.epoch),
            Data::DateTime(at) => Cell::Number(at.as_f64()),
            Data::DateTimeIso(text) | Data::DurationIso(text) | Data::String(text) => match (data, parse_date(text)) {
                _ if text.is_empty() => Cell::Empty,
                (Data::DateTimeIso(_), Some(parsed)) if parsed.time.is_some() => Cell::DateTime(parsed.at()),
                (Data::DateTimeIso(_), Some(parsed)) => Cell::Date(parsed.date),
                _ => Cell::Text(text.replace('\0', "")),
            },
        }
    }
}
