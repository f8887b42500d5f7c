//! An arrival.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use crate::sources::Origin;

/// What an arrival came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new lead of somebody unknown.
    New,
    /// It joined the lead that was open.
    SameLead,
    /// A new lead of a customer who owns a car.
    Owner,
    /// A new lead of a customer.
    Known,
}

impl Outcome {
    /// The stable name; the label key is `lead-outcome-` and this, with dashes.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::New => "new",
            Outcome::SameLead => "same_lead",
            Outcome::Owner => "owner",
            Outcome::Known => "known",
        }
    }
}

/// An arrival to be written.
#[derive(Clone, Debug)]
pub struct NewArrival {
    /// The lead.
    pub lead: Id,
    /// See [`super::person`]; nobody else is counted with the lead where it is none.
    pub person: Option<String>,
    /// Whence.
    pub origin: Origin,
    /// What it came to.
    pub outcome: Outcome,
    /// The store wished.
    pub store: Option<Id>,
    /// The words as they came.
    pub raw: Option<String>,
    /// When.
    pub received_at: Instant,
}

/// An arrival as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Arrival {
    /// Its id.
    pub id: Id,
    /// The channel.
    pub channel: String,
    /// The name of the platform or campaign.
    pub source: Option<String>,
    /// Stable name of its [`Outcome`].
    pub outcome: String,
    /// The words as they came.
    pub raw: Option<String>,
    /// When.
    pub received_at: Instant,
}
