//! The clock of the first contact: minutes that count, as the calendar of a store has them (domain.md §2: timers run on
//! the dealer's business calendar). Who knows calendars stands above or beside this module and is hung up by the app;
//! without them natural minutes count.

use async_trait::async_trait;
use kernel::{DbError, Id, Instant, Tx};

/// Who knows the working hours of stores.
#[async_trait]
pub trait Working: Send + Sync {
    /// The moment at which so many working minutes of a store have gone by since another moment; the minutes of the
    /// house where no store is named.
    async fn after(&self, tx: &Tx<'_>, store: Option<Id>, from: Instant, minutes: i64) -> Result<Instant, DbError>;
}

/// Every minute counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Natural;

#[async_trait]
impl Working for Natural {
    async fn after(&self, _tx: &Tx<'_>, _store: Option<Id>, from: Instant, minutes: i64) -> Result<Instant, DbError> {
        Ok(from.plus_seconds(minutes * 60))
    }
}
