//! How two customers stand to each other.

use chrono::NaiveDate;
use kernel::Id;
use sea_orm::FromQueryResult;

/// On which side of a relation a file stands: the referrer or the one referred, the company or its driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The file is what the kind's name says first.
    First,
    /// The file is on the other side.
    Second,
}

/// A relation as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Relation {
    /// Its id.
    pub id: Id,
    /// The first side: the referrer, the company.
    pub customer_id: Id,
    /// The second side: the one referred, the driver.
    pub other_id: Id,
    /// `family`, `referrer`, `company_driver`, `other`.
    pub kind: String,
    /// A word more.
    pub remark: Option<String>,
    /// The first day, if known.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

impl Relation {
    /// The side of a file, and the customer on the other one.
    pub fn seen_from(&self, customer: Id) -> (Side, Id) {
        if self.customer_id == customer { (Side::First, self.other_id) } else { (Side::Second, self.customer_id) }
    }
}

/// A relation to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRelation {
    /// The first side.
    pub customer: Id,
    /// The second side.
    pub other: Id,
    /// The kind.
    pub kind: String,
    /// A word more.
    pub remark: Option<String>,
    /// The first day.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}
