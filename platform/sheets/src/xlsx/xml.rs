//! XML events of a part, with document types and own entities refused.

use std::sync::Arc;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::read::ZipFile;

use super::package::part_io_error;
use super::part::{ElementTooLong, Part};
use crate::SheetError;
use crate::source::Handle;

/// The part being read, as a stream of [`Event`]s.
pub(super) struct XmlPart<'a> {
    path: Arc<str>,
    reader: Reader<Part<ZipFile<'a, Handle>>>,
    buffer: Vec<u8>,
}

/// Why the stream stopped.
pub(super) enum XmlFault {
    /// One element is larger than a cell may be.
    ElementTooLong,
    /// Anything else.
    Sheet(SheetError),
}

impl From<SheetError> for XmlFault {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

impl<'a> XmlPart<'a> {
    pub(super) fn new(path: &str, part: Part<ZipFile<'a, Handle>>) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self { path: path.into(), reader, buffer: Vec::new() }
    }

    pub(super) fn path(&self) -> Arc<str> {
        self.path.clone()
    }

    /// The next event; an end of the file inside the document is damage.
    pub(super) fn next(&mut self) -> Result<Event<'_>, XmlFault> {
        self.buffer.clear();
        self.reader.get_mut().event_ended();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => Err(SheetError::XmlEntities { part: self.path.to_string() }.into()),
            Ok(event) => Ok(event),
            Err(quick_xml::Error::Io(error)) if error.get_ref().is_some_and(|inner| inner.is::<ElementTooLong>()) => {
                Err(XmlFault::ElementTooLong)
            }
            Err(quick_xml::Error::Io(error)) => Err(part_io_error(&self.path, &error).into()),
            Err(_) => Err(SheetError::malformed(&self.path).into()),
        }
    }

    /// As [`next`](Self::next), for parts in which no long element is ever needed.
    pub(super) fn next_small(&mut self) -> Result<Event<'_>, SheetError> {
        let malformed = SheetError::malformed(&self.path);
        self.next().map_err(|fault| match fault {
            XmlFault::ElementTooLong => malformed,
            XmlFault::Sheet(error) => error,
        })
    }
}

/// The value of an attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name).map(|a| {
        match a.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) => value.into_owned(),
            Err(_) => a.value.into_owned(),
        }
    })
}

/// The character a reference (`&amp;`, `&#20320;`) stands for. Only the five of XML itself exist.
pub(super) fn reference(reference: &BytesRef<'_>, part: &str) -> Result<char, SheetError> {
    let refused = || SheetError::XmlEntities { part: part.to_owned() };
    if let Some(found) = reference.resolve_char_ref().map_err(|_| SheetError::malformed(part))? {
        return Ok(found);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(refused()),
    }
}

/// Undoes Excel's `_x000D_` (ECMA-376 part 1, 22.9.2.19), with surrogate pairs. NUL is left out: no text has one.
pub(super) fn unescape(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let code = rest
            .get(..7)
            .filter(|escape| escape.starts_with("_x") && escape.ends_with('_'))
            .filter(|escape| escape[2..6].bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|escape| u16::from_str_radix(&escape[2..6], 16).ok());
        match code {
            Some(unit) => {
                if unit != 0 {
                    units.push(unit);
                }
                rest = &rest[7..];
            }
            None => {
                units.extend_from_slice(next.encode_utf16(&mut [0; 2]));
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    String::from_utf16_lossy(&units).into()
}

#[cfg(test)]
mod tests {
    use super::unescape;

    /// CUS-14: what Excel escapes comes back as it was.
    #[test]
    fn excel_escapes_are_undone() {
        assert_eq!(unescape("行1_x000D_\n行2"), "行1\r\n行2");
        assert_eq!(unescape("_x005F_x0041_"), "_x0041_");
        assert_eq!(unescape("_xD83D__xDE97_"), "🚗");
        assert_eq!(unescape("a_x0000_b"), "ab");
        assert_eq!(unescape("_x12_ _xZZZZ_ _x中文__"), "_x12_ _xZZZZ_ _x中文__");
    }
}
