//! Consents per purpose and channel, append-only (CUS-11; PIPL art. 13–15).

mod model;
pub(crate) mod queries;
mod record;

pub use model::{Consent, NewConsent, current};
pub use record::record;
