//! Opportunities stand where the customer's engagement stands: they go along when the customer is given to a colleague.
//! Their facts stay as they are.

use async_trait::async_trait;
use customers::seams::{EngagementChange, EngagementEvent, EngagementObserver};
use kernel::{DbError, Id, Tx};

use super::queries;

/// How many changes a step looks at.
const STEP: usize = 300;

/// The part of opportunities in changes of engagements.
#[derive(Clone, Copy, Debug, Default)]
pub struct Follower;

#[async_trait]
impl EngagementObserver for Follower {
    async fn changed(&self, tx: &mut Tx<'_>, changes: &[EngagementChange]) -> Result<(), DbError> {
        for part in changes.chunks(STEP) {
            let moved: Vec<&EngagementChange> =
                part.iter().filter(|c| matches!(c.event, EngagementEvent::Moved { .. })).collect();
            let customers: Vec<Id> = moved.iter().map(|c| c.customer).collect();
            if !queries::any_of(tx, &customers).await? {
                continue;
            }
            for change in moved {
                queries::stand(tx, change.customer, change.store, change.owner, &change.path).await?;
            }
        }
        Ok(())
    }
}
