//! Giving a customer to someone by hand, with the reason.

use kernel::journal::Change;
use kernel::scope::Place;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use crate::customer::context;
use crate::engagements::Engagement;
use crate::engagements::lines::{self, Moved};
use crate::engagements::queries;
use crate::kind::CUSTOMER;
use crate::places;
use crate::seams::{EngagementChange, EngagementEvent, Seams};
use crate::timeline::{self, NewEntry};

/// To whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A person with a post in the store.
    Owner(Id),
    /// The pool of the store, or of a department or team inside it (CUS-16).
    Pool(Option<Id>),
}

/// Assigns a customer at a store that the actor may assign. Refuses `customer-owner-elsewhere` for people without a
/// post in the store, `customer-pool-elsewhere` likewise, and `customer-place-out-of-reach`.
pub async fn assign(
    tx: &mut Tx<'_>,
    seams: &Seams,
    customer: Id,
    store: Id,
    target: Target,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::Assign).await?;
    let mine = queries::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let engagement = mine.into_iter().find(|e| e.store_id == store).ok_or(Refusal::NotFound)?;
    let (owner, path) = match target {
        Target::Owner(owner) => (Some(owner), owner_path(tx, store, owner).await?),
        Target::Pool(node) => {
            let path = places::node_in(tx.conn(), tx.tenant(), node.unwrap_or(store), store).await?;
            (None, path.ok_or_else(|| Refusal::field("pool", "customer-pool-elsewhere"))?)
        }
    };
    within(tx, owner, store, &path)?;
    let by = By { rule: None, reason };
    move_to(tx, seams, &engagement, owner, path, by).await
}

/// Changes the owner as part of another change; needs the same permission.
pub(crate) async fn give(
    tx: &mut Tx<'_>,
    seams: &Seams,
    engagement: &Engagement,
    owner: Option<Id>,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let target = owner.map_or(Target::Pool(None), Target::Owner);
    assign(tx, seams, engagement.customer_id, engagement.store_id, target, reason).await
}

async fn owner_path(tx: &Tx<'_>, store: Id, owner: Id) -> Result<String, Refusal> {
    let found = places::owners(tx.conn(), tx.tenant(), store, &[owner], context(tx.now()).today).await?;
    found.into_iter().next().map(|o| o.path).ok_or_else(|| Refusal::field("owner", "customer-owner-elsewhere"))
}

fn within(tx: &Tx<'_>, owner: Option<Id>, store: Id, path: &str) -> Result<(), Refusal> {
    let place = Place { owner, store: Some(store), path: path.to_owned() };
    if places::within_reach(tx.scope(), Action::Assign, &place) {
        Ok(())
    } else {
        Err(Refusal::field("owner", "customer-place-out-of-reach"))
    }
}

/// How an owner came about.
pub(crate) struct By {
    /// The rule of the store that chose.
    pub rule: Option<Id>,
    /// Why, where a person says so.
    pub reason: Option<String>,
}

/// Moves an engagement to an owner or a pool: row, history, journal, timeline, followers, event.
pub(crate) async fn move_to(
    tx: &mut Tx<'_>,
    seams: &Seams,
    engagement: &Engagement,
    owner: Option<Id>,
    path: String,
    by: By,
) -> Result<(), Refusal> {
    if engagement.owner_id == owner && engagement.path == path {
        return Ok(());
    }
    let assigned = owner.map(|_| tx.now().0);
    let columns = vec![
        ("owner_id", owner.into()),
        ("path", path.as_str().into()),
        ("assigned_at", assigned.into()),
        ("touched_at", tx.now().into()),
    ];
    queries::change(tx, engagement.id, columns).await?;
    let (customer, store, from) = (engagement.customer_id, engagement.store_id, engagement.owner_id);
    let line = Moved {
        engagement: engagement.id,
        customer,
        store,
        from,
        to: owner,
        at: tx.now(),
        rule: by.rule,
        reason: by.reason.clone(),
    };
    lines::note_owners(tx, vec![line]).await?;
    let change = Change::of("owner", from.map(|o| o.to_string()), owner.map(|o| o.to_string()));
    tx.record_because("engagement", engagement.id, "assign", change.into_iter().collect(), by.reason.clone());
    let data = serde_json::json!({ "from": from, "to": owner, "rule": by.rule });
    let mut entry = NewEntry::at_store(store, path.clone(), "assignment").with(data.clone());
    entry.body = by.reason;
    timeline::write(tx, vec![(customer, entry)]).await?;
    let event = EngagementEvent::Moved { from_owner: from };
    seams.tell(tx, &[EngagementChange { event, engagement: engagement.id, customer, store, owner, path }]).await?;
    tx.emit(
        "customer.assigned.v1",
        "customer",
        customer,
        serde_json::json!({ "engagement": engagement.id, "store": store, "change": data }),
    );
    Ok(())
}
