//! An address under which a work list can be subscribed to.

use kernel::{Id, Instant, Tenant};
use sea_orm::FromQueryResult;

/// A feed as stored, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Feed {
    /// Its tenant.
    pub tenant_id: Tenant,
    /// Its id.
    pub id: Id,
    /// Whose work list it is.
    pub user_id: Id,
    /// When it was opened.
    pub created_at: Instant,
    /// When a calendar asked last, to an hour.
    pub last_used_at: Option<Instant>,
}
