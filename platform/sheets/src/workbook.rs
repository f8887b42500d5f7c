//! A file as sheets and rows, whatever its format.

use crate::text::{self, TextRows};
use crate::xls::{XlsBook, XlsRows};
use crate::xlsx::{XlsxBook, XlsxRows};
use crate::{Format, Limits, RawRow, SheetError, Source, TextLayout, format};

/// Something worth telling that did not stop the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// The extension promises another format than the content has; the content was read.
    WrongExtension {
        /// What the name promised.
        named: Format,
        /// What the content is.
        actual: Format,
    },
}

impl Note {
    /// The stable code: key of the sentence in `locales/*.ftl`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongExtension { .. } => "sheet-note-wrong-extension",
        }
    }

    /// The values the translated sentence shows (`named`, `actual`: extensions).
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::WrongExtension { named, actual } => {
                vec![("named", named.extension().into()), ("actual", actual.extension().into())]
            }
        }
    }
}

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name; empty for a text file.
    pub name: String,
    /// Whether the person hid it.
    pub hidden: bool,
}

/// An open file. Reading a sheet borrows it; for two passes at once open it twice.
pub struct Workbook {
    format: Format,
    notes: Vec<Note>,
    sheets: Vec<SheetInfo>,
    content: Content,
    limits: Limits,
}

enum Content {
    Xlsx(Box<XlsxBook>),
    Xls(XlsBook),
    Text { source: Source, layout: TextLayout },
}

/// Opens a file: decides by content what it is, checks its container and lists its sheets. The name serves only for
/// the note about a wrong extension.
///
/// # Errors
/// Every [`SheetError`] that concerns the file as a whole. Those of single rows come with the rows.
pub fn open(source: impl Into<Source>, filename: &str, limits: &Limits) -> Result<Workbook, SheetError> {
    let source = source.into();
    let length = source.len()?;
    if length > limits.max_file_bytes {
        return Err(SheetError::FileTooLarge { limit: limits.max_file_bytes });
    }
    let format = format::detect(&source)?;
    let mut notes = Vec::new();
    if let Some(named) = Format::of_name(filename).filter(|named| *named != format) {
        notes.push(Note::WrongExtension { named, actual: format });
    }
    let (content, sheets) = match format {
        Format::Xlsx => {
            let book = XlsxBook::open(&source, limits)?;
            let sheets = book.sheets.iter().map(|s| SheetInfo { name: s.name.clone(), hidden: s.hidden }).collect();
            (Content::Xlsx(Box::new(book)), sheets)
        }
        Format::Xls => {
            let book = XlsBook::open(&source, limits)?;
            let sheets = book.sheets();
            (Content::Xls(book), sheets)
        }
        Format::Text => {
            let layout = text::detect(&source)?;
            (Content::Text { source, layout }, vec![SheetInfo { name: String::new(), hidden: false }])
        }
    };
    if sheets.is_empty() {
        return Err(SheetError::Empty);
    }
    Ok(Workbook { format, notes, sheets, content, limits: limits.clone() })
}

impl Workbook {
    /// What the content is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Encoding and separator of a text file.
    pub fn text_layout(&self) -> Option<TextLayout> {
        match &self.content {
            Content::Text { layout, .. } => Some(*layout),
            _ => None,
        }
    }

    /// What to tell the person besides the rows.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The sheets in their order, hidden ones included; a text file has one without name.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// A sheet by its 0-based place.
    ///
    /// # Errors
    /// [`SheetError::NoSuchSheet`].
    pub fn sheet(&mut self, index: usize) -> Result<Sheet<'_>, SheetError> {
        if index >= self.sheets.len() {
            return Err(SheetError::NoSuchSheet { index: index + 1 });
        }
        Ok(Sheet { workbook: self, index })
    }
}

/// One sheet of an open workbook.
pub struct Sheet<'a> {
    workbook: &'a mut Workbook,
    index: usize,
}

impl Sheet<'_> {
    /// Its name; empty for a text file.
    pub fn name(&self) -> &str {
        &self.workbook.sheets[self.index].name
    }

    /// The rows with content, from the first, each read when asked for. Every call starts anew.
    pub fn rows(&mut self) -> Rows<'_> {
        let limits = &self.workbook.limits;
        let opened = match &mut self.workbook.content {
            Content::Xlsx(book) => book.rows(self.index).map(|rows| Reader::Xlsx(Box::new(rows))),
            Content::Xls(book) => book.rows(self.index).map(Reader::Xls),
            Content::Text { source, layout } => {
                TextRows::open(source, *layout, limits).map(|rows| Reader::Text(Box::new(rows)))
            }
        };
        let reader = opened.unwrap_or_else(|error| Reader::Failed(Some(error)));
        Rows { reader, delivered: 0, max_rows: limits.max_rows }
    }

    /// The first rows with content, for a preview and for [`detect_header`](crate::detect_header).
    ///
    /// # Errors
    /// The first row that cannot be read.
    pub fn head(&mut self, count: usize) -> Result<Vec<RawRow>, SheetError> {
        self.rows().take(count).collect()
    }
}

/// Rows of a sheet, in the order of their lines. After an error the iteration ends; bytes in a wrong encoding are no
/// error but mark the row ([`RawRow::damaged`]).
pub struct Rows<'a> {
    reader: Reader<'a>,
    delivered: u64,
    max_rows: u64,
}

enum Reader<'a> {
    Xlsx(Box<XlsxRows<'a>>),
    Xls(XlsRows<'a>),
    Text(Box<TextRows>),
    Failed(Option<SheetError>),
}

impl Rows<'_> {
    /// Goes on at this line, reading over what lies before it without building or judging it: how an import that was
    /// interrupted resumes. Going back is not possible; then ask for [`Sheet::rows`] anew.
    pub fn skip_to(&mut self, line: u64) -> &mut Self {
        match &mut self.reader {
            Reader::Xlsx(rows) => rows.skip_to(line),
            Reader::Xls(rows) => rows.skip_to(line),
            Reader::Text(rows) => rows.skip_to(line),
            Reader::Failed(_) => {}
        }
        self
    }

    fn read(&mut self) -> Result<Option<RawRow>, SheetError> {
        loop {
            let row = match &mut self.reader {
                Reader::Xlsx(rows) => rows.next_row()?,
                Reader::Xls(rows) => rows.next_row(),
                Reader::Text(rows) => rows.next_row()?,
                Reader::Failed(error) => match error.take() {
                    Some(error) => return Err(error),
                    None => return Ok(None),
                },
            };
            let Some(row) = row else { return Ok(None) };
            if row.is_blank() {
                continue;
            }
            self.delivered += 1;
            if self.delivered > self.max_rows {
                return Err(SheetError::TooManyRows { limit: self.max_rows });
            }
            return Ok(Some(row));
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<RawRow, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.read();
        if !matches!(row, Ok(Some(_))) {
            self.reader = Reader::Failed(None);
        }
        row.transpose()
    }
}

impl std::iter::FusedIterator for Rows<'_> {}
