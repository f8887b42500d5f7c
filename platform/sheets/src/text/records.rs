//! Records of separated values (RFC 4180, read leniently), byte by byte and within limits.

use std::io::BufRead;

use crate::{Limits, SheetError};

/// The fields of one record, reused from record to record. Empty fields at the end are not kept.
#[derive(Debug, Default)]
pub(super) struct Fields {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Fields {
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let field = &self.bytes[start..*end];
            start = *end;
            field
        })
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark inside a quoted field: its end, or half of a doubled one.
    Closing,
}

/// Reads records from bytes in which separators, quotation marks and line ends are single ASCII bytes.
pub(super) struct RecordReader<R> {
    input: R,
    delimiter: u8,
    limits: Limits,
    /// Records read so far, blank ones included: the line of the last one.
    pub(super) line: u64,
    after_return: bool,
    ended: bool,
}

/// What belongs to the field being read.
struct Field {
    state: State,
    start: usize,
    column: usize,
    breaks: bool,
}

impl<R: BufRead> RecordReader<R> {
    pub(super) fn new(input: R, delimiter: u8, limits: &Limits) -> Self {
        Self { input, delimiter, limits: limits.clone(), line: 0, after_return: false, ended: false }
    }

    /// Reads over one record without keeping or judging it. `false` at the end of the file.
    pub(super) fn skip(&mut self) -> Result<bool, SheetError> {
        self.record(None)
    }

    /// Reads one record. `false` at the end of the file.
    pub(super) fn read(&mut self, fields: &mut Fields) -> Result<bool, SheetError> {
        fields.clear();
        self.record(Some(fields))
    }

    fn record(&mut self, mut fields: Option<&mut Fields>) -> Result<bool, SheetError> {
        if self.ended {
            return Ok(false);
        }
        let mut field = Field { state: State::Start, start: 0, column: 1, breaks: false };
        let mut any = false;
        let mut widest = 0;
        loop {
            let input = self.input.fill_buf().map_err(|error| SheetError::from_io(&error))?;
            if input.is_empty() {
                self.ended = true;
                if !any {
                    return Ok(false);
                }
                self.line += 1;
                if let Some(fields) = fields {
                    if field.state == State::Quoted {
                        return Err(SheetError::UnbalancedQuotes { line: self.line });
                    }
                    widest = close(fields, &mut field, &self.limits, widest);
                    self.check_width(widest)?;
                }
                return Ok(true);
            }
            let mut used = 0;
            let mut done = false;
            let line = self.line + 1;
            for &byte in input {
                used += 1;
                if std::mem::take(&mut self.after_return) && byte == b'\n' {
                    continue;
                }
                any = true;
                let quoted = field.state == State::Quoted;
                if !quoted && (byte == b'\n' || byte == b'\r') {
                    self.after_return = byte == b'\r';
                    done = true;
                    break;
                }
                match fields.as_deref_mut() {
                    Some(fields) => keep(fields, &mut field, byte, self.delimiter, &self.limits, &mut widest, line)?,
                    None => field.state = follow(field.state, byte, self.delimiter),
                }
            }
            self.input.consume(used);
            if done {
                self.line += 1;
                if let Some(fields) = fields {
                    widest = close(fields, &mut field, &self.limits, widest);
                    self.check_width(widest)?;
                }
                return Ok(true);
            }
        }
    }

    fn check_width(&self, columns: usize) -> Result<(), SheetError> {
        let limit = self.limits.max_columns;
        if columns > limit { Err(SheetError::TooManyColumns { line: self.line, columns, limit }) } else { Ok(()) }
    }
}

/// The state after a byte, when only the end of the record matters.
fn follow(state: State, byte: u8, delimiter: u8) -> State {
    match (state, byte) {
        (State::Start, b'"') | (State::Closing, b'"') => State::Quoted,
        (State::Quoted, b'"') => State::Closing,
        (State::Quoted, _) => State::Quoted,
        (_, byte) if byte == delimiter => State::Start,
        _ => State::Plain,
    }
}

fn keep(
    fields: &mut Fields,
    field: &mut Field,
    byte: u8,
    delimiter: u8,
    limits: &Limits,
    widest: &mut usize,
    line: u64,
) -> Result<(), SheetError> {
    if byte == 0 {
        return Err(SheetError::NulBytes { line });
    }
    let next = follow(field.state, byte, delimiter);
    match (field.state, next) {
        (State::Plain | State::Closing | State::Start, State::Start) => {
            *widest = close(fields, field, limits, *widest);
            return Ok(());
        }
        // Text behind a closing mark: kept as it stands, but if the field spans lines, the mark was another field's.
        (State::Closing, State::Plain) => {
            if field.breaks {
                return Err(SheetError::UnbalancedQuotes { line });
            }
            fields.bytes.extend([b'"', byte]);
        }
        (State::Start, State::Quoted) | (State::Quoted, State::Closing) => {}
        (State::Closing, State::Quoted) => fields.bytes.push(b'"'),
        _ => fields.bytes.push(byte),
    }
    field.breaks |= next == State::Quoted && (byte == b'\n' || byte == b'\r');
    field.state = next;
    // No character takes more than four bytes, so this many are certainly too many.
    if fields.bytes.len() - field.start > limits.max_cell_chars.saturating_mul(4) {
        return Err(if field.breaks {
            SheetError::UnbalancedQuotes { line }
        } else {
            SheetError::CellTooLong { line, column: field.column, limit: limits.max_cell_chars }
        });
    }
    if fields.bytes.len() > limits.max_row_bytes {
        return Err(SheetError::RowTooLong { line, limit: limits.max_row_bytes });
    }
    Ok(())
}

/// Ends a field; gives the number of the last column with content.
fn close(fields: &mut Fields, field: &mut Field, limits: &Limits, widest: usize) -> usize {
    let column = field.column;
    let filled = fields.bytes.len() > field.start;
    if filled && column <= limits.max_columns {
        // Columns left out because they were empty.
        fields.ends.resize(column - 1, field.start);
        fields.ends.push(fields.bytes.len());
    } else {
        fields.bytes.truncate(field.start);
    }
    *field = Field { state: State::Start, start: fields.bytes.len(), column: column + 1, breaks: false };
    if filled { column } else { widest }
}
