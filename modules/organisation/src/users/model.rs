//! What a user is.

use kernel::scope::Place;
use kernel::{Id, Lang, Tenant};
use sea_orm::FromQueryResult;

/// A user as stored, without the password.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct User {
    /// Their tenant.
    pub tenant_id: Tenant,
    /// Their id.
    pub id: Id,
    /// The name they sign in with, in lower case.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// `active` or `disabled`.
    pub status: String,
    /// Until they have chosen a password of their own they hold no powers.
    pub must_change_password: bool,
    /// Language tag, if chosen.
    pub lang: Option<String>,
    /// Theme key, if chosen.
    pub theme: Option<String>,
    /// The store of their main post.
    pub store_id: Option<Id>,
    /// The path of their main post's node.
    pub path: String,
    /// For optimistic locking.
    pub version: i64,
}

impl User {
    /// Whether they may sign in.
    pub fn is_active(&self) -> bool {
        self.status == "active"
    }

    /// The language they chose.
    pub fn language(&self) -> Option<Lang> {
        self.lang.as_deref().and_then(Lang::from_tag)
    }

    /// Where they stand, for row policy: they own themselves.
    pub fn place(&self) -> Place {
        Place { owner: Some(self.id), store: self.store_id, path: self.path.clone() }
    }
}
