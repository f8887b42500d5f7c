//! Where the column names stand and what they are.

use super::shape;
use crate::{Cell, RawRow, SheetError};

/// The header of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Line of the (last) header row.
    pub line: u64,
    /// Rows of the header: 1, or 2 where groups stand above the names.
    pub rows: usize,
    /// Rows with content above the header: titles and remarks.
    pub titles: usize,
    /// Column names from column A on. Groups are joined with a slash (`车辆信息/车牌号`), line breaks inside a name are
    /// closed up, a name that occurs again gets a number (`电话 (2)`). A column without a name is an empty string.
    pub names: Vec<String>,
}

impl Header {
    /// The line from which data may come.
    pub fn data_line(&self) -> u64 {
        self.line + 1
    }
}

/// Rows among which a header is looked for.
const SEARCHED: usize = 20;

/// Finds the header among the first rows with content: the first row of labels that is about as wide as the table.
/// Narrow rows above it are titles. Merged cells have their text in the first cell only; a group name is therefore
/// carried to the right over the columns it spans.
///
/// # Errors
/// [`SheetError::NoHeader`] if data comes first or nothing looks like names.
pub fn detect_header(first_rows: &[RawRow]) -> Result<Header, SheetError> {
    let rows: Vec<&RawRow> = first_rows.iter().filter(|row| !row.is_blank()).take(SEARCHED).collect();
    let width = rows.iter().map(|row| filled(row)).max().unwrap_or(0);
    for (index, row) in rows.iter().enumerate() {
        let labels = is_labels(row);
        if let Some(next) = rows.get(index + 1).filter(|_| labels && width > 2)
            && is_grouped(row, next, width)
        {
            let names = join(row, next);
            return Ok(Header { line: next.line, rows: 2, titles: index, names: numbered(names) });
        }
        // A title row is narrow: at most half of the widest row, and never more than that of a two-column table.
        let narrow = filled(row) * 2 <= width && width > 1;
        if narrow {
            continue;
        }
        if !labels {
            return Err(SheetError::NoHeader);
        }
        let names = (0..row.cells.len()).map(|column| label(row, column)).collect();
        return Ok(Header { line: row.line, rows: 1, titles: index, names: numbered(names) });
    }
    Err(SheetError::NoHeader)
}

fn filled(row: &RawRow) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank()).count()
}

/// Longest name of a column; longer text is a remark.
const LONGEST: usize = 60;

/// All cells are labels. Small whole numbers (years, months) are let through if they are few.
fn is_labels(row: &RawRow) -> bool {
    let (mut labels, mut numbers) = (0, 0);
    for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
        match cell {
            Cell::Text(text) if is_label(text) => labels += 1,
            Cell::Text(text) if small_number(text) => numbers += 1,
            Cell::Number(number) if number.fract() == 0.0 && (0.0..=2100.0).contains(number) => numbers += 1,
            _ => return false,
        }
    }
    labels > 0 && numbers * 3 <= labels
}

fn small_number(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_label(text: &str) -> bool {
    let text = text.trim();
    let cell = Cell::Text(text.to_owned());
    text.chars().count() <= LONGEST
        && text.chars().any(char::is_alphabetic)
        && !shape::is_phone(text)
        && !shape::is_vin(text)
        && !shape::is_plate(text)
        && !shape::is_id_number(text)
        && !shape::is_date(&cell)
        && !shape::is_money(&cell)
        && !text.contains('@')
}

/// Whether `upper` holds groups and `lower` the names below them: where the upper row has nothing (the rest of a merged
/// group) the lower one has a name; where the upper row has a name of its own (merged downwards) the lower one has
/// nothing. Together they cover the table.
fn is_grouped(upper: &RawRow, lower: &RawRow, width: usize) -> bool {
    if !is_labels(lower) || filled(upper) < 2 || lower.line != upper.line + 1 {
        return false;
    }
    let columns = upper.cells.len().max(lower.cells.len());
    let has = |row: &RawRow, column: usize| row.cells.get(column).is_some_and(|cell| !cell.is_blank());
    let mut groups = 0;
    let mut covered = 0;
    for column in 0..columns {
        let (above, below) = (has(upper, column), has(lower, column));
        covered += usize::from(above || below);
        let spans = !has(upper, column + 1) && has(lower, column + 1);
        match (above, below) {
            (true, true) if !spans => return false,
            (true, true) => groups += 1,
            (false, true) if groups == 0 => return false,
            _ => {}
        }
    }
    groups > 0 && covered * 2 > width
}

fn join(upper: &RawRow, lower: &RawRow) -> Vec<String> {
    let mut group = String::new();
    (0..upper.cells.len().max(lower.cells.len()))
        .map(|column| {
            let (above, below) = (label(upper, column), label(lower, column));
            if !above.is_empty() {
                group = above.clone();
            }
            match (above.is_empty(), below.is_empty()) {
                (_, true) => above,
                _ => format!("{group}/{below}"),
            }
        })
        .collect()
}

/// The text of a label on one line: breaks between Chinese characters vanish, others become a space.
fn label(row: &RawRow, column: usize) -> String {
    let text = row.text(column);
    let mut joined = String::new();
    for word in text.split_whitespace() {
        let latin = joined.ends_with(|c: char| c.is_ascii()) && word.starts_with(|c: char| c.is_ascii());
        if latin && !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined.trim_matches(['\u{feff}', '\u{200b}']).to_owned()
}

fn numbered(names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashMap::<String, usize>::new();
    names
        .into_iter()
        .map(|name| {
            let count = seen.entry(name.clone()).or_default();
            *count += 1;
            if name.is_empty() || *count == 1 { name } else { format!("{name} ({count})") }
        })
        .collect()
}
