//! What somebody who is filed can be recognised by.

use kernel::{Id, Keys};
use records::import::Key;

use super::model::KeyKind;
use crate::customer::NewCustomer;

/// The keys of one file to be made, or those that are added to one, each under the name of where it stands. Values are in their stored form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    list: Vec<(Place, String)>,
    /// The file itself, where there is one already.
    own: Option<Id>,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Phone,
    IdHash,
    Uscc,
    Wechat,
    Wecom,
    Car(Key),
}

impl Place {
    /// What kind of key it is.
    pub fn kind(self) -> KeyKind {
        match self {
            Place::Phone => KeyKind::Phone,
            Place::IdHash | Place::Uscc => KeyKind::Identity,
            Place::Wechat | Place::Wecom => KeyKind::Wechat,
            Place::Car(_) => KeyKind::Vehicle,
        }
    }
}

impl Entered {
    /// The keys of a customer to be made. Of numbers only mobile ones count: a switchboard is nobody's.
    pub fn of(keys: &Keys, new: &NewCustomer) -> Entered {
        let phones = new.phones.iter().filter(|p| !p.is_virtual && is_mobile(&p.phone));
        let mut list: Vec<(Place, String)> = phones.map(|p| (Place::Phone, p.phone.clone())).collect();
        list.extend(new.id_number.as_deref().map(|text| (Place::IdHash, keys.hash("id_number", text))));
        for (place, field) in [(Place::Uscc, "uscc"), (Place::Wechat, "wechat"), (Place::Wecom, "wecom")] {
            list.extend(new.facts.get_text(field).map(|text| (place, text.to_owned())));
        }
        Entered { list, own: None }
    }

    /// With a car's plate or VIN, normalised.
    pub fn with_car(mut self, key: Key, text: impl Into<String>) -> Entered {
        if matches!(key, Key::Plate | Key::Vin) {
            self.list.push((Place::Car(key), text.into()));
        }
        self
    }

    /// All keys in the order of trust.
    pub(super) fn list(&self) -> &[(Place, String)] {
        &self.list
    }

    /// The keys of a file that is there: itself is nobody else.
    pub(super) fn of_file(mut self, customer: Id) -> Entered {
        self.own = Some(customer);
        self
    }

    /// See [`Entered::of_file`].
    pub(super) fn own(&self) -> Option<Id> {
        self.own
    }
}

/// Whether a stored number is a Chinese mobile number: `+86` and eleven digits from 13 on.
fn is_mobile(phone: &str) -> bool {
    let Some(national) = phone.strip_prefix("+86") else { return false };
    let digits = national.as_bytes();
    digits.len() == 11
        && digits[0] == b'1'
        && (b'3'..=b'9').contains(&digits[1])
        && digits.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::Facts;
    use crate::phones::NewPhone;

    /// CUS-10: which keys count, in the order of trust; a name, a switchboard and a portal's number do not.
    #[test]
    fn keys_that_count() {
        let virtual_number = NewPhone { is_virtual: true, ..NewPhone::normal("+8617012345678") };
        let new = NewCustomer {
            facts: Facts::default().text("name", "王敏").text("wechat", "wm_1988").text("uscc", "91110000600037341L"),
            id_number: Some("11010519491231002X".into()),
            phones: vec![NewPhone::normal("+862150001234"), NewPhone::normal("+8613812345678"), virtual_number],
            ..NewCustomer::default()
        };
        let keys = Keys::from_secret(&[7; 32]);
        let entered = Entered::of(&keys, &new).with_car(Key::Plate, "沪A12345").with_car(Key::Phone, "no car");
        let kinds: Vec<KeyKind> = entered.list().iter().map(|(place, _)| place.kind()).collect();
        assert_eq!(kinds, [KeyKind::Phone, KeyKind::Identity, KeyKind::Identity, KeyKind::Wechat, KeyKind::Vehicle]);
        assert!(kinds.is_sorted());
        assert_eq!(entered.list()[0].1, "+8613812345678");
        assert!(!entered.list()[1].1.contains("1949"), "an identity number goes as its keyed hash");
    }
}
