//! A rule of assignment, as a store keeps it.

use kernel::Id;
use sea_orm::FromQueryResult;

use super::rules::{Conditions, Method};

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct AssignmentRule {
    /// Its id.
    pub id: Id,
    /// The store whose arrivals it gives out.
    pub store: Id,
    /// Its name.
    pub name: String,
    /// Rules are tried in this order; the first that fits chooses.
    pub position: i64,
    /// Whether it works.
    pub active: bool,
    /// What it is for.
    pub conditions: Conditions,
    /// How it chooses.
    pub method: Method,
    /// Whom it chooses from.
    pub owners: Vec<Id>,
    /// For optimistic locking.
    pub version: i64,
}

#[derive(FromQueryResult)]
pub(super) struct Stored {
    id: Id,
    store_id: Id,
    name: String,
    position: i64,
    active: bool,
    sources: Option<String>,
    districts: Option<String>,
    grades: Option<String>,
    method: String,
    owners: String,
    version: i64,
}

impl From<Stored> for AssignmentRule {
    fn from(s: Stored) -> AssignmentRule {
        let list = |text: Option<String>| text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default();
        AssignmentRule {
            id: s.id,
            store: s.store_id,
            name: s.name,
            position: s.position,
            active: s.active,
            conditions: Conditions { sources: list(s.sources), districts: list(s.districts), grades: list(s.grades) },
            method: Method::from_name(&s.method).unwrap_or(Method::RoundRobin),
            owners: serde_json::from_str(&s.owners).unwrap_or_default(),
            version: s.version,
        }
    }
}
