//! The spreadsheets a store really has: read with care, written plainly (CUS-14).
//!
//! Reading starts at [`open`]: the content decides the format, every limit of [`Limits`] is checked while reading,
//! and rows come one by one as [`RawRow`]s that know their line. [`detect_header`], [`layout_fingerprint`] and
//! [`guess_types`] find out what the columns are. Writing goes through [`TableWriter`], with [`XlsxWriter`] and
//! [`CsvWriter`] behind it.
//!
//! The crate knows no database, no web and no customer: it turns files into rows and rows into files.
//!
//! ```
//! use sheets::{Limits, detect_header, open};
//!
//! let file = "姓名,手机\r\n张伟,13812345678\r\n".as_bytes();
//! let mut workbook = open(file, "名单.csv", &Limits::default())?;
//! let mut sheet = workbook.sheet(0)?;
//! let header = detect_header(&sheet.head(20)?)?;
//! let mut rows = sheet.rows();
//! rows.skip_to(header.data_line());
//! let first = rows.next().transpose()?.map(|row| row.text(1));
//! assert_eq!(first.as_deref(), Some("13812345678"));
//! # Ok::<(), sheets::SheetError>(())
//! ```

mod cell;
mod date;
mod error;
mod format;
mod layout;
mod limits;
mod serial;
mod source;
mod text;
mod workbook;
mod write;
mod xls;
mod xlsx;

pub use cell::{Cell, RawRow};
pub use date::{ParsedDate, parse_date};
pub use error::SheetError;
pub use format::Format;
pub use layout::{ColumnGuess, ColumnKind, Header, detect_header, guess_types, layout_fingerprint};
pub use limits::Limits;
pub use serial::{Epoch, serial_to_cell};
pub use source::Source;
pub use text::{Delimiter, TextEncoding, TextLayout};
pub use workbook::{Note, Rows, Sheet, SheetInfo, Workbook, open};
pub use write::{CsvWriter, OutCell, TableWriter, Watermark, XlsxWriter};
