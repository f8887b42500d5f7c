//! XLSX with a header that stays in sight, a filter, and values of their own type.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::{OutCell, TableWriter, failed};
use crate::SheetError;

/// Rows of an XLSX sheet, header included.
const MAX_ROWS: u64 = 1_048_576;
/// Characters of a cell.
const MAX_CHARS: usize = 32_767;
/// Rows whose width is measured for the column widths.
const MEASURED: u64 = 1_000;

/// Writes one sheet in constant memory: rows go to a temporary file and from there into the package at the end.
///
/// Text is stored as text and never as a formula, so nothing has to be changed in it.
pub struct XlsxWriter<W: Write + Send> {
    workbook: Workbook,
    to: W,
    formats: Formats,
    widths: Vec<usize>,
    rows: u64,
}

/// Whose copy a file is.
#[derive(Clone, Debug, Default)]
pub struct Watermark {
    /// The title, also the name of the sheet behind the table.
    pub title: String,
    /// Who took it out.
    pub author: String,
    /// The number under which that was noted.
    pub number: String,
    /// What the sheet says: label and text.
    pub lines: Vec<(String, String)>,
}

struct Formats {
    header: Format,
    identifier: Format,
    money: Format,
    date: Format,
    datetime: Format,
}

impl Formats {
    fn new() -> Self {
        let header = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0xEE_F2F7))
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin);
        Self {
            header,
            identifier: Format::new().set_num_format("@"),
            money: Format::new().set_num_format("#,##0.00"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            datetime: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

impl XlsxWriter<BufWriter<File>> {
    /// Writes to a new file, over an old one. The sheet name is shortened and cleaned as Excel demands.
    ///
    /// # Errors
    /// [`SheetError::WriteFailed`].
    pub fn create(path: &Path, sheet: &str) -> Result<Self, SheetError> {
        Self::new(BufWriter::new(File::create(path).map_err(failed)?), sheet)
    }
}

impl<W: Write + Send> XlsxWriter<W> {
    /// Writes to anything that takes bytes; they come at [`finish`](TableWriter::finish).
    ///
    /// # Errors
    /// [`SheetError::WriteFailed`].
    pub fn new(to: W, sheet: &str) -> Result<Self, SheetError> {
        let mut workbook = Workbook::new();
        let worksheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        if let Some(name) = sheet_name(sheet) {
            worksheet.set_name(name).map_err(failed)?;
        }
        Ok(Self { workbook, to, formats: Formats::new(), widths: Vec::new(), rows: 0 })
    }

    /// Says whose copy this is: in the document's properties, at the foot of printed pages, and on a sheet of its own behind
    /// the table. Before the header.
    ///
    /// # Errors
    /// [`SheetError::WriteFailed`].
    pub fn watermark(mut self, mark: &Watermark) -> Result<Self, SheetError> {
        let told: Vec<String> = mark.lines.iter().map(|(label, text)| format!("{label}: {text}")).collect();
        let properties = DocProperties::new()
            .set_title(&mark.title)
            .set_author(&mark.author)
            .set_comment(told.join("\n"))
            .set_custom_property("Fourfold-Export", mark.number.as_str());
        self.workbook.set_properties(&properties);
        // Excel takes 255 characters, and & begins a code.
        let foot: String = format!("{} · {}", mark.number, mark.author).replace('&', "&&").chars().take(120).collect();
        self.workbook.worksheet_from_index(0).map_err(failed)?.set_footer(format!("&L{foot}&R&P / &N"));
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        if let Some(name) = sheet_name(&mark.title) {
            sheet.set_name(name).map_err(failed)?;
        }
        sheet.set_column_width(0, 16.0).map_err(failed)?;
        sheet.set_column_width(1, 60.0).map_err(failed)?;
        for (row, (label, text)) in mark.lines.iter().enumerate() {
            let row = u32::try_from(row).map_err(failed)?;
            sheet.write_string(row, 0, label).map_err(failed)?;
            let text: String = text.chars().take(MAX_CHARS).collect();
            sheet.write_string(row, 1, text).map_err(failed)?;
        }
        Ok(self)
    }

    fn measure(&mut self, column: usize, text: &str) {
        // Latin letters are one wide, Chinese ones two; only the longest line counts.
        let width = text.lines().map(|line| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()).max();
        if let Some(widest) = self.widths.get_mut(column) {
            *widest = (*widest).max(width.unwrap_or(0));
        }
    }
}

/// Excel allows 31 characters, not these, no apostrophe at either end, and not the name "History".
fn sheet_name(wanted: &str) -> Option<String> {
    let clean: String = wanted.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
    let mut units = 0;
    let short: String = clean
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= 31
        })
        .collect();
    let name = short.trim_matches(['\'', ' ']).to_owned();
    (!name.is_empty() && !name.eq_ignore_ascii_case("history")).then_some(name)
}

