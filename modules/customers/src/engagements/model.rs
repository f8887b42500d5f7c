//! What an engagement is: what one store knows of a customer, and whose they are there.

use chrono::NaiveDate;
use kernel::scope::Place;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// An engagement as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Engagement {
    /// Its id: the anchor that policy and shares speak of.
    pub id: Id,
    /// The customer.
    pub customer_id: Id,
    /// The store.
    pub store_id: Id,
    /// Whose customer they are there; none is the pool.
    pub owner_id: Option<Id>,
    /// Path of the owner's post inside the store, of the pool's node, or of the store.
    pub path: String,
    /// Stable name of its class (dictionary `customer-class`).
    pub class: String,
    /// Intention level (dictionary `customer-grade`, domain.md §1.3).
    pub grade: Option<String>,
    /// How they came to this store.
    pub source: Option<String>,
    /// A remark of this store.
    pub remark: Option<String>,
    /// Since when they are the owner's.
    pub assigned_at: Option<Instant>,
    /// The last contact or change at this store.
    pub touched_at: Instant,
    /// When they are to be contacted next.
    pub next_contact_on: Option<NaiveDate>,
    /// Until when nobody else may take them over.
    pub protected_until: Option<Instant>,
    /// When the store came to know them.
    pub created_at: Instant,
    /// For optimistic locking.
    pub version: i64,
}

impl Engagement {
    /// Where it stands, for row policy.
    pub fn place(&self) -> Place {
        Place { owner: self.owner_id, store: Some(self.store_id), path: self.path.clone() }
    }
}

/// An engagement to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEngagement {
    /// The store.
    pub store: Id,
    /// See [`Engagement::path`].
    pub path: String,
    /// Whose customer they are; none is the pool.
    pub owner: Option<Id>,
    /// The assignment rule that chose the owner, if one did.
    pub rule: Option<Id>,
    /// Class.
    pub class: String,
    /// Grade.
    pub grade: Option<String>,
    /// How they came.
    pub source: Option<String>,
    /// A remark.
    pub remark: Option<String>,
    /// Next contact.
    pub next_contact_on: Option<NaiveDate>,
    /// When the store came to know them, where that was before now.
    pub at: Option<Instant>,
    /// The last contact, where that was before now.
    pub touched_at: Option<Instant>,
    /// Why, for the histories.
    pub reason: Option<String>,
}

impl NewEngagement {
    /// A suspect in a place's pool.
    pub fn new(store: Id, path: impl Into<String>) -> NewEngagement {
        NewEngagement {
            store,
            path: path.into(),
            owner: None,
            rule: None,
            class: "suspect".into(),
            grade: None,
            source: None,
            remark: None,
            next_contact_on: None,
            at: None,
            touched_at: None,
            reason: None,
        }
    }

    /// Of an owner whose post stands at `path`.
    pub fn owned_by(mut self, owner: Id, path: impl Into<String>) -> NewEngagement {
        self.owner = Some(owner);
        self.path = path.into();
        self
    }
}
