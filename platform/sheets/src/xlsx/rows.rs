//! Rows of a worksheet, one by one from the stream of its XML.

use std::sync::Arc;

use quick_xml::events::Event;

use super::Shared;
use super::strings::rich_text;
use super::styles::NumberKind;
use super::xml::{XmlFault, XmlPart, attribute, reference, unescape};
use crate::{Cell, Limits, RawRow, SheetError, parse_date, serial_to_cell};

/// Rows one by one. Rows before the wanted line are read over without being built.
pub(crate) struct XlsxRows<'a> {
    part: XmlPart<'a>,
    shared: Arc<Shared>,
    limits: Limits,
    /// Line of the last row.
    line: u64,
    from: u64,
    started: bool,
    ended: bool,
    /// Text of the cell being read, reused.
    value: String,
}

/// What a start tag tells of a cell.
struct CellTag {
    column: usize,
    kind: Option<String>,
    style: usize,
}

impl<'a> XlsxRows<'a> {
    pub(super) fn new(part: XmlPart<'a>, shared: Arc<Shared>, limits: &Limits) -> Self {
        let value = String::new();
        Self { part, shared, limits: limits.clone(), line: 0, from: 1, started: false, ended: false, value }
    }

    pub(crate) fn skip_to(&mut self, line: u64) {
        self.from = self.from.max(line);
    }

    pub(crate) fn next_row(&mut self) -> Result<Option<RawRow>, SheetError> {
        self.advance().map_err(|fault| match fault {
            XmlFault::Sheet(error) => error,
            XmlFault::ElementTooLong => {
                SheetError::CellTooLong { line: self.line.max(1), column: 1, limit: self.limits.max_cell_chars }
            }
        })
    }

    fn advance(&mut self) -> Result<Option<RawRow>, XmlFault> {
        if self.ended {
            return Ok(None);
        }
        loop {
            let started = self.started;
            let path = self.part.path();
            match self.part.next()? {
                Event::Start(e) if e.local_name().as_ref() == "sheetData" => self.started = true,
                Event::Start(e) if started && e.local_name().as_ref() == "row" => {
                    let given = attribute(&e, "r").and_then(|r| r.trim().parse().ok());
                    // Rows that repeat or go back are counted on, so that a line stays the name of one row.
                    self.line = given.filter(|line| *line > self.line).unwrap_or(self.line + 1);
                    if self.line < self.from {
                        self.read_over()?;
                    } else {
                        return self.row().map(Some);
                    }
                }
                Event::End(e) if e.local_name().as_ref() == "sheetData" => {
                    self.ended = true;
                    return Ok(None);
                }
                Event::GeneralRef(r) => {
                    reference(&r, &path)?;
                }
                // A sheet without sheetData is empty; one that ends inside it was cut off.
                Event::Eof if started => return Err(SheetError::Truncated.into()),
                Event::Eof => {
                    self.ended = true;
                    return Ok(None);
                }
                _ => {}
            }
        }
    }

    fn read_over(&mut self) -> Result<(), XmlFault> {
        loop {
            match self.part.next()? {
                Event::End(e) if e.local_name().as_ref() == "row" => return Ok(()),
                Event::Eof => return Err(SheetError::Truncated.into()),
                _ => {}
            }
        }
    }

    fn row(&mut self) -> Result<RawRow, XmlFault> {
        let mut row = RawRow { line: self.line, ..RawRow::default() };
        let mut column = 0;
        let mut bytes = 0;
        let mut widest = 0;
        loop {
            let tag = match self.part.next()? {
                Event::Start(e) if e.local_name().as_ref() == "c" => {
                    let at = attribute(&e, "r");
                    let column = match at.as_deref() {
                        Some(at) => column_of(at).ok_or_else(|| SheetError::malformed("sheet"))?,
                        None => column,
                    };
                    let style = attribute(&e, "s").and_then(|s| s.parse().ok()).unwrap_or(0);
                    CellTag { column, kind: attribute(&e, "t"), style }
                }
                Event::End(e) if e.local_name().as_ref() == "row" => break,
                Event::Eof => return Err(SheetError::Truncated.into()),
                _ => continue,
            };
            column = tag.column + 1;
            let cell = self.cell(&tag)?;
            if cell == Cell::Empty {
                continue;
            }
            widest = widest.max(column);
            if column > self.limits.max_columns {
                continue;
            }
            if let Cell::Text(text) = &cell {
                bytes += text.len();
                self.check_length(text, column)?;
            }
            if bytes > self.limits.max_row_bytes {
                return Err(SheetError::RowTooLong { line: self.line, limit: self.limits.max_row_bytes }.into());
            }
            if row.cells.len() < column {
                row.cells.resize(column, Cell::Empty);
            }
            row.cells[tag.column] = cell;
        }
        let limit = self.limits.max_columns;
        if widest > limit {
            return Err(SheetError::TooManyColumns { line: self.line, columns: widest, limit }.into());
        }
        Ok(row)
    }

