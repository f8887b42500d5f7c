//! How much a file may ask of us before it is refused.

/// Bounds of reading. A file that goes over one is refused with the matching [`SheetError`](crate::SheetError).
///
/// The defaults let through a customer list of two million lines and stop what no store writes by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file itself, in bytes. Default 512 MiB.
    pub max_file_bytes: u64,
    /// Size of an XLS file, in bytes: the old format can only be read whole. Default 32 MiB.
    pub max_xls_bytes: u64,
    /// Cells of all sheets of an XLS file, as the rectangle from the first to the last used cell, because that is what
    /// reading it costs. Default 2,000,000 (65,536 rows of 30 columns).
    pub max_xls_cells: u64,
    /// Rows with content per sheet. Default 2,000,000.
    pub max_rows: u64,
    /// Columns with content. Default 512.
    pub max_columns: usize,
    /// Characters of one cell. Default 32,767, the limit of Excel.
    pub max_cell_chars: usize,
    /// Bytes of text (UTF-8) of one row. Default 4 MiB.
    pub max_row_bytes: usize,
    /// Parts inside an XLSX package. Default 10,000.
    pub max_parts: usize,
    /// Unpacked size of an XLSX package, declared and actual, in bytes. Default 4 GiB; rows are streamed, so this is a
    /// bound of time, not of memory.
    pub max_unpacked_bytes: u64,
    /// Unpacked bytes per packed byte of a part. Default 300; spreadsheets reach about 20 to 100.
    pub max_ratio: u64,
    /// Unpacked bytes of a part below which the ratio is not looked at. Default 16 MiB.
    pub ratio_from_bytes: u64,
    /// Memory for the texts an XLSX workbook shares between its cells, in bytes. Default 256 MiB.
    pub max_shared_text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 512 << 20,
            max_xls_bytes: 32 << 20,
            max_xls_cells: 2_000_000,
            max_rows: 2_000_000,
            max_columns: 512,
            max_cell_chars: 32_767,
            max_row_bytes: 4 << 20,
            max_parts: 10_000,
            max_unpacked_bytes: 4 << 30,
            max_ratio: 300,
            ratio_from_bytes: 16 << 20,
            max_shared_text_bytes: 256 << 20,
        }
    }
}
