//! People and organisations that have to do with a car.

use chrono::NaiveDate;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// What someone is to a car. Owner and driver differ (CUS-03): a company owns, an employee drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 车主: one at a time.
    Owner,
    /// 驾驶人.
    Driver,
    /// 付款人.
    Payer,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 3] = [Role::Owner, Role::Driver, Role::Payer];

    /// The stable name; the label key is `vehicle-role-owner`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Driver => "driver",
            Role::Payer => "payer",
        }
    }

    /// The role of a stable name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// A party to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewParty {
    /// The customer.
    pub customer: Id,
    /// What they are to the car.
    pub role: Role,
    /// Since when, where it is known.
    pub from: Option<NaiveDate>,
}

impl NewParty {
    /// The owner.
    pub fn owner(customer: Id) -> NewParty {
        NewParty { customer, role: Role::Owner, from: None }
    }

    /// A driver.
    pub fn driver(customer: Id) -> NewParty {
        NewParty { customer, role: Role::Driver, from: None }
    }
}

/// A party as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Party {
    /// Its id.
    pub id: Id,
    /// The vehicle.
    pub vehicle_id: Id,
    /// The customer.
    pub customer_id: Id,
    /// See [`Role`].
    pub role: String,
    /// The first day, where it is known.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer held; none while it does.
    pub valid_to: Option<NaiveDate>,
    /// When it was written down.
    pub created_at: Instant,
}
