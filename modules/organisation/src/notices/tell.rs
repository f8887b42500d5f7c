//! Leaving notices.

use kernel::{DbError, Event, Tx};

use super::{NewNotice, queries};

/// Leaves notices after an event. However often the event is handled, each person gets one of a kind.
pub async fn tell(tx: &Tx<'_>, event: &Event, list: Vec<NewNotice>) -> Result<(), DbError> {
    queries::insert(tx, event.position, list).await
}
