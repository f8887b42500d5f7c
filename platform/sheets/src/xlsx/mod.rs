//! XLSX: a zip package of XML parts, read as a stream.
//!
//! The parts are read here and not by calamine, because a hostile or odd package must be stopped before its content is
//! in memory: calamine reserves what the shared strings declare, buffers a cell before its length can be judged, keeps
//! one allocation per shared string, and gives up a whole sheet for an error value it does not know (`#SPILL!`).

mod manifest;
mod package;
mod part;
mod rows;
mod strings;
mod styles;
mod xml;

use std::sync::Arc;

pub(crate) use manifest::SheetPart;
pub(crate) use rows::XlsxRows;

use crate::{Epoch, Limits, SheetError, Source};
use package::Package;
use strings::SharedStrings;
use styles::NumberKind;

/// An open workbook: its package, and what all sheets share.
pub(crate) struct XlsxBook {
    package: Package,
    pub(crate) sheets: Vec<SheetPart>,
    shared: Arc<Shared>,
    limits: Limits,
}

/// What cells refer to.
struct Shared {
    strings: SharedStrings,
    formats: Vec<NumberKind>,
    epoch: Epoch,
}

impl XlsxBook {
    pub(crate) fn open(source: &Source, limits: &Limits) -> Result<Self, SheetError> {
        let mut package = Package::open(source, limits)?;
        let manifest = manifest::read(&mut package)?;
        let formats = match &manifest.styles {
            Some(path) => styles::read(&mut package, path)?,
            None => Vec::new(),
        };
        let strings = match &manifest.strings {
            Some(path) => strings::read(&mut package, path, limits)?,
            None => SharedStrings::default(),
        };
        let shared = Arc::new(Shared { strings, formats, epoch: manifest.epoch });
        Ok(Self { package, sheets: manifest.sheets, shared, limits: limits.clone() })
    }

    pub(crate) fn rows(&mut self, index: usize) -> Result<XlsxRows<'_>, SheetError> {
        let sheet = self.sheets.get(index).ok_or(SheetError::NoSuchSheet { index: index + 1 })?;
        let part = self.package.part(&sheet.path)?;
        Ok(XlsxRows::new(part, self.shared.clone(), &self.limits))
    }
}
