//! The ledger of arrivals (LEAD-01): every time a person arrives, whichever lead it made or joined. It is only ever added
//! to, so that one person is counted once and each source is credited.

mod model;
pub mod queries;

pub use model::{Arrival, NewArrival, Outcome};
pub(crate) use queries::{count, write};

use kernel::Keys;

/// What a person is counted by: a keyed hash of the number, else of WeChat, so that the ledger itself names nobody.
pub fn person(keys: &Keys, phone: Option<&str>, wechat: Option<&str>) -> Option<String> {
    match (phone, wechat) {
        (Some(phone), _) => Some(keys.hash("lead-phone", phone)),
        (None, Some(wechat)) => Some(keys.hash("lead-wechat", wechat)),
        (None, None) => None,
    }
}
