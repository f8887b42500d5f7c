//! What a custom field is.

use kernel::{Id, Instant};

use super::rest::Rest;
use crate::{Class, FieldKind};

/// What the name of every custom field begins with: no field of the code does, so that an upgrade never meets one.
pub const PREFIX: &str = "x_";

/// Whether a name is that of a custom field, there or not.
pub fn is_custom(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// What a custom field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// A whole number.
    Integer,
    /// An amount.
    Money,
    /// A day.
    Date,
    /// Yes or no; neither until someone says so.
    Bool,
    /// A telephone number.
    Phone,
    /// One of its own choices.
    Choice,
    /// Any number of its own choices.
    Choices,
    /// A person of the house.
    User,
    /// A store of the house.
    Store,
}

impl Type {
    /// All of them, in the order of the form.
    pub const ALL: [Type; 11] = [
        Type::Text,
        Type::LongText,
        Type::Integer,
        Type::Money,
        Type::Date,
        Type::Bool,
        Type::Phone,
        Type::Choice,
        Type::Choices,
        Type::User,
        Type::Store,
    ];

    /// The stable name; the label key is `custom-type-long-text`.
    pub fn name(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::LongText => "long_text",
            Type::Integer => "integer",
            Type::Money => "money",
            Type::Date => "date",
            Type::Bool => "bool",
            Type::Phone => "phone",
            Type::Choice => "choice",
            Type::Choices => "choices",
            Type::User => "user",
            Type::Store => "store",
        }
    }

    /// The type of a stable name.
    pub fn from_name(name: &str) -> Option<Type> {
        Type::ALL.into_iter().find(|t| t.name() == name)
    }

    /// Whether it has choices of its own, kept as base data.
    pub fn has_choices(self) -> bool {
        matches!(self, Type::Choice | Type::Choices)
    }

    /// Whether values of it can be found by their beginning.
    pub fn is_searchable(self) -> bool {
        matches!(self, Type::Text | Type::Phone)
    }

    /// Whether values of it are sealed where the field is sensitive: what says something by itself. Days, choices, yes
    /// and no and references are few enough to be tried, so that a keyed hash would hide nothing.
    pub fn is_sealable(self) -> bool {
        matches!(self, Type::Text | Type::LongText | Type::Phone | Type::Integer | Type::Money)
    }

    /// Whether values of this type are values of the other as they stand, so that a field may become it at any time.
    pub fn widens_to(self, other: Type) -> bool {
        self == other
            || matches!(
                (self, other),
                (Type::Text, Type::LongText)
                    | (Type::Phone, Type::Text | Type::LongText)
                    | (Type::Choice, Type::Choices)
            )
    }

    /// The column of `custom_values` where it stands.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Type::Text | Type::LongText | Type::Phone | Type::Choice | Type::Choices => "text_value",
            Type::Integer | Type::Money => "number_value",
            Type::Date => "date_value",
            Type::Bool => "bool_value",
            Type::User | Type::Store => "id_value",
        }
    }

    /// What it is to the descriptor. `dictionary` holds its choices.
    pub(crate) fn kind(self, dictionary: &'static str) -> FieldKind {
        match self {
            Type::Text => FieldKind::Text,
            Type::LongText => FieldKind::LongText,
            Type::Integer => FieldKind::Integer,
            Type::Money => FieldKind::Money,
            Type::Date => FieldKind::Date,
            Type::Bool => FieldKind::Bool,
            Type::Phone => FieldKind::Phone,
            Type::Choice => FieldKind::Choice(dictionary),
            Type::Choices => FieldKind::Choices(dictionary),
            Type::User => FieldKind::Reference { kind: "user", table: "users", label: "name" },
            Type::Store => FieldKind::Reference { kind: "store", table: "nodes", label: "name" },
        }
    }
}

/// A custom field as it is defined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Definition {
    /// Its id, in the journal and in addresses.
    pub id: Id,
    /// Its number in the tenant: what its values bear.
    pub number: i64,
    /// The noun it belongs to.
    pub kind: String,
    /// Its name in the API, in filters and in files: [`PREFIX`] and a key.
    pub name: String,
    /// Its Chinese word.
    pub label_zh: String,
    /// Its English word.
    pub label_en: String,
    /// What stands below it in forms, in Chinese; may be empty.
    pub help_zh: String,
    /// The same in English.
    pub help_en: String,
    /// What it holds.
    pub what: Type,
    /// How sensitive it is.
    pub class: Class,
    /// Must have a value in forms and in the API. A row of a sheet that lacks it comes in with a warning.
    pub required: bool,
    /// Its values are found by the search box.
    pub searchable: bool,
    /// Its place among the fields of its noun.
    pub position: i64,
    /// Since when it is out of use; its values stay.
    pub retired_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
    /// Whether it is or was of a class whose values are sealed: some may still be.
    pub was_sealed: bool,
}

impl Definition {
    /// How its values stand in the database.
    pub fn rest(&self) -> Rest {
        match (self.what.is_sealable(), self.class == Class::Sensitive, self.was_sealed) {
            (true, true, _) => Rest::Sealed,
            (true, false, true) => Rest::Opened,
            _ => Rest::Plain,
        }
    }

    /// The dictionary of its choices.
    pub fn dictionary(&self) -> String {
        let key = self.name.strip_prefix(PREFIX).unwrap_or(&self.name);
        format!("x-{}-{}", self.kind, key.replace('_', "-"))
    }
}

/// What someone says about a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its key; empty for one made of its words.
    pub key: String,
    /// Its Chinese word.
    pub label_zh: String,
    /// Its English word; the Chinese one where it is empty.
    pub label_en: String,
    /// What stands below it in forms, in Chinese.
    pub help_zh: String,
    /// The same in English.
    pub help_en: String,
    /// What it holds.
    pub what: Type,
    /// How sensitive it is.
    pub class: Class,
    /// Must have a value.
    pub required: bool,
    /// Found by the search box.
    pub searchable: bool,
}
