//! Values of sensitive fields at rest: sealed for their record, with a keyed hash by which equal values of one field
//! meet (design "Sensitive columns are encrypted", decision 0017).

use kernel::crypto::Keys;
use kernel::{Id, Value};

use crate::{Custom, Datum, Field, FieldKind};

/// How the values of a custom field stand in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// As they are.
    Plain,
    /// Sealed. Those written before the field became sensitive are plain until the job has come to them.
    Sealed,
    /// As they are, and those written while the field was sensitive are sealed until the job has come to them.
    Opened,
}

/// A sealed value with its hash.
pub(crate) struct SealedValue {
    pub bytes: Vec<u8>,
    pub hash: String,
}

/// The hash of a value in its plain form; those of two fields do not meet.
pub(crate) fn hash(keys: &Keys, number: i64, plain: &str) -> String {
    keys.hash(&format!("custom-{number}"), plain)
}

/// Seals a value in its plain form for its record and field.
pub(crate) fn seal(keys: &Keys, record: Id, number: i64, plain: &str) -> SealedValue {
    SealedValue { bytes: keys.seal(record, &format!("{number}:{plain}")), hash: hash(keys, number, plain) }
}

/// Opens what [`seal`] made for the same record and field; what does not open is nothing, and is told to whoever runs
/// the house.
pub(crate) fn open(keys: &Keys, record: Id, number: i64, bytes: &[u8]) -> Option<String> {
    match keys.open(record, bytes) {
        Ok(text) => text.split_once(':').filter(|(of, _)| *of == number.to_string()).map(|(_, plain)| plain.to_owned()),
        Err(error) => {
            tracing::error!(%record, %error, "a sealed custom value");
            None
        }
    }
}

/// The value that stands in a row's sealed column, where there is one.
pub(crate) fn opened(keys: &Keys, record: Id, custom: &Custom, kind: FieldKind, bytes: Option<Vec<u8>>) -> Datum {
    let text = bytes.and_then(|bytes| open(keys, record, custom.number, &bytes));
    text.map_or(Datum::Empty, |text| Datum::of_plain(kind, &text))
}

/// What is bound for a value that is not sealed, and for one that is.
pub(super) fn columns(sealed: Option<SealedValue>) -> [Value; 2] {
    match sealed {
        Some(value) => [Some(value.bytes).into(), Some(value.hash).into()],
        None => [None::<Vec<u8>>.into(), None::<String>.into()],
    }
}

impl Field {
    /// Whether the field's values are kept sealed, or were: only whole values are matched, and the journal has none in
    /// full.
    pub fn is_sealed(&self) -> bool {
        match self.source {
            crate::Source::Sealed { .. } => true,
            crate::Source::Custom(custom) => custom.rest != Rest::Plain,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-07: a sealed value belongs to its record and its field, and equal ones meet within a field only.
    #[test]
    fn a_value_is_sealed_for_its_place() {
        let keys = Keys::from_secret(&[7; 32]);
        let (a, b) = (Id::from_u128(1), Id::from_u128(2));
        let value = seal(&keys, a, 3, "6222:021");
        assert_eq!(open(&keys, a, 3, &value.bytes).as_deref(), Some("6222:021"));
        assert_eq!(open(&keys, a, 4, &value.bytes), None, "another field");
        assert_eq!(open(&keys, b, 3, &value.bytes), None, "another record");
        assert!(!value.bytes.windows(4).any(|part| part == b"6222"));
        let again = seal(&keys, a, 3, "6222:021");
        assert!(again.hash == value.hash && again.bytes != value.bytes);
        assert_ne!(seal(&keys, a, 4, "6222:021").hash, value.hash);
    }
}
