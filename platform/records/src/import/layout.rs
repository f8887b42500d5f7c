//! A look into a file: its sheets, its columns with names, samples and what they probably mean.

use std::path::Path;

use sheets::{ColumnGuess, Limits, RawRow, SheetError, Workbook};

use super::mapping::column_letters;
use super::{Mapping, Target, guess};

/// Rows looked at for names and samples.
const HEAD: usize = 60;
/// Samples shown of a column.
const SAMPLES: usize = 4;

/// Why a file or its rows cannot be read: the code is the key of a sentence, which shows the values.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
#[error("{code}")]
pub struct FileProblem {
    /// The code (`sheet-password-protected`).
    pub code: String,
    /// Values by the names that the sentence uses.
    pub args: Vec<(String, String)>,
}

impl From<SheetError> for FileProblem {
    fn from(error: SheetError) -> FileProblem {
        FileProblem {
            code: error.code().to_owned(),
            args: error.args().into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }
}

/// A sheet to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetView {
    /// Its name; empty in a text file.
    pub name: String,
    /// Whether it was hidden.
    pub hidden: bool,
}

/// A column to map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnView {
    /// Its name in the header, or its letters.
    pub name: String,
    /// Its letters.
    pub letters: String,
    /// Some of its values.
    pub samples: Vec<String>,
    /// What it probably means.
    pub guess: Option<&'static str>,
    /// Cells among those looked at that lost digits (phones as 1.31E+10).
    pub lost_digits: usize,
}

/// What a look into a file found.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The sheets.
    pub sheets: Vec<SheetView>,
    /// The sheet looked at, from zero.
    pub sheet: usize,
    /// The line of the (last) row of names, 0 for none.
    pub header: u64,
    /// Lines on which the names could stand instead, with their first cells.
    pub lines: Vec<(u64, String)>,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The layout's fingerprint, under which its mapping is remembered.
    pub fingerprint: String,
    /// Remarks about the file: code and values.
    pub notes: Vec<FileProblem>,
}

impl Layout {
    /// Looks into a file. Without a sheet the first one with content that is not hidden; without a header line it is
    /// found, and a file without names has header 0 and columns named by letters.
    pub fn look(
        path: &Path,
        filename: &str,
        sheet: Option<usize>,
        header: Option<u64>,
        targets: &[Target],
    ) -> Result<Layout, FileProblem> {
        let mut book = sheets::open(path, filename, &Limits::default())?;
        let views: Vec<SheetView> =
            book.sheets().iter().map(|s| SheetView { name: s.name.clone(), hidden: s.hidden }).collect();
        let (sheet, head) = choose(&mut book, sheet)?;
        let (line, mut names) = names(&head, header)?;
        let sample: Vec<RawRow> = head.iter().filter(|r| r.line > line).cloned().collect();
        if sample.is_empty() {
            return Err(FileProblem { code: "import-no-rows".to_owned(), args: Vec::new() });
        }
        let width = sample.iter().map(|r| r.cells.len()).max().unwrap_or(0).max(names.len());
        names.resize(width, String::new());
        let guesses = sheets::guess_types(&names, &sample);
        let meant = guess::targets(&guesses, targets);
        let columns = guesses
            .iter()
            .zip(meant)
            .enumerate()
            .map(|(at, (column, guess))| view(at, column, guess, &sample))
            .collect();
        let lines = head.iter().take(12).map(|row| (row.line, preview(row))).collect();
        let fingerprint = sheets::layout_fingerprint(&names);
        let notes = book
            .notes()
            .iter()
            .map(|n| FileProblem {
                code: n.code().to_owned(),
                args: n.args().into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
            })
            .collect();
        Ok(Layout { sheets: views, sheet, header: line, lines, columns, fingerprint, notes })
    }

    /// The mapping that is proposed.
    pub fn mapping(&self) -> Mapping {
        let columns = self.columns.iter().map(|c| c.guess.map(str::to_owned)).collect();
        Mapping { sheet: self.sheet, header: self.header, names: self.names(), columns }
    }

    /// The mapping with what was remembered for this layout, where that still fits.
    pub fn remembered(&self, columns: &[Option<String>], targets: &[Target]) -> Option<Mapping> {
        let mapping = Mapping { columns: columns.to_vec(), ..self.mapping() };
        (columns.len() == self.columns.len() && mapping.problem(targets).is_none()).then_some(mapping)
    }

    /// The column names.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|c| c.name.clone()).collect()
    }
}

fn choose(book: &mut Workbook, wanted: Option<usize>) -> Result<(usize, Vec<RawRow>), SheetError> {
    if let Some(sheet) = wanted {
        let head = book.sheet(sheet)?.head(HEAD)?;
        return if head.is_empty() { Err(SheetError::Empty) } else { Ok((sheet, head)) };
    }
    let order: Vec<usize> = {
        let sheets = book.sheets();
        let open = sheets.iter().enumerate().filter(|(_, s)| !s.hidden).map(|(at, _)| at);
        open.chain(sheets.iter().enumerate().filter(|(_, s)| s.hidden).map(|(at, _)| at)).collect()
    };
    for sheet in order {
        let head = book.sheet(sheet)?.head(HEAD)?;
        if !head.is_empty() {
            return Ok((sheet, head));
        }
    }
    Err(SheetError::Empty)
}

/// The header's line and names. A line that someone chose is taken as it is, but two-row headers stay whole.
fn names(head: &[RawRow], wanted: Option<u64>) -> Result<(u64, Vec<String>), FileProblem> {
    let found = sheets::detect_header(head);
    match (wanted, found) {
        (None, Ok(header)) => Ok((header.line, header.names)),
        // Data from the first row on: columns go by their letters.
        (None, Err(_)) | (Some(0), _) => Ok((0, Vec::new())),
        (Some(line), Ok(header)) if header.line == line => Ok((line, header.names)),
        (Some(line), _) => {
            let row = head.iter().find(|r| r.line == line);
            let row = row.ok_or_else(|| FileProblem {
                code: "import-header-line".to_owned(),
                args: vec![("line".to_owned(), line.to_string())],
            })?;
            Ok((line, row.cells.iter().map(|c| c.as_text().split_whitespace().collect::<Vec<_>>().join(" ")).collect()))
        }
    }
}

fn view(at: usize, column: &ColumnGuess, guess: Option<&'static str>, sample: &[RawRow]) -> ColumnView {
    let letters = column_letters(at);
    let name = if column.name.is_empty() { letters.clone() } else { column.name.clone() };
    let mut samples: Vec<String> = Vec::new();
    for row in sample {
        let text = short(row.text(at).trim(), 40);
        if !text.is_empty() && !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    ColumnView { name, letters, samples, guess, lost_digits: column.lost_digits }
}

fn preview(row: &RawRow) -> String {
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(sheets::Cell::as_text)
        .filter(|t| !t.trim().is_empty())
        .take(5)
        .map(|t| short(t.trim(), 16))
        .collect();
    cells.join(" · ")
}

fn short(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
