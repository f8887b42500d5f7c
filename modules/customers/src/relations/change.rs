//! Adding and ending relations.

use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::model::NewRelation;
use super::queries;
use crate::customer::context;
use crate::kind::CUSTOMER;

/// The kinds there are.
const KINDS: [&str; 4] = ["family", "referrer", "company_driver", "other"];

/// Ties two customers. The actor edits the first or the second and sees the other one; one out of reach is unknown.
pub async fn add(tx: &mut Tx<'_>, new: NewRelation) -> Result<Id, Refusal> {
    let look = Look::within(tx);
    for side in [new.customer, new.other] {
        find::require(&look, &CUSTOMER, side, Action::See)
            .await
            .map_err(|_| Refusal::field("other", "field-unknown-record"))?;
    }
    if find::require(&look, &CUSTOMER, new.customer, Action::Edit).await.is_err() {
        find::require(&look, &CUSTOMER, new.other, Action::Edit).await?;
    }
    if new.customer == new.other {
        return Err(Refusal::field("other", "customer-relation-to-itself"));
    }
    if !KINDS.contains(&new.kind.as_str()) {
        return Err(Refusal::field("kind", "customer-relation-unknown"));
    }
    if new.valid_from.zip(new.valid_to).is_some_and(|(from, to)| to <= from) {
        return Err(Refusal::field("valid_to", "customer-relation-ends-early"));
    }
    let id = tx.new_id();
    queries::insert(tx, id, &new).await?;
    for (side, other) in [(new.customer, new.other), (new.other, new.customer)] {
        tx.record(
            "customer",
            side,
            "update",
            Change::of("relations", None, Some(other.to_string())).into_iter().collect(),
        );
    }
    Ok(id)
}

/// Ends a relation today.
pub async fn end(tx: &mut Tx<'_>, customer: Id, relation: Id) -> Result<(), Refusal> {
    find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let known = queries::find(tx.conn(), tx.tenant(), relation)
        .await?
        .filter(|r| r.customer_id == customer || r.other_id == customer)
        .ok_or(Refusal::NotFound)?;
    // A relation to someone out of reach does not show, so it cannot be ended either.
    find::require(&Look::within(tx), &CUSTOMER, known.seen_from(customer).1, Action::See)
        .await
        .map_err(|_| Refusal::NotFound)?;
    queries::end(tx, relation, context(tx.now()).today).await?;
    for (side, other) in [(known.customer_id, known.other_id), (known.other_id, known.customer_id)] {
        tx.record(
            "customer",
            side,
            "update",
            Change::of("relations", Some(other.to_string()), None).into_iter().collect(),
        );
    }
    Ok(())
}
