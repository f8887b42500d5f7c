//! A contact.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// A contact to be logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// By which way (dictionary `channel`).
    pub channel: String,
    /// How it came out (dictionary `lead-result`).
    pub result: String,
    /// What was said.
    pub content: Option<String>,
    /// When they are to be contacted next.
    pub next_at: Option<Instant>,
}

/// A contact as stored. Contacts are never changed.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// By which way.
    pub channel: String,
    /// How it came out.
    pub result: String,
    /// What was said.
    pub content: Option<String>,
    /// When they are to be contacted next.
    pub next_at: Option<Instant>,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by_name: String,
}

/// Whether somebody was really reached: an attempt leaves a lead as conspicuous as it was (domain.md §2.1).
pub fn is_real(result: &str) -> bool {
    matches!(result, "reached" | "replied")
}
