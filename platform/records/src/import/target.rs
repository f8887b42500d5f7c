//! What a column may be mapped to.

use kernel::{Access, Lang, Scope};
use serde::{Deserialize, Serialize};

use super::vocabulary;
use crate::{Field, FieldKind, Kind, Uses, custom};

/// An identifier by which a row is recognised, in the order in which they are trusted unless someone chose otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// A telephone number.
    Phone,
    /// A vehicle identification number.
    Vin,
    /// A licence plate.
    Plate,
    /// A resident identity number, or an organisation's credit code.
    IdNumber,
}

impl Key {
    /// All of them, in the order of trust.
    pub const ALL: [Key; 4] = [Key::Phone, Key::Vin, Key::Plate, Key::IdNumber];

    /// The stable name (`phone`, `vin`, `plate`, `id_number`).
    pub fn name(self) -> &'static str {
        match self {
            Key::Phone => "phone",
            Key::Vin => "vin",
            Key::Plate => "plate",
            Key::IdNumber => "id_number",
        }
    }

    /// The key of a stable name.
    pub fn from_name(name: &str) -> Option<Key> {
        Key::ALL.into_iter().find(|k| k.name() == name)
    }

    /// All keys with this one first.
    pub fn first(self) -> Vec<Key> {
        std::iter::once(self).chain(Key::ALL.into_iter().filter(|k| *k != self)).collect()
    }
}

/// Something a column may mean: a field of the noun itself or of a noun that hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Noun and field: `customer.phone`, `vehicle.vin`, `visit.at`.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: FieldKind,
    /// The key that its values serve as.
    pub key: Option<Key>,
    /// Whether several columns of a sheet may mean it (telephone 1 and 2, remarks).
    pub several: bool,
    /// Of a custom field: its words ([`kernel::words::own`]), and the spellings that mean it.
    pub own: Option<(&'static str, &'static [&'static str])>,
}

impl Target {
    /// A target that is no key and stands once.
    pub const fn new(name: &'static str, kind: FieldKind) -> Target {
        Target { name, kind, key: None, several: false, own: None }
    }

    /// The targets of a noun's custom fields, as far as someone may write them: a column that bears a field's words in
    /// either language, or its name, means it.
    pub fn custom(kind: &'static Kind, scope: &Scope) -> Vec<Target> {
        let open = |field: &&Field| {
            field.uses.has(Uses::IMPORT) && scope.field_at_best(kind.name, field.name) > Access::Hidden
        };
        let fields = kind.custom_fields().filter(open);
        fields
            .map(|field| {
                let words = field.words.unwrap_or(field.name);
                let both = [Lang::ZhCn, Lang::En].map(|lang| kernel::words::own_text(lang, words));
                let mut spellings: Vec<&'static str> = both.into_iter().flatten().collect();
                spellings.push(field.name);
                Target {
                    own: Some((words, custom::spellings(&spellings))),
                    ..Target::new(custom::text(&format!("{}.{}", kind.name, field.name)), field.kind)
                }
            })
            .collect()
    }

    /// Its values serve as a key.
    pub const fn key(mut self, key: Key) -> Target {
        self.key = Some(key);
        self
    }

    /// Several columns may mean it.
    pub const fn several(mut self) -> Target {
        self.several = true;
        self
    }

    /// The key of its label: `import-target-customer-phone`.
    pub fn label(&self) -> String {
        if let Some((words, _)) = self.own {
            return words.to_owned();
        }
        format!("import-target-{}", self.name.replace(['.', '_'], "-"))
    }

    /// The noun it belongs to (`customer`), under which choices are grouped.
    pub fn noun(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(noun, _)| noun)
    }

    /// Spellings of column names that mean it.
    pub fn spellings(&self) -> &'static [&'static str] {
        self.own.map_or_else(|| vocabulary::spellings(self.name), |(_, spellings)| spellings)
    }

    /// As a field, for reading its cells.
    pub(super) fn field(&self) -> Field {
        Field::new(self.name, self.kind)
    }
}
