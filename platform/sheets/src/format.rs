//! What a file is, by its content. The name only tells what a person believes it to be.

use crate::{SheetError, Source};

/// The kinds that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Excel 2007 and later, WPS (XLSX, XLSM).
    Xlsx,
    /// Excel 5.0 to 2003 and WPS ET.
    Xls,
    /// Text with separated values (CSV, TSV, TXT).
    Text,
}

impl Format {
    /// The usual extension.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Text => "csv",
        }
    }

    /// The format an extension promises, if it promises one that is read.
    pub(crate) fn of_name(filename: &str) -> Option<Self> {
        let (_, extension) = filename.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "xlsx" | "xlsm" | "xltx" | "xltm" => Some(Self::Xlsx),
            "xls" | "xlt" | "et" | "ett" => Some(Self::Xls),
            "csv" | "tsv" | "txt" | "tab" => Some(Self::Text),
            _ => None,
        }
    }
}

/// Bytes looked at to tell text from something else.
const HEAD: u64 = 8 << 10;

/// First bytes of what is often uploaded by mistake.
const OTHERS: [(&[u8], &str); 14] = [
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"II*\0", "TIFF"),
    (b"RIFF", "RIFF"),
];

/// Decides by content. An empty file, another kind of file and a web page are refused here.
pub(crate) fn detect(source: &Source) -> Result<Format, SheetError> {
    let head = source.window(0, HEAD)?;
    if head.is_empty() {
        return Err(SheetError::Empty);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Format::Xlsx);
    }
    if head.starts_with(b"PK\x05\x06") {
        return Err(SheetError::Empty);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Format::Xls);
    }
    // BIFF2 to BIFF4: a bare record stream, beginning of file, 4 to 16 bytes long.
    if matches!(head.get(..2), Some([0x09, 0x00 | 0x02 | 0x04])) && head.get(3) == Some(&0) {
        return Err(SheetError::UnsupportedFormat { found: "Excel 2-4" });
    }
    detect_text(&head)
}

fn detect_text(head: &[u8]) -> Result<Format, SheetError> {
    let marked = super::text::byte_order_mark(head).is_some();
    let start = readable_start(head);
    if !marked {
        // BM and MZ are letters too: they count only in a file that is no text otherwise.
        let binary = is_binary(head);
        let other = OTHERS.iter().find(|(magic, _)| head.starts_with(magic) && (binary || magic.len() > 2));
        if let Some((_, found)) = other {
            return Err(SheetError::NotASpreadsheet { found });
        }
        if head.get(4..8) == Some(b"ftyp") {
            return Err(SheetError::NotASpreadsheet { found: "MP4" });
        }
        if binary {
            return Err(if mostly_text_with_nul(head) {
                SheetError::NulBytes { line: 1 + nul_line(head) }
            } else {
                SheetError::NotASpreadsheet { found: "binary data" }
            });
        }
    }
    if start.starts_with("mime-version:") || is_html(&start) {
        return Err(SheetError::HtmlTable);
    }
    if start.starts_with("<?xml") {
        return Err(if start.contains("office:spreadsheet") || start.contains("excel.sheet") {
            SheetError::UnsupportedFormat { found: "XML Spreadsheet 2003" }
        } else if start.contains("<html") || start.contains("<!doctype html") {
            SheetError::HtmlTable
        } else {
            SheetError::NotASpreadsheet { found: "XML" }
        });
    }
    if start.starts_with("{\"") || start.starts_with("[{") {
        return Err(SheetError::NotASpreadsheet { found: "JSON" });
    }
    if start.is_empty() && head.len() < HEAD as usize {
        return Err(SheetError::Empty);
    }
    Ok(Format::Text)
}

/// The beginning in lower case without white space in front; enough for marks, which are ASCII in every encoding.
fn readable_start(head: &[u8]) -> String {
    let ascii: Vec<u8> = head.iter().copied().filter(|b| *b != 0 && *b < 0xfe).collect();
    let text = String::from_utf8_lossy(ascii.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&ascii)).into_owned();
    text.trim_start().to_lowercase()
}

fn is_html(start: &str) -> bool {
    const TAGS: [&str; 10] =
        ["<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<div", "<style", "<script", "<!--"];
    TAGS.iter().any(|tag| start.starts_with(tag))
}

fn control_bytes(head: &[u8]) -> usize {
    head.iter().filter(|b| **b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a | 0x1b)).count()
}

/// A NUL, or more than one control byte in fifty, unless the file is UTF-16 without a mark.
fn is_binary(head: &[u8]) -> bool {
    super::text::unmarked_utf16(head).is_none() && (head.contains(&0) || control_bytes(head) * 50 > head.len())
}

/// Text but for the NULs in it.
fn mostly_text_with_nul(head: &[u8]) -> bool {
    let nul = head.iter().filter(|b| **b == 0).count();
    nul * 2 < head.len() && control_bytes(head) == nul && head.contains(&b'\n')
}

fn nul_line(head: &[u8]) -> u64 {
    head.iter().take_while(|b| **b != 0).filter(|b| **b == b'\n').count() as u64
}
