//! What a role is.

use kernel::{Id, Lang};
use sea_orm::FromQueryResult;

/// A role as stored, without its grants (those are in [`crate::powers::RoleSheet`]).
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Role {
    /// Its id.
    pub id: Id,
    /// Its stable code (`sales_consultant`).
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The role whose everything it has too.
    pub parent_id: Option<Id>,
    /// Every field of every kind, also those still to be invented.
    pub everything: bool,
    /// Came with the house; it may be changed but not removed.
    pub builtin: bool,
    /// Place in lists.
    pub position: i64,
    /// For optimistic locking.
    pub version: i64,
}

impl Role {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.name_zh,
            Lang::En => &self.name_en,
        }
    }
}
