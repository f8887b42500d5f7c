//! The zip container, judged before anything is unpacked.

use std::collections::HashMap;

use zip::ZipArchive;
use zip::result::ZipError;

use super::part::Part;
use super::xml::XmlPart;
use crate::source::Handle;
use crate::{Limits, SheetError, Source};

/// A package whose declared sizes were found acceptable. The actual sizes are watched while a part is read.
pub(super) struct Package {
    archive: ZipArchive<Handle>,
    /// Part names in lower case without leading slash, because writers disagree on both.
    names: HashMap<String, usize>,
    limits: Limits,
}

impl Package {
    pub(super) fn open(source: &Source, limits: &Limits) -> Result<Self, SheetError> {
        check_count(source, limits)?;
        let handle = source.open()?;
        let mut archive = match ZipArchive::new(handle) {
            Ok(archive) => archive,
            Err(error) => return Err(broken(source, error)?),
        };
        let too_large =
            |part: &str| SheetError::UnpackedTooLarge { part: part.into(), limit: limits.max_unpacked_bytes };
        if archive.len() > limits.max_parts {
            return Err(too_large("package"));
        }
        let mut names = HashMap::new();
        let mut total = 0u64;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|error| zip_error("package", error))?;
            if part.encrypted() {
                return Err(SheetError::PasswordProtected);
            }
            total = total.saturating_add(part.size());
            let ratio_broken =
                part.size() > limits.ratio_from_bytes && part.size() / part.compressed_size().max(1) > limits.max_ratio;
            if total > limits.max_unpacked_bytes || ratio_broken {
                return Err(too_large(part.name()));
            }
            names.insert(normal(part.name()), index);
        }
        let package = Self { archive, names, limits: limits.clone() };
        package.check_kind()?;
        Ok(package)
    }

    /// A zip can be many things: say which.
    fn check_kind(&self) -> Result<(), SheetError> {
        let has = |prefix: &str| self.names.keys().any(|name| name.starts_with(prefix));
        if self.contains("EncryptedPackage") {
            return Err(SheetError::PasswordProtected);
        }
        if self.contains("xl/workbook.bin") {
            return Err(SheetError::UnsupportedFormat { found: "XLSB" });
        }
        if self.contains("_rels/.rels") && !has("word/") && !has("ppt/") {
            return Ok(());
        }
        let found = match () {
            () if has("word/") => "DOCX",
            () if has("ppt/") => "PPTX",
            () if self.contains("content.xml") && self.contains("meta-inf/manifest.xml") => {
                return Err(SheetError::UnsupportedFormat { found: "ODS" });
            }
            () if has("index/") && has("metadata/") => return Err(SheetError::UnsupportedFormat { found: "Numbers" }),
            () if has("xl/") => return Err(SheetError::BrokenArchive { part: "_rels/.rels".into() }),
            () => "ZIP",
        };
        Err(SheetError::NotASpreadsheet { found })
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.names.contains_key(&normal(path))
    }

    /// A part as XML. A missing part means a damaged package.
    pub(super) fn part(&mut self, path: &str) -> Result<XmlPart<'_>, SheetError> {
        let Some(&index) = self.names.get(&normal(path)) else {
            return Err(SheetError::BrokenArchive { part: path.to_owned() });
        };
        let file = self.archive.by_index(index).map_err(|error| zip_error(path, error))?;
        let (packed, declared) = (file.compressed_size(), file.size());
        Ok(XmlPart::new(path, Part::new(path, file, packed, declared, &self.limits)))
    }
}

fn normal(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn zip_error(part: &str, error: ZipError) -> SheetError {
    match error {
        ZipError::Io(error) => part_io_error(part, &error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            SheetError::PasswordProtected
        }
        other => SheetError::BrokenArchive { part: format!("{part}: {other}") },
    }
}

/// What the unpacking of a part reports as an I/O error is damage, unless it is our own refusal.
pub(super) fn part_io_error(part: &str, error: &std::io::Error) -> SheetError {
    match SheetError::from_io(error) {
        SheetError::Unreadable { cause } => SheetError::BrokenArchive { part: format!("{part}: {cause}") },
        own => own,
    }
}

/// The end of the file, where the directory of a zip ends: a record of 22 bytes and a comment of up to 65,535, and in
/// front of it the two records of large archives.
fn tail(source: &Source) -> Result<Vec<u8>, SheetError> {
    const LENGTH: u64 = 22 + 65_535 + 76;
    source.window(source.len()?.saturating_sub(LENGTH), LENGTH)
}

/// Looks at the declared number of parts before a directory of that many is built in memory.
fn check_count(source: &Source, limits: &Limits) -> Result<(), SheetError> {
    let tail = tail(source)?;
    let records = |mark: &'static [u8; 4]| tail.windows(56).filter(move |bytes| bytes.starts_with(mark));
    let large = || records(b"PK\x06\x06").filter_map(|r| r.get(32..40)?.try_into().ok()).map(u64::from_le_bytes);
    let short = tail.windows(22).filter(|bytes| bytes.starts_with(b"PK\x05\x06"));
    let mut declared = short.map(|r| u64::from(u16::from_le_bytes([r[10], r[11]])));
    // 65,535 says "see the record for large archives".
    let most = limits.max_parts as u64;
    let too_many = declared.any(|count| count > most && (count != 0xffff || large().next().is_none()));
    if too_many || large().any(|count| count > most) {
        let limit = limits.max_unpacked_bytes;
        return Err(SheetError::UnpackedTooLarge { part: "package".into(), limit });
    }
    Ok(())
}

/// A zip without its directory at the end was cut off; with one it is damaged.
fn broken(source: &Source, error: ZipError) -> Result<SheetError, SheetError> {
    let complete = tail(source)?.windows(4).any(|bytes| bytes == b"PK\x05\x06");
    Ok(if complete { zip_error("package", error) } else { SheetError::Truncated })
}
