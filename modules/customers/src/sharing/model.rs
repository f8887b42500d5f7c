//! A share of an engagement.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// What the grantee may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareAccess {
    /// Look.
    Read,
    /// Look and change.
    Edit,
}

impl ShareAccess {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            ShareAccess::Read => "read",
            ShareAccess::Edit => "edit",
        }
    }

    /// The access of a stable name.
    pub fn from_name(name: &str) -> Option<ShareAccess> {
        [ShareAccess::Read, ShareAccess::Edit].into_iter().find(|a| a.name() == name)
    }
}

/// A share that holds, as shown.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Share {
    /// Its id.
    pub id: Id,
    /// The engagement shared.
    pub anchor_id: Id,
    /// The person or node.
    pub grantee_id: Id,
    /// Their name.
    pub grantee_name: Option<String>,
    /// `read` or `edit`.
    pub access: String,
    /// Until when.
    pub until: Option<Instant>,
    /// Since when.
    pub granted_at: Instant,
}

/// A share to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewShare {
    /// The customer.
    pub customer: Id,
    /// What which store knows is shared.
    pub store: Id,
    /// A person, team, department or store.
    pub grantee: Id,
    /// What they may do.
    pub access: ShareAccess,
    /// The first moment at which it no longer holds.
    pub until: Instant,
}
