//! What a session is.

use kernel::{Id, Instant, Tenant};
use sea_orm::FromQueryResult;

/// A session as its owner sees it in the list.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Session {
    /// Its id.
    pub id: Id,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to five minutes.
    pub last_seen_at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
    /// Seconds of rest after which it ends.
    pub idle_seconds: i64,
    /// Where from.
    pub address: Option<String>,
    /// Which browser.
    pub agent: Option<String>,
}

/// How a session began, where it was not by a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedOn {
    /// At the group's provider ([`crate::sign_on`]).
    Provider,
    /// There with a second factor that counts here.
    Strongly,
}

impl SignedOn {
    /// The stable name in the database.
    pub fn name(self) -> &'static str {
        match self {
            SignedOn::Provider => "provider",
            SignedOn::Strongly => "strongly",
        }
    }
}

impl Session {
    /// Whether it still opens doors.
    pub fn is_live(&self, now: Instant) -> bool {
        is_live(now, self.last_seen_at, self.expires_at, self.idle_seconds)
    }
}

/// A session ends at its last day, or after a rest that is too long.
pub(super) fn is_live(now: Instant, last_seen_at: Instant, expires_at: Instant, idle_seconds: i64) -> bool {
    now < expires_at && now < last_seen_at.plus_seconds(idle_seconds)
}

/// Session, person and version of the organisation, as the gate reads them in one query.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Entrance {
    pub tenant_id: Tenant,
    pub user_id: Id,
    pub name: String,
    pub status: String,
    pub must_change_password: bool,
    pub lang: Option<String>,
    pub theme: Option<String>,
    pub version: Option<i64>,
    pub id: Id,
    pub last_seen_at: Option<Instant>,
    pub expires_at: Option<Instant>,
    pub idle_seconds: Option<i64>,
    pub store_id: Option<Id>,
    pub scopes: Option<String>,
    pub notices: i64,
    /// They have a confirmed second factor.
    pub second_factor: bool,
    /// How it began, where it was not by a password: [`SignedOn::name`].
    pub signed_on: Option<String>,
    /// As whom the session looks at the house, and until when.
    pub looking_as: Option<Id>,
    pub looking_until: Option<Instant>,
}
