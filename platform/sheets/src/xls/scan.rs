//! What a BIFF stream would cost, found out without building a cell.

use crate::{Limits, SheetError};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const FILEPASS: u16 = 0x002f;
const BOUNDSHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MULRK: u16 = 0x00bd;
/// Formula, RString, LabelSst, Number, Label, BoolErr, RK: row and column in the first four bytes.
const CELLS: [u16; 7] = [0x0006, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

fn malformed() -> SheetError {
    SheetError::malformed("Workbook")
}

/// Records of a stream from an offset: type and content.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = Result<(u16, &'a [u8]), SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        let [a, b, c, d, rest @ ..] = self.0 else {
            return (!self.0.is_empty()).then(|| {
                self.0 = &[];
                Err(SheetError::Truncated)
            });
        };
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let Some((content, rest)) = rest.split_at_checked(length) else {
            self.0 = &[];
            return Some(Err(SheetError::Truncated));
        };
        self.0 = rest;
        Some(Ok((u16::from_le_bytes([*a, *b]), content)))
    }
}

fn word(content: &[u8], at: usize) -> Result<u32, SheetError> {
    let found = content.get(at..at + 2).ok_or_else(malformed)?;
    Ok(u32::from(u16::from_le_bytes([found[0], found[1]])))
}

fn long(content: &[u8], at: usize) -> Result<u32, SheetError> {
    Ok(word(content, at)? | word(content, at + 2)? << 16)
}

/// Refuses encryption, offsets outside the stream, and sheets that span more than the limits.
pub(super) fn check(stream: &[u8], limits: &Limits) -> Result<(), SheetError> {
    let mut sheets = Vec::new();
    for (index, record) in Records(stream).enumerate() {
        let (kind, content) = record?;
        match kind {
            BOF if index == 0 => {}
            _ if index == 0 => return Err(malformed()),
            FILEPASS => return Err(SheetError::PasswordProtected),
            BOUNDSHEET => sheets.push(long(content, 0)? as usize),
            EOF => break,
            _ => {}
        }
    }
    // Sheets that share an offset would be read, and paid for, once each.
    if sheets.len() > 1_000 {
        return Err(malformed());
    }
    let mut total = 0u64;
    for start in sheets {
        let records = stream.get(start..).filter(|rest| rest.len() >= 4).ok_or_else(malformed)?;
        total = total.saturating_add(extent(Records(records), limits)?);
        if total > limits.max_xls_cells {
            return Err(SheetError::TooManyCells { limit: limits.max_xls_cells });
        }
    }
    Ok(())
}

/// Cells of the rectangle a sheet spans, or declares to span if that is more.
fn extent(records: Records<'_>, limits: &Limits) -> Result<u64, SheetError> {
    let mut depth = 0u32;
    let mut seen = false;
    // First and last row and column.
    let mut used: Option<(u32, u32, u32, u32)> = None;
    let mut declared = 0u64;
    for record in records {
        let (kind, content) = record?;
        match kind {
            BOF if seen => depth += 1,
            BOF => seen = true,
            EOF if depth == 0 => break,
            EOF => depth -= 1,
            _ if depth > 0 => {}
            DIMENSIONS => declared = declared.max(dimensions(content)?),
            MULRK => {
                let (row, first) = (word(content, 0)?, word(content, 2)?);
                let count = u32::try_from(content.len().saturating_sub(6) / 6).unwrap_or(u32::MAX);
                grow(&mut used, row, first);
                grow(&mut used, row, first.saturating_add(count.saturating_sub(1)));
            }
            kind if CELLS.contains(&kind) => grow(&mut used, word(content, 0)?, word(content, 2)?),
            _ => {}
        }
    }
    let Some((top, bottom, left, right)) = used else { return Ok(declared) };
    let columns = right as usize + 1;
    if columns > limits.max_columns {
        let limit = limits.max_columns;
        return Err(SheetError::TooManyColumns { line: u64::from(top) + 1, columns, limit });
    }
    Ok(declared.max(u64::from(bottom - top + 1) * u64::from(right - left + 1)))
}

fn grow(used: &mut Option<(u32, u32, u32, u32)>, row: u32, column: u32) {
    let (top, bottom, left, right) = used.unwrap_or((row, row, column, column));
    *used = Some((top.min(row), bottom.max(row), left.min(column), right.max(column)));
}

/// What a sheet declares; memory is reserved for it. Formatted but empty columns are common here, so it does not
/// count as columns.
fn dimensions(content: &[u8]) -> Result<u64, SheetError> {
    let (top, bottom, left, right) = match content.len() {
        10 => (word(content, 0)?, word(content, 2)?, word(content, 4)?, word(content, 6)?),
        14 | 16 => (long(content, 0)?, long(content, 4)?, word(content, 8)?, word(content, 10)?),
        _ => return Err(malformed()),
    };
    // A first column that cannot be is read as column A by calamine.
    let left = if left > 0xff { 0 } else { left };
    Ok(u64::from(bottom.saturating_sub(top)) * u64::from(right.saturating_sub(left)))
}
