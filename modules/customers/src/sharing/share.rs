//! Sharing and ending a share.

use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::model::NewShare;
use super::queries;
use crate::engagements::{Engagement, queries as engagements};
use crate::kind::CUSTOMER;
use crate::places;
use crate::timeline::{self, NewEntry};

/// Shares what a store knows of a customer; a share with the same grantee is replaced. Whoever may edit the customer by
/// their own post may share it, and not those to whom it is only shared. Refuses `share-grantee-unknown` and
/// `share-until-past`.
pub async fn share(tx: &mut Tx<'_>, new: NewShare) -> Result<Id, Refusal> {
    let engagement = own(tx, new.customer, new.store).await?;
    if new.until <= tx.now() {
        return Err(Refusal::field("until", "share-until-past"));
    }
    if !queries::grantee_exists(tx.conn(), tx.tenant(), new.grantee).await? {
        return Err(Refusal::field("grantee", "share-grantee-unknown"));
    }
    if records::shares::named(tx.conn(), tx.tenant(), &[new.grantee]).await?.is_empty() {
        // The first share that names them: the powers of those it reaches are read anew.
        organisation::versions::raise(tx).await?;
    }
    queries::end(tx, engagement.id, new.grantee).await?;
    let id = tx.new_id();
    queries::insert(tx, id, engagement.id, &new).await?;
    let word = format!("{} {} {}", new.grantee, new.access.name(), new.until.rfc3339());
    tx.record("engagement", engagement.id, "share", Change::of("shares", None, Some(word)).into_iter().collect());
    let data = serde_json::json!({ "grantee": new.grantee, "access": new.access.name(), "until": new.until.rfc3339() });
    let entry = NewEntry::at_store(new.store, engagement.path.clone(), "share").with(data.clone());
    timeline::write(tx, vec![(new.customer, entry)]).await?;
    tx.emit("customer.shared.v1", "customer", new.customer, data);
    Ok(id)
}

/// Ends a share before its day.
pub async fn end(tx: &mut Tx<'_>, customer: Id, store: Id, grantee: Id) -> Result<(), Refusal> {
    let engagement = own(tx, customer, store).await?;
    if queries::end(tx, engagement.id, grantee).await? == 0 {
        return Err(Refusal::NotFound);
    }
    tx.record(
        "engagement",
        engagement.id,
        "unshare",
        Change::of("shares", Some(grantee.to_string()), None).into_iter().collect(),
    );
    tx.emit("customer.unshared.v1", "customer", customer, serde_json::json!({ "grantee": grantee, "store": store }));
    Ok(())
}

async fn own(tx: &Tx<'_>, customer: Id, store: Id) -> Result<Engagement, Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let mine = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let engagement = mine.into_iter().find(|e| e.store_id == store).ok_or(Refusal::NotFound)?;
    if places::within_reach(tx.scope(), Action::Edit, &engagement.place()) {
        Ok(engagement)
    } else {
        Err(Refusal::Forbidden)
    }
}
