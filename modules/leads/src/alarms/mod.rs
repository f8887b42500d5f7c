//! The clock of the first contact (domain.md §2.1): once late its owner is reminded, then the store's manager, then the
//! lead goes to the pool. Minutes are working minutes of the store ([`crate::clock`]).

mod job;
mod notices;

pub use job::{ALARMS, AlarmJob};
pub use notices::Tellings;

use kernel::{DbError, Id, Instant, Tx};
use organisation::settings::{keys, queries as settings};

use crate::seams::Seams;

/// When the first contact of a lead that is given out now is due, and how many minutes lie between the steps after that.
pub async fn first_contact(
    tx: &Tx<'_>,
    seams: &Seams,
    store: Option<Id>,
    path: &str,
) -> Result<(Instant, i64), DbError> {
    let minutes = settings::number(tx.conn(), tx.tenant(), path, keys::LEADS_FIRST_CONTACT).await?;
    let due = seams.working.after(tx, store, tx.now(), minutes).await?;
    Ok((due, minutes))
}
