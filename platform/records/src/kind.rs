//! The descriptor of a noun.

use crate::custom::Rest;

/// What sort of value a field holds: how it is read, checked, shown, masked, filtered and written to files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// A personal or organisation name.
    Name,
    /// A whole number.
    Integer,
    /// An amount in fen.
    Money,
    /// A calendar day.
    Date,
    /// A moment in UTC.
    Instant,
    /// Yes or no.
    Bool,
    /// A telephone number in E.164.
    Phone,
    /// A licence plate.
    Plate,
    /// A vehicle identification number.
    Vin,
    /// A resident identity number; stored sealed.
    ResidentId,
    /// A unified social credit code.
    Uscc,
    /// An e-mail address.
    Email,
    /// A code from a dictionary of base data.
    Choice(&'static str),
    /// Several codes from a dictionary of base data, separated by commas, each once.
    Choices(&'static str),
    /// Another record, shown by its label.
    Reference {
        /// The kind referred to.
        kind: &'static str,
        /// The table where its label stands.
        table: &'static str,
        /// The label's column.
        label: &'static str,
    },
    /// A distance in kilometres.
    Kilometres,
    /// A number from 0 to 100.
    Score,
}

/// Where the value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A column of the kind's table.
    Base(&'static str),
    /// A column of the kind's anchor: knowledge of one store.
    Anchor(&'static str),
    /// A sealed column of the kind's table with its keyed hash beside it.
    Sealed {
        /// The sealed bytes.
        column: &'static str,
        /// The keyed hash, for whole-value equality.
        hash: &'static str,
        /// The last four characters, for matching by tail.
        tail: &'static str,
    },
    /// A row of `custom_values`: a field that a house added itself ([`crate::custom`]).
    Custom(Custom),
}

/// Where the values of a custom field stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Custom {
    /// The field's number in its tenant.
    pub number: i64,
    /// The column of `custom_values`.
    pub column: &'static str,
    /// Whether a record may have several.
    pub several: bool,
    /// How its values stand there.
    pub rest: Rest,
}

impl Custom {
    /// The value as an expression of SQL, for the record that `record` names under `alias`.
    pub(crate) fn expression(&self, alias: &str, record: &str) -> String {
        let column = self.column;
        let what = match self.several {
            true => format!("string_agg(cv.{column}, ',' ORDER BY cv.place)"),
            false => format!("cv.{column}"),
        };
        self.of_record(&what, alias, record)
    }

    /// The sealed value, where there may be one.
    pub(crate) fn sealed_expression(&self, alias: &str, record: &str) -> Option<String> {
        (self.rest != Rest::Plain).then(|| self.of_record("cv.sealed_value", alias, record))
    }

    fn of_record(&self, what: &str, alias: &str, record: &str) -> String {
        let number = self.number;
        format!(
            "(SELECT {what} FROM custom_values cv WHERE cv.tenant_id = {alias}.tenant_id AND cv.record_id = {alias}.{record} AND cv.field = {number})"
        )
    }
}

/// How sensitive a field is (字段分级). A role's defaults go by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Business facts.
    Public,
    /// About a person.
    Personal,
    /// Identity numbers and the like (PIPL art. 28).
    Sensitive,
    /// Cost, margin.
    Commercial,
}

impl Class {
    /// The stable name, also in label keys (`class-personal`).
    pub fn name(self) -> &'static str {
        match self {
            Class::Public => "public",
            Class::Personal => "personal",
            Class::Sensitive => "sensitive",
            Class::Commercial => "commercial",
        }
    }

    /// All of them, the most open first.
    pub const ALL: [Class; 4] = [Class::Public, Class::Personal, Class::Sensitive, Class::Commercial];

    /// The class of a stable name.
    pub fn from_name(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == name)
    }
}

/// What a field is good for; a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uses(pub u16);

impl Uses {
    /// May stand as a column of a list.
    pub const LIST: Uses = Uses(1);
    /// May be filtered by.
    pub const FILTER: Uses = Uses(2);
    /// Stands in forms and may be written through the API.
    pub const FORM: Uses = Uses(4);
    /// May be a target of an import column.
    pub const IMPORT: Uses = Uses(8);
    /// May be taken out.
    pub const EXPORT: Uses = Uses(16);
    /// Must have a value.
    pub const REQUIRED: Uses = Uses(32);
    /// Stands in a list unless the reader chose otherwise.
    pub const DEFAULT: Uses = Uses(64);
    /// Belongs to the two or three facts that a phone's card shows.
    pub const CARD: Uses = Uses(128);
    /// Is found by the beginning of its value; of custom fields only, others have terms (`crate::search`).
    pub const SEARCH: Uses = Uses(256);

