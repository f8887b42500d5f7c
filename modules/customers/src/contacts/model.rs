//! A person of an organisation.

use kernel::Id;
use sea_orm::FromQueryResult;

/// A contact as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// The organisation.
    pub customer_id: Id,
    /// The person's name.
    pub name: String,
    /// Their role (dictionary `contact-role`).
    pub role: Option<String>,
    /// Their number.
    pub phone: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their own file, where they are a customer themselves.
    pub linked_id: Option<Id>,
}

/// A contact to be added, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// The person's name.
    pub name: String,
    /// Their role.
    pub role: Option<String>,
    /// Their number.
    pub phone: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their own file.
    pub linked: Option<Id>,
}
