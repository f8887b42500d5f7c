//! What is asked for when someone's customers are handed over, as it stands with the operation.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::Id;
use serde::{Deserialize, Serialize};

/// To whom some of the customers of a store go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum To {
    /// To whoever of those named has the fewest.
    Even,
    /// To the pool of the store.
    Pool,
    /// To one colleague.
    One(Id),
}

impl To {
    /// As forms and scripts write it: `even`, `pool` or a person's id.
    pub fn read(text: &str) -> Option<To> {
        match text {
            "even" => Some(To::Even),
            "pool" => Some(To::Pool),
            id => id.parse().ok().map(To::One),
        }
    }

    /// As [`To::read`] reads it.
    pub fn text(self) -> String {
        match self {
            To::Even => "even".to_owned(),
            To::Pool => "pool".to_owned(),
            To::One(id) => id.to_string(),
        }
    }
}

/// How someone's customers of a store are to be given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreWish {
    /// Hot ones.
    pub hot: To,
    /// All others.
    pub rest: To,
    /// Among whom [`To::Even`] chooses, in this order where they have as many.
    pub among: Vec<Id>,
}

/// A store's part of the order: the wish with what each of those named had when it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorePart {
    /// The rule.
    pub wish: StoreWish,
    /// Customers of each of those among whom is shared, with what goes to them otherwise.
    pub loads: Vec<(Id, i64)>,
}

/// The order, kept as JSON with the operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who leaves.
    pub user: Id,
    /// Their name.
    pub name: String,
    /// Their last day.
    pub last_day: NaiveDate,
    /// Why; it stands in every customer's history.
    pub reason: Option<String>,
    /// By store.
    pub stores: BTreeMap<Id, StorePart>,
    /// Engagements given by hand.
    pub exceptions: BTreeMap<Id, Id>,
    /// Who has the shared views now.
    pub views_to: Option<Id>,
    /// Which ones.
    pub views: Vec<Id>,
}