    /// Whether all bits of `other` are set.
    pub const fn has(self, other: Uses) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    pub const fn and(self, other: Uses) -> Uses {
        Uses(self.0 | other.0)
    }
}

/// One field of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the API, in filters and in label keys (`customer-phone`).
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Where it stands.
    pub source: Source,
    /// How sensitive it is.
    pub class: Class,
    /// What it is good for.
    pub uses: Uses,
    /// The column of the anchor that orders a list by this field. Such a column is indexed behind owner, store and
    /// tenant, and is the only way to sort.
    pub sort: Option<&'static str>,
    /// The column that orders by this field may be null: it orders only lists whose filters leave out what has no value.
    pub sort_filled: bool,
    /// Words that people gave it ([`kernel::words::own`]), in place of those of a module.
    pub words: Option<&'static str>,
    /// What stands below it in forms, in words that people gave it.
    pub hint: Option<&'static str>,
}

impl Field {
    /// A field in a column of the same name, public, in lists, filters and exports.
    pub const fn new(name: &'static str, kind: FieldKind) -> Field {
        Field {
            name,
            kind,
            source: Source::Base(name),
            class: Class::Public,
            uses: Uses::LIST.and(Uses::FILTER).and(Uses::EXPORT),
            sort: None,
            sort_filled: false,
            words: None,
            hint: None,
        }
    }

    /// Stands somewhere else than in the base column of its name.
    pub const fn from(mut self, source: Source) -> Field {
        self.source = source;
        self
    }

    /// Stands in the anchor, in the column of its name.
    pub const fn on_anchor(mut self) -> Field {
        self.source = Source::Anchor(self.name);
        self
    }

    /// Is of another class.
    pub const fn class(mut self, class: Class) -> Field {
        self.class = class;
        self
    }

    /// Is also good for something more.
    pub const fn also(mut self, uses: Uses) -> Field {
        self.uses = self.uses.and(uses);
        self
    }

    /// Is good for just this.
    pub const fn only(mut self, uses: Uses) -> Field {
        self.uses = uses;
        self
    }

    /// Orders lists by this column of the anchor, which is never null.
    pub const fn sorted_by(mut self, column: &'static str) -> Field {
        self.sort = Some(column);
        self
    }

    /// Orders lists of what has a value by this column of the anchor.
    pub const fn sorted_when_filled(mut self, column: &'static str) -> Field {
        self.sort_filled = true;
        self.sorted_by(column)
    }
}

/// Where ownership of a noun stands: the table that row policy and lists run on. It has the columns `tenant_id`, `id`,
/// `store_id`, `owner_id`, `path`, `deleted_at` and the columns that lists are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The table; the kind's own one for nouns that belong to one place.
    pub table: &'static str,
    /// Its column that names the record (`id` in the kind's own table).
    pub record: &'static str,
}

/// A noun, described once.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// `customer`: in permissions, journal, label keys.
    pub name: &'static str,
    /// `customers`: in addresses and the API.
    pub collection: &'static str,
    /// Its table, with the columns `tenant_id`, `id`, `version`, `deleted_at`.
    pub table: &'static str,
    /// Where its ownership stands.
    pub anchor: Anchor,
    /// A fixed condition on the anchor `a`, where the table holds more than this noun.
    pub only: Option<&'static str>,
    /// Its fields.
    pub fields: &'static [Field],
    /// The field that names a record to people.
    pub title: &'static str,
    /// The field that orders a list by itself, descending when it begins with `-`.
    pub default_sort: &'static str,
    /// Whether list and detail pages of the house are offered under `/collection`.
    pub pages: bool,
}

impl Kind {
    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Whether ownership stands in another table, so that one record may have several anchors.
    pub fn has_own_anchor(&self) -> bool {
        self.anchor.table != self.table
    }

    /// The fields that a use is meant for.
    pub fn fields_for(&self, uses: Uses) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(move |f| f.uses.has(uses))
    }

    /// The label key of a field.
    pub fn label(&self, field: &str) -> String {
        let own = if crate::custom::is_custom(field) { self.field(field) } else { None };
        match own.and_then(|f| f.words) {
            Some(words) => words.to_owned(),
            None => format!("{}-{}", self.name, field.replace('_', "-")),
        }
    }

    /// The key of what stands below a field in forms, where there are words for it.
    pub fn hint(&self, field: &str) -> String {
        let own = if crate::custom::is_custom(field) { self.field(field) } else { None };
        match own {
            Some(own) => own.hint.unwrap_or_default().to_owned(),
            None => format!("{}-hint", self.label(field)),
        }
    }

    /// The fields that the house added itself.
    pub fn custom_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|f| matches!(f.source, Source::Custom(_)))
    }
}
