//! A visit of a car to a store.

use kernel::{Fen, Id, Instant};
use sea_orm::FromQueryResult;

/// A visit as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Visit {
    /// Its id.
    pub id: Id,
    /// The vehicle.
    pub vehicle_id: Id,
    /// Who came, where it is known.
    pub customer_id: Option<Id>,
    /// The store.
    pub store_id: Id,
    /// The store's name.
    pub store_name: String,
    /// `service` or `sales`.
    pub kind: String,
    /// When.
    pub at: Instant,
    /// The store's own number of the paper.
    pub number: Option<String>,
    /// What the odometer showed, in km.
    pub km: Option<i64>,
    /// What was done.
    pub work: Option<String>,
    /// What it cost, in fen.
    pub amount: Option<i64>,
    /// Who received the customer.
    pub adviser: Option<String>,
}

/// A visit to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct NewVisit {
    /// The vehicle.
    pub vehicle: Id,
    /// Who came; their timeline gets an entry.
    pub customer: Option<Id>,
    /// The store.
    pub store: Id,
    /// The store's path.
    pub path: String,
    /// `service` or `sales`.
    pub kind: &'static str,
    /// When.
    pub at: Instant,
    /// The store's zone: the day of the odometer reading is the day there.
    pub zone: chrono_tz::Tz,
    /// The store's own number.
    pub number: Option<String>,
    /// Odometer in km.
    pub km: Option<i64>,
    /// What was done.
    pub work: Option<String>,
    /// What it cost.
    pub amount: Option<Fen>,
    /// Who received the customer.
    pub adviser: Option<String>,
}

impl NewVisit {
    /// A service visit of which only place and time are known.
    pub fn service(vehicle: Id, store: Id, path: impl Into<String>, at: Instant, zone: chrono_tz::Tz) -> NewVisit {
        NewVisit {
            vehicle,
            customer: None,
            store,
            path: path.into(),
            kind: "service",
            at,
            zone,
            number: None,
            km: None,
            work: None,
            amount: None,
            adviser: None,
        }
    }
}
