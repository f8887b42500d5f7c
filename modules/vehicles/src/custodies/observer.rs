//! Follows engagements: a customer who goes to another consultant, comes to another store or leaves one takes the cars
//! along, in the same transaction.

use std::collections::BTreeSet;

use async_trait::async_trait;
use customers::CUSTOMER;
use customers::seams::{EngagementChange, EngagementEvent, EngagementObserver};
use kernel::{DbError, Id, Tx};

use super::{derive, queries};
use crate::vehicle::search;

/// How many changes a step looks at.
const STEP: usize = 300;

/// The part of vehicles in changes of engagements.
#[derive(Clone, Copy, Debug, Default)]
pub struct Follower;

#[async_trait]
impl EngagementObserver for Follower {
    async fn changed(&self, tx: &mut Tx<'_>, changes: &[EngagementChange]) -> Result<(), DbError> {
        for part in changes.chunks(STEP) {
            let customers: Vec<Id> = part.iter().map(|c| c.customer).collect::<BTreeSet<_>>().into_iter().collect();
            let vehicles = queries::vehicles_of(tx.conn(), tx.tenant(), &customers).await?;
            // Customers without a car, such as all that have just been made, cost one query.
            if vehicles.is_empty() {
                continue;
            }
            derive(tx, &vehicles).await?;
            follow_terms(tx, part, &customers).await?;
        }
        Ok(())
    }
}

/// A new engagement is found by the customer's cars too; one that was put away no longer is.
async fn follow_terms(tx: &Tx<'_>, changes: &[EngagementChange], customers: &[Id]) -> Result<(), DbError> {
    let terms = search::of_customers(tx.conn(), tx.tenant(), customers).await?;
    let mut rows = Vec::new();
    for change in changes {
        let Some(terms) = terms.get(&change.customer).filter(|t| !t.is_empty()) else { continue };
        match change.event {
            EngagementEvent::Created => {
                rows.extend(search::customer_rows(change.customer, change.engagement, change.store, terms))
            }
            EngagementEvent::Moved { .. } => {}
            EngagementEvent::Removed => {
                let anchors = [(change.engagement, Some(change.store))];
                records::search::reindex(tx, &CUSTOMER, change.customer, &anchors, terms, &BTreeSet::new()).await?;
            }
        }
    }
    records::search::write(tx, rows).await
}
