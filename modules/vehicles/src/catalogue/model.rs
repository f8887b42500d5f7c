//! What the catalogue holds.

use kernel::Id;
use sea_orm::FromQueryResult;

/// A sort of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// 品牌.
    Brand,
    /// 车系.
    Series,
    /// 车型.
    Model,
    /// 选装.
    Option,
    /// 颜色.
    Colour,
}

/// How a column of an entry is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A line of text.
    Text,
    /// An amount in fen.
    Money,
    /// A whole number.
    Number,
    /// Yes or no.
    Bool,
    /// `exterior` or `interior`.
    Part,
    /// A code of a dictionary.
    Choice(&'static str),
}

/// All nouns, from the top down.
pub const NAMES: [Noun; 5] = [Noun::Brand, Noun::Series, Noun::Model, Noun::Option, Noun::Colour];

impl Noun {
    /// The stable name, in addresses and label keys (`catalogue-brand`).
    pub fn name(self) -> &'static str {
        match self {
            Noun::Brand => "brand",
            Noun::Series => "series",
            Noun::Model => "model",
            Noun::Option => "option",
            Noun::Colour => "colour",
        }
    }

    /// The noun of a stable name.
    pub fn from_name(name: &str) -> Option<Noun> {
        NAMES.into_iter().find(|n| n.name() == name)
    }

    /// Its table.
    pub fn table(self) -> &'static str {
        match self {
            Noun::Brand => "brands",
            Noun::Series => "series",
            Noun::Model => "models",
            Noun::Option => "model_options",
            Noun::Colour => "colours",
        }
    }

    /// The column that names what it hangs on.
    pub fn parent_column(self) -> Option<&'static str> {
        match self {
            Noun::Brand => None,
            Noun::Series => Some("brand_id"),
            Noun::Model => Some("series_id"),
            Noun::Option | Noun::Colour => Some("model_id"),
        }
    }

    /// What it hangs on.
    pub fn parent(self) -> Option<Noun> {
        match self {
            Noun::Brand => None,
            Noun::Series => Some(Noun::Brand),
            Noun::Model => Some(Noun::Series),
            Noun::Option | Noun::Colour => Some(Noun::Model),
        }
    }

    /// What may hang on it.
    pub fn children(self) -> &'static [Noun] {
        match self {
            Noun::Brand => &[Noun::Series],
            Noun::Series => &[Noun::Model],
            Noun::Model => &[Noun::Option, Noun::Colour],
            Noun::Option | Noun::Colour => &[],
        }
    }

    /// Whether lists of it are sorted by a stored key.
    pub(super) fn sorted(self) -> bool {
        !matches!(self, Noun::Option | Noun::Colour)
    }

    /// The columns that people write besides `name`; the label key is `catalogue-field-` with the column's name.
    pub fn columns(self) -> &'static [(&'static str, Column)] {
        match self {
            Noun::Brand => &[("name_en", Column::Text), ("wmis", Column::Text)],
            Noun::Series => &[("name_en", Column::Text)],
            Noun::Model => &[
                ("code", Column::Text),
                ("model_year", Column::Number),
                ("power", Column::Choice("vehicle-power")),
                ("guide_price", Column::Money),
                ("on_sale", Column::Bool),
            ],
            Noun::Option => &[("code", Column::Text), ("price", Column::Money)],
            Noun::Colour => &[("code", Column::Text), ("part", Column::Part), ("price", Column::Money)],
        }
    }
}

/// A brand.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Brand {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// Maker codes of VINs that suggest it, separated by blanks.
    pub wmis: Option<String>,
    /// For optimistic locking.
    pub version: i64,
}

/// A series of a brand.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Series {
    /// Its id.
    pub id: Id,
    /// Its brand.
    pub brand_id: Id,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// For optimistic locking.
    pub version: i64,
}

/// A model of a series.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Model {
    /// Its id.
    pub id: Id,
    /// Its series.
    pub series_id: Id,
    /// Its name.
    pub name: String,
    /// The maker's code.
    pub code: Option<String>,
    /// Model year.
    pub model_year: Option<i64>,
    /// What drives it, in words.
    pub power: Option<String>,
    /// The maker's guide price in fen.
    pub guide_price: Option<i64>,
    /// Whether it is sold now.
    pub on_sale: bool,
    /// For optimistic locking.
    pub version: i64,
}

/// An option of a model.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct ModelOption {
    /// Its id.
    pub id: Id,
    /// Its model.
    pub model_id: Id,
    /// Its name.
    pub name: String,
    /// The maker's code.
    pub code: Option<String>,
    /// Its price in fen.
    pub price: Option<i64>,
    /// For optimistic locking.
    pub version: i64,
}

/// A colour of a model.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Colour {
    /// Its id.
    pub id: Id,
    /// Its model.
    pub model_id: Id,
    /// Its name.
    pub name: String,
    /// The maker's code.
    pub code: Option<String>,
    /// `exterior` or `interior`.
    pub part: String,
    /// Its surcharge in fen.
    pub price: Option<i64>,
    /// For optimistic locking.
    pub version: i64,
}
