//! A source as stored.

use kernel::Id;
use sea_orm::FromQueryResult;

/// Where a source stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 平台: Autohome, a list that was bought, a partner.
    Platform,
    /// 活动: one campaign on a platform.
    Campaign,
}

impl Level {
    /// Its number in the database; channels would be 1.
    pub fn number(self) -> i64 {
        match self {
            Level::Platform => 2,
            Level::Campaign => 3,
        }
    }
}

/// A platform or a campaign.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct LeadSource {
    /// Its id.
    pub id: Id,
    /// The platform of a campaign.
    pub parent_id: Option<Id>,
    /// See [`Level::number`].
    pub level: i64,
    /// The channel it stands below.
    pub channel: String,
    /// Its code: what feeds send.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether its leads were paid for: then a manager agrees before one of them is none.
    pub paid: bool,
    /// Whether it still brings leads.
    pub active: bool,
    /// For optimistic locking.
    pub version: i64,
}

/// A source as somebody wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The channel of a platform; a campaign has its platform's.
    pub channel: String,
    /// The platform of a campaign.
    pub parent: Option<Id>,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether its leads are paid for.
    pub paid: bool,
    /// Whether it brings leads.
    pub active: bool,
}
