//! Why a spreadsheet was refused.

/// A refusal, with a stable [`code`](SheetError::code) for machines and translations (`locales/*.ftl`, key = code) and
/// an English sentence (`Display`) for logs.
///
/// Lines and columns are 1-based, as a spreadsheet program numbers them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// The file has no content.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than [`Limits::max_file_bytes`](crate::Limits::max_file_bytes), or an XLS file larger than
    /// [`Limits::max_xls_bytes`](crate::Limits::max_xls_bytes).
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge {
        /// Allowed size in bytes.
        limit: u64,
    },
    /// The storage below failed.
    #[error("the file could not be read: {cause}")]
    Unreadable {
        /// The cause, for the log.
        cause: String,
    },
    /// The content is some other kind of file.
    #[error("the file is not a spreadsheet but {found}")]
    NotASpreadsheet {
        /// What it is instead, such as `PNG` or `PDF`.
        found: &'static str,
    },
    /// A web page named `.xls`: what many systems call "export to Excel".
    #[error("the file is a web page (HTML) with a spreadsheet's name; open it in Excel or WPS and save it as XLSX")]
    HtmlTable,
    /// A spreadsheet of a kind that is not read (ODS, XLSB, XML Spreadsheet 2003, Excel before 5.0).
    #[error("{found} files are not read; save the file as XLSX")]
    UnsupportedFormat {
        /// The kind, such as `ODS`.
        found: &'static str,
    },
    /// The workbook is encrypted.
    #[error("the workbook is protected by a password; remove it and save again")]
    PasswordProtected,
    /// The container (zip or OLE) is damaged.
    #[error("the file is damaged: {part}")]
    BrokenArchive {
        /// Where, for the log.
        part: String,
    },
    /// The file ends in the middle: an upload or a copy was cut off.
    #[error("the file is cut off before its end")]
    Truncated,
    /// A package that unpacks to far more than it should ("zip bomb").
    #[error("the file unpacks to more than is allowed ({limit} bytes, or an impossible ratio) in {part}")]
    UnpackedTooLarge {
        /// The part inside the package.
        part: String,
        /// Allowed size in bytes.
        limit: u64,
    },
    /// The XML declares a document type or own entities; no spreadsheet program writes these.
    #[error("the file declares XML entities, which are not allowed, in {part}")]
    XmlEntities {
        /// The part inside the package.
        part: String,
    },
    /// The content does not follow its own format.
    #[error("the content of {part} is malformed")]
    Malformed {
        /// The part inside the file.
        part: String,
    },
    /// The workbook has no sheet with this number.
    #[error("the workbook has no sheet number {index}")]
    NoSuchSheet {
        /// 1-based number asked for.
        index: usize,
    },
    /// A row has content right of [`Limits::max_columns`](crate::Limits::max_columns).
    #[error("line {line} has {columns} columns; at most {limit} are allowed")]
    TooManyColumns {
        /// The line.
        line: u64,
        /// Columns found up to the last with content.
        columns: usize,
        /// Allowed columns.
        limit: usize,
    },
    /// The sheet has more rows with content than [`Limits::max_rows`](crate::Limits::max_rows), or than fit an XLSX.
    #[error("the sheet has more than {limit} rows")]
    TooManyRows {
        /// Allowed rows.
        limit: u64,
    },
    /// An XLS sheet spans more cells than [`Limits::max_xls_cells`](crate::Limits::max_xls_cells).
    #[error("the sheets of this XLS file span more than {limit} cells; save it as XLSX")]
    TooManyCells {
        /// Allowed cells.
        limit: u64,
    },
    /// A cell is longer than [`Limits::max_cell_chars`](crate::Limits::max_cell_chars).
    #[error("the cell in line {line}, column {column} is longer than {limit} characters")]
    CellTooLong {
        /// The line.
        line: u64,
        /// The column.
        column: usize,
        /// Allowed characters.
        limit: usize,
    },
    /// A row is longer than [`Limits::max_row_bytes`](crate::Limits::max_row_bytes).
    #[error("line {line} is longer than {limit} bytes")]
    RowTooLong {
        /// The line.
        line: u64,
        /// Allowed bytes.
        limit: usize,
    },
    /// A quotation mark that opens a cell of a text file is never closed, or is closed in the wrong place.
    #[error("a quotation mark opened in line {line} is not closed")]
    UnbalancedQuotes {
        /// The line in which the row starts.
        line: u64,
    },
    /// A text file holds NUL bytes.
    #[error("line {line} holds NUL bytes; the file is damaged or is not text")]
    NulBytes {
        /// The line.
        line: u64,
    },
    /// Bytes that do not fit the encoding of the file. Not an end of reading: the row comes with replacement
    /// characters and says so (see [`RawRow::encoding_error`](crate::RawRow::encoding_error)).
    #[error("line {line} holds characters that could not be read in the encoding of the file")]
    InvalidEncoding {
        /// The line.
        line: u64,
    },
    /// No row looks like column names.
    #[error("no header row was found")]
    NoHeader,
    /// A row to write has more cells than the header.
    #[error("row {row} has {cells} cells but the header has {columns} columns")]
    RowWidth {
        /// 1-based data row.
        row: u64,
        /// Cells given.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// Writing failed.
    #[error("the file could not be written: {cause}")]
    WriteFailed {
        /// The cause, for the log.
        cause: String,
    },
}

