//! Adding a store to a customer who is known already.

use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Input, Refusal, find};

use super::model::NewEngagement;
use super::queries;
use crate::customer::create::OWN_CHECK;
use crate::customer::{bulk, context, engagement_of, reading, search};
use crate::kind::CUSTOMER;
use crate::places;
use crate::seams::Seams;
use crate::timeline::{self, NewEntry};

/// Adds an engagement with a store to a customer within the actor's reach. The input may name `store` (else the home
/// store), `owner`, `class`, `grade`, `engagement_source`, `remark` and `next_contact_on`. The engagement's id is
/// returned. Refuses `customer-engaged-already`.
pub async fn engage(tx: &mut Tx<'_>, seams: &Seams, customer: Id, input: &Input) -> Result<Id, Refusal> {
    find::require(&Look::within(tx), &CUSTOMER, customer, Action::See).await?;
    let sheet =
        reading::read(&CUSTOMER, input, context(tx.now()), reading::Strictness::Exact).map_err(Refusal::Invalid)?;
    organisation::dictionaries::check(tx, &CUSTOMER, None, input, OWN_CHECK).await?;
    let home = tx.scope().powers.home_store.map(|id| id.to_string());
    let key = sheet.store.clone().or(home).ok_or_else(|| Refusal::field("store", "field-required"))?;
    let store = places::store(tx.conn(), tx.tenant(), &key)
        .await?
        .ok_or_else(|| Refusal::field("store", "customer-store-unknown"))?;
    let new = engagement_of(tx, &sheet, &store).await?;
    if queries::at_store(tx.conn(), tx.tenant(), customer, store.id).await?.is_some() {
        return Err(Refusal::field("store", "customer-engaged-already"));
    }
    add(tx, seams, customer, &new).await
}

/// Adds an engagement. Permission, and that the store does not know the customer yet, are the caller's matter.
pub(crate) async fn add(tx: &mut Tx<'_>, seams: &Seams, customer: Id, new: &NewEngagement) -> Result<Id, Refusal> {
    let store = new.store;
    let sort_key = queries::sort_key(tx.conn(), tx.tenant(), customer).await?.ok_or(Refusal::NotFound)?;
    let mut rows = queries::Rows::default();
    let id = rows.add(tx, customer, new, sort_key, tx.now());
    rows.write(tx).await?;
    search::renew_one(tx, customer, id, store, true).await?;
    timeline::write(tx, vec![(customer, NewEntry::at_store(store, new.path.clone(), "filed"))]).await?;
    tx.record("engagement", id, "create", vec![]);
    tx.emit("customer.engaged.v1", "customer", customer, serde_json::json!({ "engagement": id, "store": store }));
    seams.tell(tx, &[bulk::born(customer, id, new)]).await?;
    Ok(id)
}
