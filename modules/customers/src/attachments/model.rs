//! A document on a record.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// An attachment as stored; the bytes stand in the file store under their digest.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Attachment {
    /// Its id.
    pub id: Id,
    /// Kind of the record it belongs to.
    pub record_kind: String,
    /// The record.
    pub record_id: Id,
    /// Whose paper it is; none is the head office's.
    pub store_id: Option<Id>,
    /// The file's name.
    pub name: String,
    /// Its type by content.
    pub mime: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes, hexadecimal.
    pub digest: String,
    /// Width in pixels, of images.
    pub width: Option<i64>,
    /// Height in pixels, of images.
    pub height: Option<i64>,
    /// What it is (dictionary `document-purpose`).
    pub purpose: Option<String>,
    /// Who added it, if it was a person.
    pub made_by: Option<Id>,
    /// Their name.
    pub made_by_name: String,
    /// When.
    pub at: Instant,
}

impl Attachment {
    /// Whether it shows an identity number, so that it is closed to those from whom that is hidden.
    pub fn is_identity(&self) -> bool {
        matches!(self.purpose.as_deref(), Some("identity" | "driving-licence"))
    }
}

/// What is said of a document when it is added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAttachment {
    /// Kind of the record.
    pub record_kind: &'static str,
    /// The record.
    pub record: Id,
    /// Whose paper it is.
    pub store: Option<Id>,
    /// Place in the organisation.
    pub path: String,
    /// The name of the file as uploaded.
    pub name: String,
    /// What it is.
    pub purpose: Option<String>,
}
