//! A change of a customer scores that customer anew, and nobody else.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};

use super::rescore::rescore;
use super::weights::Weights;
use crate::seams::Seams;

/// Listens to what happens to customers.
pub struct Follower(
    /// What other modules know of customers.
    pub Arc<Seams>,
);

/// Events taken together: an import leaves a hundred thousand.
const TOGETHER: usize = 100;

#[async_trait]
impl Consumer for Follower {
    fn name(&self) -> &'static str {
        "customers.duplicates"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            "customer.created.v1"
                | "customer.updated.v1"
                | "customer.deleted.v1"
                | "customer.restored.v1"
                | "customer.merged.v1"
                | "customer.unmerged.v1"
        )
    }

    fn together(&self) -> usize {
        TOGETHER
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        self.handle_all(tx, std::slice::from_ref(event)).await
    }

    async fn handle_all(&self, tx: &mut Tx<'_>, events: &[Event]) -> Result<(), DbError> {
        // A merge speaks of its survivor; the absorbed file is scored as well, to leave or to come back.
        let absorbed = |event: &Event| event.payload["absorbed"].as_str().and_then(|id| id.parse().ok());
        let customers: BTreeSet<Id> =
            events.iter().map(|event| event.subject).chain(events.iter().filter_map(absorbed)).collect();
        let weights = Weights::of(tx.conn(), tx.tenant()).await?;
        rescore(tx, &self.0, &weights, &customers.into_iter().collect::<Vec<_>>()).await
    }
}