fn excel_date(date: NaiveDate) -> Option<ExcelDateTime> {
    let (year, month, day) = (u16::try_from(date.year()).ok()?, date.month() as u8, date.day() as u8);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn excel_datetime(at: NaiveDateTime) -> Option<ExcelDateTime> {
    excel_date(at.date())?.and_hms(at.hour() as u16, at.minute() as u8, f64::from(at.second())).ok()
}

impl<W: Write + Send> TableWriter for XlsxWriter<W> {
    fn header(&mut self, names: &[&str]) -> Result<(), SheetError> {
        self.widths = vec![0; names.len()];
        for (column, name) in names.iter().enumerate() {
            // Room for the button of the filter.
            self.measure(column, &format!("{name}    "));
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        for (column, name) in names.iter().enumerate() {
            let column = u16::try_from(column).map_err(failed)?;
            sheet.write_string_with_format(0, column, *name, &self.formats.header).map_err(failed)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        Ok(())
    }

    fn row(&mut self, cells: &[OutCell<'_>]) -> Result<(), SheetError> {
        self.rows += 1;
        if cells.len() > self.widths.len() {
            return Err(SheetError::RowWidth { row: self.rows, cells: cells.len(), columns: self.widths.len() });
        }
        if self.rows >= MAX_ROWS {
            return Err(SheetError::TooManyRows { limit: MAX_ROWS - 1 });
        }
        let row = u32::try_from(self.rows).map_err(failed)?;
        if self.rows <= MEASURED {
            for (column, cell) in cells.iter().enumerate() {
                match cell {
                    OutCell::Text(text) | OutCell::Identifier(text) => self.measure(column, text),
                    OutCell::Date(_) => self.measure(column, "2024-03-05"),
                    OutCell::DateTime(_) => self.measure(column, "2024-03-05 14:30:00"),
                    OutCell::Money(_) => self.measure(column, "1,234,567.00"),
                    _ => {}
                }
            }
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        for (column, cell) in cells.iter().enumerate() {
            write(sheet, &self.formats, row, column, cell)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<u64, SheetError> {
        let sheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        for (column, width) in self.widths.iter().enumerate() {
            let column = u16::try_from(column).map_err(failed)?;
            // Between a short word and a line of address.
            sheet.set_column_width(column, (*width as f64 + 2.0).clamp(8.0, 60.0)).map_err(failed)?;
        }
        if let Some(last) = self.widths.len().checked_sub(1) {
            let (rows, last) = (u32::try_from(self.rows).map_err(failed)?, u16::try_from(last).map_err(failed)?);
            sheet.autofilter(0, 0, rows, last).map_err(failed)?;
        }
        self.workbook.save_to_writer(&mut self.to).map_err(failed)?;
        self.to.flush().map_err(failed)?;
        Ok(self.rows)
    }
}

fn write(
    sheet: &mut Worksheet,
    formats: &Formats,
    row: u32,
    column: usize,
    cell: &OutCell<'_>,
) -> Result<(), SheetError> {
    let at = u16::try_from(column).map_err(failed)?;
    let text = |sheet: &mut Worksheet, text: &str, format: Option<&Format>| {
        if text.chars().count() > MAX_CHARS {
            return Err(SheetError::CellTooLong { line: u64::from(row) + 1, column: column + 1, limit: MAX_CHARS });
        }
        if text.is_empty() {
            return Ok(());
        }
        match format {
            Some(format) => sheet.write_string_with_format(row, at, text, format),
            None => sheet.write_string(row, at, text),
        }
        .map(drop)
        .map_err(failed)
    };
    match cell {
        OutCell::Empty => Ok(()),
        OutCell::Text(value) => text(sheet, value, None),
        OutCell::Identifier(value) => text(sheet, value, Some(&formats.identifier)),
        // Beyond 2^53 a number would lose digits.
        OutCell::Integer(number) if number.unsigned_abs() > 1 << 53 => text(sheet, &number.to_string(), None),
        OutCell::Integer(number) => sheet.write_number(row, at, *number as f64).map(drop).map_err(failed),
        OutCell::Number(number) if number.is_finite() => sheet.write_number(row, at, *number).map(drop).map_err(failed),
        OutCell::Number(_) => Ok(()),
        OutCell::Money(fen) => {
            let yuan = *fen as f64 / 100.0;
            sheet.write_number_with_format(row, at, yuan, &formats.money).map(drop).map_err(failed)
        }
        OutCell::Date(date) => match excel_date(*date) {
            Some(day) => sheet.write_datetime_with_format(row, at, &day, &formats.date).map(drop).map_err(failed),
            None => text(sheet, &date.to_string(), None),
        },
        OutCell::DateTime(moment) => match excel_datetime(*moment) {
            Some(day) => sheet.write_datetime_with_format(row, at, &day, &formats.datetime).map(drop).map_err(failed),
            None => text(sheet, &moment.format("%Y-%m-%d %H:%M:%S").to_string(), None),
        },
        OutCell::Bool(value) => sheet.write_boolean(row, at, *value).map(drop).map_err(failed),
    }
}