    fn check_length(&self, text: &str, column: usize) -> Result<(), SheetError> {
        let limit = self.limits.max_cell_chars;
        // Characters beyond the basic plane count as two in Excel; this counts them as one and so never refuses its own.
        if text.len() > limit && text.chars().count() > limit {
            return Err(SheetError::CellTooLong { line: self.line, column, limit });
        }
        Ok(())
    }

    /// Reads to the end of the cell. The cached value of a formula is what a person saw.
    fn cell(&mut self, tag: &CellTag) -> Result<Cell, XmlFault> {
        let too_long =
            SheetError::CellTooLong { line: self.line, column: tag.column + 1, limit: self.limits.max_cell_chars };
        let text_of = |fault| match fault {
            XmlFault::ElementTooLong => XmlFault::Sheet(too_long.clone()),
            other => other,
        };
        self.value.clear();
        let mut inside = false;
        let path = self.part.path();
        loop {
            match self.part.next().map_err(text_of)? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "v" => inside = true,
                    "is" => {
                        let max = self.limits.max_cell_chars;
                        rich_text(&mut self.part, "is", &mut self.value, max).map_err(text_of)?;
                    }
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "v" => inside = false,
                    "c" => break,
                    _ => {}
                },
                Event::Text(t) if inside => self.value.push_str(&t.xml10_content()),
                Event::CData(t) if inside => self.value.push_str(&t.xml10_content()),
                Event::GeneralRef(r) => {
                    let found = reference(&r, &path)?;
                    if inside {
                        self.value.push(found);
                    }
                }
                Event::Eof => return Err(SheetError::Truncated.into()),
                _ => {}
            }
        }
        Ok(self.interpret(tag)?)
    }

    fn interpret(&self, tag: &CellTag) -> Result<Cell, SheetError> {
        let value = self.value.as_str();
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        match tag.kind.as_deref() {
            Some("inlineStr" | "str") => Ok(text(&unescape(value))),
            _ if value.trim().is_empty() => Ok(Cell::Empty),
            Some("s") => {
                let index = value.trim().parse().map_err(|_| SheetError::malformed("sheet"))?;
                let shared = self.shared.strings.get(index).ok_or_else(|| SheetError::malformed("sharedStrings"))?;
                Ok(text(shared))
            }
            Some("b") => Ok(match value.trim() {
                "1" | "true" => Cell::Bool(true),
                "0" | "false" => Cell::Bool(false),
                other => text(other),
            }),
            Some("e") => Ok(Cell::Error(value.trim().to_owned())),
            Some("d") => Ok(match parse_date(value) {
                Some(parsed) => match parsed.time {
                    None => Cell::Date(parsed.date),
                    Some(_) => Cell::DateTime(parsed.at()),
                },
                None => text(value),
            }),
            _ => Ok(match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => self.number(number, tag.style),
                _ => text(value),
            }),
        }
    }

    fn number(&self, number: f64, style: usize) -> Cell {
        match self.shared.formats.get(style) {
            Some(NumberKind::Date) => serial_to_cell(number, self.shared.epoch),
            Some(NumberKind::Zeros(width)) if number.fract() == 0.0 && (0.0..1e15).contains(&number) => {
                Cell::Text(format!("{number:0>width$.0}", width = *width))
            }
            _ => Cell::Number(number),
        }
    }
}

/// The 0-based column of `BC12`; at most `XFD`.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.trim().bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0usize;
    for letter in letters {
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > 16_384 {
            return None;
        }
    }
    column.checked_sub(1)
}
