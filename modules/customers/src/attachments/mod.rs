//! The paper file 客户档案袋: photographed and scanned documents (CUS-17).

mod add;
mod model;
mod prepare;
pub mod queries;
mod store;
mod tidy;

pub(crate) use add::shows;
pub use add::{attach, find, identity, remove};
pub use model::{Attachment, NewAttachment};
pub use prepare::{LARGEST_SIDE, LARGEST_UPLOAD, Prepared, prepare};
pub use store::{keep, path};
pub use tidy::{TIDY, TidyJob};

/// Papers go along with their store.
pub(crate) const FOLLOWS: organisation::Follows = organisation::Follows::store("attachments.paths", "attachments");
