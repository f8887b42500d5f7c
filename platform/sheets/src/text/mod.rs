//! Text files with separated values, in the encodings and with the separators that occur in China.

mod delimiter;
mod encoding;
mod records;
mod rows;

pub use delimiter::Delimiter;
pub use encoding::TextEncoding;
pub(crate) use encoding::{byte_order_mark, unmarked_utf16};
pub(crate) use rows::TextRows;

use crate::{SheetError, Source};

/// How a text file is to be read, found out from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLayout {
    /// The encoding.
    pub encoding: TextEncoding,
    /// The separator.
    pub delimiter: Delimiter,
    /// Bytes in front of the first row: the byte order mark.
    pub(crate) offset: u64,
    /// Whether the first line only names the separator (`sep=;`, an Excel convention).
    pub(crate) names_delimiter: bool,
}

/// Looks at the beginning of the file, and further on to the first Chinese character if it comes late.
pub(crate) fn detect(source: &Source) -> Result<TextLayout, SheetError> {
    let (encoding, offset) = encoding::detect(source)?;
    let sample = encoding::decode_sample(encoding, &source.window(offset, 256 << 10)?);
    let (delimiter, names_delimiter) = delimiter::detect(&sample);
    Ok(TextLayout { encoding, delimiter, offset, names_delimiter })
}
