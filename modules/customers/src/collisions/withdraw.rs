//! A later file that is put away takes its case along: an import that is undone leaves no request behind.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};

use super::queries;
use crate::seams::{EngagementChange, EngagementEvent, EngagementObserver, Seams};

struct Withdrawals;

#[async_trait]
impl EngagementObserver for Withdrawals {
    async fn changed(&self, tx: &mut Tx<'_>, changes: &[EngagementChange]) -> Result<(), DbError> {
        let gone = changes.iter().filter(|change| change.event == EngagementEvent::Removed);
        let gone: Vec<Id> = gone.map(|change| change.engagement).collect();
        queries::withdraw(tx, &gone).await
    }
}

/// Follows engagements that are put away.
pub fn contribute(seams: &mut Seams) {
    seams.observers.push(Arc::new(Withdrawals));
}