impl SheetError {
    /// One code of each variant, to prove that each has its sentence in every language.
    pub const CODES: [&'static str; 22] = [
        "sheet-empty",
        "sheet-file-too-large",
        "sheet-unreadable",
        "sheet-not-a-spreadsheet",
        "sheet-html-table",
        "sheet-unsupported-format",
        "sheet-password-protected",
        "sheet-broken-archive",
        "sheet-truncated",
        "sheet-unpacked-too-large",
        "sheet-xml-entities",
        "sheet-malformed",
        "sheet-no-such-sheet",
        "sheet-too-many-columns",
        "sheet-too-many-rows",
        "sheet-too-many-cells",
        "sheet-cell-too-long",
        "sheet-row-too-long",
        "sheet-unbalanced-quotes",
        "sheet-nul-bytes",
        "sheet-invalid-encoding",
        "sheet-no-header",
    ];
    /// Codes of refusals while writing.
    pub const WRITE_CODES: [&'static str; 2] = ["sheet-row-width", "sheet-write-failed"];

    /// The stable code: key of the sentence in `locales/*.ftl`, and part of the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sheet-empty",
            Self::FileTooLarge { .. } => "sheet-file-too-large",
            Self::Unreadable { .. } => "sheet-unreadable",
            Self::NotASpreadsheet { .. } => "sheet-not-a-spreadsheet",
            Self::HtmlTable => "sheet-html-table",
            Self::UnsupportedFormat { .. } => "sheet-unsupported-format",
            Self::PasswordProtected => "sheet-password-protected",
            Self::BrokenArchive { .. } => "sheet-broken-archive",
            Self::Truncated => "sheet-truncated",
            Self::UnpackedTooLarge { .. } => "sheet-unpacked-too-large",
            Self::XmlEntities { .. } => "sheet-xml-entities",
            Self::Malformed { .. } => "sheet-malformed",
            Self::NoSuchSheet { .. } => "sheet-no-such-sheet",
            Self::TooManyColumns { .. } => "sheet-too-many-columns",
            Self::TooManyRows { .. } => "sheet-too-many-rows",
            Self::TooManyCells { .. } => "sheet-too-many-cells",
            Self::CellTooLong { .. } => "sheet-cell-too-long",
            Self::RowTooLong { .. } => "sheet-row-too-long",
            Self::UnbalancedQuotes { .. } => "sheet-unbalanced-quotes",
            Self::NulBytes { .. } => "sheet-nul-bytes",
            Self::InvalidEncoding { .. } => "sheet-invalid-encoding",
            Self::NoHeader => "sheet-no-header",
            Self::RowWidth { .. } => "sheet-row-width",
            Self::WriteFailed { .. } => "sheet-write-failed",
        }
    }

    /// The values the translated sentence shows, by the names it uses (`line`, `column`, `columns`, `limit`, `found`,
    /// `index`). Causes and inner parts are for the log and not among them.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::FileTooLarge { limit } => vec![("limit", (limit >> 20).to_string())],
            Self::NotASpreadsheet { found } | Self::UnsupportedFormat { found } => vec![("found", (*found).into())],
            Self::NoSuchSheet { index } => vec![("index", index.to_string())],
            Self::TooManyColumns { line, columns, limit } => {
                vec![("line", line.to_string()), ("columns", columns.to_string()), ("limit", limit.to_string())]
            }
            Self::TooManyRows { limit } | Self::TooManyCells { limit } => vec![("limit", limit.to_string())],
            Self::CellTooLong { line, column, limit } => {
                vec![("line", line.to_string()), ("column", column.to_string()), ("limit", limit.to_string())]
            }
            Self::RowTooLong { line, .. }
            | Self::UnbalancedQuotes { line }
            | Self::NulBytes { line }
            | Self::InvalidEncoding { line } => vec![("line", line.to_string())],
            Self::RowWidth { row, cells, columns } => {
                vec![("row", row.to_string()), ("cells", cells.to_string()), ("columns", columns.to_string())]
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn unreadable(cause: impl std::fmt::Display) -> Self {
        Self::Unreadable { cause: cause.to_string() }
    }

    pub(crate) fn malformed(part: &str) -> Self {
        Self::Malformed { part: part.to_owned() }
    }

    /// An I/O error met while reading: our own refusals travel inside it, the rest is storage.
    pub(crate) fn from_io(error: &std::io::Error) -> Self {
        if let Some(own) = error.get_ref().and_then(|inner| inner.downcast_ref::<SheetError>()) {
            return own.clone();
        }
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            _ => Self::unreadable(error),
        }
    }
}
