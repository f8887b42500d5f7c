//! The texts that cells share, in one block of memory instead of an allocation each.

use quick_xml::events::Event;

use super::package::Package;
use super::xml::{XmlFault, XmlPart, reference, unescape};
use crate::{Limits, SheetError};

/// Shared strings by index.
#[derive(Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1] as usize,
        };
        self.text.get(start..end)
    }
}

pub(super) fn read(package: &mut Package, path: &str, limits: &Limits) -> Result<SharedStrings, SheetError> {
    let mut strings = SharedStrings::default();
    let too_large =
        || SheetError::UnpackedTooLarge { part: path.to_owned(), limit: limits.max_shared_text_bytes as u64 };
    let mut part = package.part(path)?;
    let mut text = String::new();
    loop {
        match part.next().map_err(|fault| long_is(fault, too_large()))? {
            Event::Start(e) if e.local_name().as_ref() == "si" => {}
            Event::Eof => return Ok(strings),
            _ => continue,
        }
        text.clear();
        rich_text(&mut part, "si", &mut text, limits.max_cell_chars).map_err(|fault| long_is(fault, too_large()))?;
        strings.text.push_str(&unescape(&text));
        if strings.text.len() + strings.ends.len() * 4 > limits.max_shared_text_bytes {
            return Err(too_large());
        }
        strings.ends.push(u32::try_from(strings.text.len()).map_err(|_| too_large())?);
    }
}

fn long_is(fault: XmlFault, long: SheetError) -> SheetError {
    match fault {
        XmlFault::ElementTooLong => long,
        XmlFault::Sheet(error) => error,
    }
}

/// The text of an `si` or `is` element: its runs joined, phonetic guides left out. Text that is already certainly too
/// long for a cell is cut, so that the cell that refers to it is reported with its line.
pub(super) fn rich_text(
    part: &mut XmlPart<'_>,
    end: &str,
    text: &mut String,
    max_chars: usize,
) -> Result<(), XmlFault> {
    // An escape is seven bytes for one character.
    let cut = max_chars.saturating_mul(8).saturating_add(8);
    let path = part.path();
    let (mut inside, mut phonetic) = (false, false);
    loop {
        let wanted = inside && !phonetic && text.len() < cut;
        match part.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => inside = true,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "t" => inside = false,
                "rPh" => phonetic = false,
                name if name == end => return Ok(()),
                _ => {}
            },
            Event::Text(t) if wanted => text.push_str(&t.xml10_content()),
            Event::CData(t) if wanted => text.push_str(&t.xml10_content()),
            Event::GeneralRef(r) => {
                let found = reference(&r, &path)?;
                if wanted {
                    text.push(found);
                }
            }
            Event::Eof => return Err(SheetError::malformed(&path).into()),
            _ => {}
        }
    }
}
