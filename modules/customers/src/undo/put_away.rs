//! Customers that an operation made are put away, at all stores at once.

use std::collections::{BTreeSet, HashMap};

use kernel::{DbError, Id, Tx};

use super::queries;
use crate::customer::search;
use crate::kind::CUSTOMER;
use crate::seams::{EngagementChange, EngagementEvent, Seams};

/// Puts them away with their engagements and search terms, and tells the followers. A fixed number of statements for
/// all, and some for the terms of each.
pub(super) async fn put_away(tx: &mut Tx<'_>, seams: &Seams, customers: &[Id]) -> Result<(), DbError> {
    let engagements = queries::engagements(tx.conn(), tx.tenant(), "customer_id", customers).await?;
    let mut phones: HashMap<Id, Vec<String>> = HashMap::new();
    for (customer, phone) in queries::numbers(tx.conn(), tx.tenant(), customers).await? {
        phones.entry(customer).or_default().push(phone);
    }
    let mut terms: HashMap<Id, BTreeSet<String>> = HashMap::new();
    for found in queries::findable(tx.conn(), tx.tenant(), customers).await? {
        let numbers = phones.remove(&found.id).unwrap_or_default();
        terms.insert(found.id, search::terms(&found.name, &found.number, numbers.iter().map(String::as_str)));
    }
    queries::put_away(tx, customers).await?;
    let mut changes = Vec::with_capacity(engagements.len());
    for customer in customers {
        let own: Vec<_> = engagements.iter().filter(|e| e.customer_id == *customer).collect();
        let anchors: Vec<Id> = own.iter().map(|e| e.id).collect();
        if let Some(terms) = terms.get(customer) {
            records::search::withdraw(tx, &CUSTOMER, &anchors, terms).await?;
        }
        let stores: Vec<Id> = own.iter().map(|e| e.store_id).collect();
        changes.extend(own.into_iter().map(|e| EngagementChange {
            event: EngagementEvent::Removed,
            engagement: e.id,
            customer: e.customer_id,
            store: e.store_id,
            owner: e.owner_id,
            path: e.path.clone(),
        }));
        tx.emit("customer.deleted.v1", "customer", *customer, serde_json::json!({ "stores": stores }));
    }
    seams.tell(tx, &changes).await
}
