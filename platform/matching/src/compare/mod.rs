//! How two values of a slot agree. Every comparison is symmetric and knows nothing of how rare a value is.

mod code;
mod name;
mod number;
mod place;

use crate::level::Level;
use crate::slot::Slot;
use crate::value::Value;

/// The agreement of two values of the same slot.
pub fn values(a: &Value, b: &Value) -> Level {
    debug_assert_eq!(a.slot, b.slot, "only values of one slot are compared");
    if a.text == b.text {
        return Level::Same;
    }
    match a.slot {
        Slot::Surname | Slot::Given => name::compare(a, b),
        Slot::Whole | Slot::Address | Slot::Address2 | Slot::Suburb => place::compare(a, b),
        Slot::Sex => Level::Differs,
        Slot::Birth => number::dates(a, b),
        Slot::Number => number::houses(a, b),
        Slot::Postcode | Slot::State => number::short_codes(a, b),
        Slot::Phone => code::phones(a, b),
        Slot::Email => code::emails(a, b),
        Slot::Plate => code::slips(a, b, 1),
        Slot::Vin => code::vins(a, b),
        Slot::IdNumber => code::id_numbers(a, b),
    }
}

/// Whether the value of one slot stands in another of the second record: surname and given name exchanged, or the lines
/// of an address.
pub fn crossed(a: &Value, b: &Value) -> bool {
    a.text == b.text || (a.is_han() && a.sound == b.sound)
}
