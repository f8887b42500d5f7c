//! How much comes in by a web form in an hour: a little from one address, more from all together.

use std::net::IpAddr;

use kernel::{DbError, Tx};

use super::model::LeadForm;
use super::queries;

/// Seconds in which so many are taken.
const SPAN: i64 = 3_600;
/// From one address; a family, or a few visitors of a store, sit behind one.
pub(super) const ADDRESS: i64 = 10;
/// From all addresses.
const ALL: i64 = 600;

/// What became of one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is counted.
    Counted,
    /// It is too many; so many seconds are to be waited.
    Wait(u64),
}

/// Counts one more. Nodes keep nothing in memory, so it does not matter which of them is asked.
pub async fn take(tx: &Tx<'_>, form: &LeadForm, address: Option<IpAddr>) -> Result<Taken, DbError> {
    let ended = tx.now().plus_seconds(-SPAN);
    queries::forget(tx, ended).await?;
    let address = address.map(|a| tx.keys().hash("lead-form", &a.to_string())).unwrap_or_else(|| "-".into());
    for (key, most) in [(address.as_str(), ADDRESS), ("", ALL)] {
        let (taken, began) = queries::count(tx, form.id, key, ended).await?;
        if taken > most {
            let wait = (began.plus_seconds(SPAN).0 - tx.now().0).div_euclid(1_000_000) + 1;
            return Ok(Taken::Wait(wait.clamp(1, SPAN) as u64));
        }
    }
    Ok(Taken::Counted)
}
