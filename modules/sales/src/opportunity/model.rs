//! What an opportunity is: the stored row, and one to be opened.

use chrono::NaiveDate;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use super::states::State;

/// The opportunity as commands need it, without policy: the caller has shown that it may be seen.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Opportunity {
    /// Its id.
    pub id: Id,
    /// `S000123`.
    pub number: String,
    /// Whose it is.
    pub customer_id: Id,
    /// At which store.
    pub store_id: Id,
    /// The consultant; none is nobody yet.
    pub owner_id: Option<Id>,
    /// Where it stands in the organisation.
    pub path: String,
    /// See [`State`].
    pub state: String,
    /// The stage, by its code.
    pub stage: String,
    /// The level, by its code.
    pub level: String,
    /// Models of interest, as shown.
    pub models: Option<String>,
    /// When a purchase is expected.
    pub expected_on: Option<NaiveDate>,
    /// What it may come to, in fen.
    pub amount: Option<i64>,
    /// How they came (dictionary `source`).
    pub source: Option<String>,
    /// When the next contact is due.
    pub next_on: Option<NaiveDate>,
    /// Why it was lost (dictionary `lost-reason`).
    pub reason: Option<String>,
    /// What was bought instead.
    pub competitor: Option<String>,
    /// How that is known.
    pub evidence: Option<String>,
    /// Who asked that it be closed as lost.
    pub asked_by: Option<Id>,
    /// Until when it sleeps.
    pub wake_on: Option<NaiveDate>,
    /// The lost one that it takes up again.
    pub before_id: Option<Id>,
    /// A remark.
    pub remark: Option<String>,
    /// Since when it stands in its stage.
    pub stage_at: Instant,
    /// The last contact.
    pub touched_at: Instant,
    /// When it ended.
    pub closed_at: Option<Instant>,
    /// When it was opened.
    pub created_at: Instant,
    /// For optimistic locking.
    pub version: i64,
}

impl Opportunity {
    /// The state; one that a later release wrote is as good as closed.
    pub fn state(&self) -> State {
        State::from_name(&self.state).unwrap_or(State::Merged)
    }
}

/// An opportunity to be opened. Permission is the caller's matter; codes are checked already.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOpportunity {
    /// Whose.
    pub customer: Id,
    /// At which store; the customer has an engagement with it.
    pub store: Id,
    /// The stage it begins in; the first where it is none.
    pub stage: Option<String>,
    /// The level; unrated where it is none.
    pub level: Option<String>,
    /// Models of interest: names, separated as people separate them.
    pub models: Option<String>,
    /// When a purchase is expected; as the level says where it is none.
    pub expected_on: Option<NaiveDate>,
    /// What it may come to, in fen.
    pub amount: Option<i64>,
    /// How they came.
    pub source: Option<String>,
    /// The source among the sources of leads.
    pub source_id: Option<Id>,
    /// The lead it comes from.
    pub lead: Option<Id>,
    /// When the next contact is due; as the level says where it is none.
    pub next_on: Option<NaiveDate>,
    /// The lost one that it takes up again.
    pub before: Option<Id>,
    /// A remark.
    pub remark: Option<String>,
    /// When it was opened, where that was before now.
    pub at: Option<Instant>,
}

impl NewOpportunity {
    /// Of a customer at a store, of which nothing more is known.
    pub fn new(customer: Id, store: Id) -> NewOpportunity {
        NewOpportunity {
            customer,
            store,
            stage: None,
            level: None,
            models: None,
            expected_on: None,
            amount: None,
            source: None,
            source_id: None,
            lead: None,
            next_on: None,
            before: None,
            remark: None,
            at: None,
        }
    }
}

/// The number that people read out.
pub(crate) fn number(serial: i64) -> String {
    format!("S{serial:06}")
}
