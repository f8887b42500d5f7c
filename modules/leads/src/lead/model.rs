//! A lead as stored.

use kernel::scope::Place;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use super::machine::State;

/// A lead as commands need it: what is looked at before a change.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Lead {
    /// Its id.
    pub id: Id,
    /// `L000123`.
    pub number: String,
    /// The name, or how they are addressed.
    pub name: String,
    /// The number, in E.164 where it has that form.
    pub phone: Option<String>,
    /// Whether the number is a portal's privacy number: it expires and never tells duplicates.
    pub phone_virtual: bool,
    /// WeChat.
    pub wechat: Option<String>,
    /// How they came (dictionary `source`).
    pub channel: String,
    /// By which platform or campaign.
    pub source_id: Option<Id>,
    /// Whether that was paid for.
    pub paid: bool,
    /// Intention level (dictionary `customer-grade`).
    pub level: Option<String>,
    /// What they want, in words.
    pub model: Option<String>,
    /// What they want, in the catalogue.
    pub model_id: Option<Id>,
    /// City.
    pub city: Option<String>,
    /// District.
    pub district: Option<String>,
    /// What is said about them.
    pub remark: Option<String>,
    /// Stable name of its [`State`].
    pub state: String,
    /// The store; none is the head office.
    pub store_id: Option<Id>,
    /// Whose it is.
    pub owner_id: Option<Id>,
    /// Place in the organisation.
    pub path: String,
    /// When they arrived.
    pub received_at: Instant,
    /// Since when it is its owner's.
    pub assigned_at: Option<Instant>,
    /// When the next contact is due.
    pub due_at: Option<Instant>,
    /// When somebody is told that the first contact is late.
    pub alarm_at: Option<Instant>,
    /// How often somebody was told.
    pub alarms: i64,
    /// When they were first really reached.
    pub contacted_at: Option<Instant>,
    /// From whom it was taken.
    pub former_id: Option<Id>,
    /// When it came to the pool.
    pub pooled_at: Option<Instant>,
    /// The file, once there is one.
    pub customer_id: Option<Id>,
    /// How often they arrived.
    pub arrivals: i64,
    /// Its first owner, with whom it stands in figures.
    pub came_owner_id: Option<Id>,
    /// For optimistic locking.
    pub version: i64,
}

impl Lead {
    /// Its state. One that a later release left counts as closed: nothing is done with it.
    pub fn state(&self) -> State {
        State::from_name(&self.state).unwrap_or(State::Filed)
    }

    /// Where it stands, for row policy.
    pub fn place(&self) -> Place {
        Place { owner: self.owner_id, store: self.store_id, path: self.path.clone() }
    }
}
