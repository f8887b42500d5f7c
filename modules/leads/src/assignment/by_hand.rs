//! Giving a lead to somebody, or to a store.

use kernel::scope::Place;
use kernel::{Action, Id, Tx};
use records::Refusal;

use crate::lead::invalid::editable;
use crate::lead::moves::{self, Step};
use crate::lead::{Act, Lead, State, places, search};
use crate::seams::Seams;
use crate::{LEAD, alarms};

/// Gives a lead to a person with a post in a store (the lead's, unless another is named), with the reason. The clock of
/// the first contact begins anew. Refuses `lead-owner-elsewhere` and `lead-place-out-of-reach`.
pub async fn assign(
    tx: &mut Tx<'_>,
    seams: &Seams,
    id: Id,
    store: Option<Id>,
    owner: Id,
    reason: Option<String>,
) -> Result<State, Refusal> {
    let mut lead = editable(tx, id, Action::Assign).await?;
    let store = store.or(lead.store_id).ok_or_else(|| Refusal::field("store", "field-required"))?;
    let found = places::owner(tx, store, owner).await?;
    within(tx, Some(found.id), store, &found.path)?;
    give(tx, seams, &mut lead, Given { act: Act::Assign, store, owner: found.id, path: found.path, rule: None, reason })
        .await
}

/// Sends a lead of the head office, or of another store within reach, to a store, whose turn it is then to give it to
/// somebody.
pub async fn send(tx: &mut Tx<'_>, id: Id, store: Id, rule: Option<Id>) -> Result<State, Refusal> {
    let mut lead = editable(tx, id, Action::Assign).await?;
    let store = customers::places::store(tx.conn(), tx.tenant(), &store.to_string()).await?;
    let store = store.ok_or_else(|| Refusal::field("store", "lead-store-unknown"))?;
    within(tx, None, store.id, &store.path)?;
    let step = Step { store: Some(store.id), rule, columns: vec![("path", store.path.into())], ..Step::default() };
    let to = moves::take(tx, &mut lead, Act::Send, step).await?;
    search::follow(tx, &lead, Some(store.id)).await?;
    tx.emit("lead.sent.v1", LEAD.name, id, serde_json::json!({ "store": store.id }));
    Ok(to)
}

fn within(tx: &Tx<'_>, owner: Option<Id>, store: Id, path: &str) -> Result<(), Refusal> {
    let place = Place { owner, store: Some(store), path: path.to_owned() };
    match places::within_reach(tx.scope(), Action::Assign, &place) {
        true => Ok(()),
        false => Err(Refusal::field("store", "lead-place-out-of-reach")),
    }
}

/// A giving.
pub(crate) struct Given {
    pub act: Act,
    pub store: Id,
    pub owner: Id,
    pub path: String,
    pub rule: Option<Id>,
    pub reason: Option<String>,
}

/// Gives a lead as it was read: compare and set. Permission is the caller's matter.
pub(crate) async fn give(tx: &mut Tx<'_>, seams: &Seams, lead: &mut Lead, given: Given) -> Result<State, Refusal> {
    let (due, _) = alarms::first_contact(tx, seams, Some(given.store), &given.path).await?;
    let columns = vec![
        ("path", given.path.into()),
        ("assigned_at", Some(tx.now().0).into()),
        ("due_at", Some(due.0).into()),
        ("alarm_at", Some(due.0).into()),
        ("alarms", 0_i64.into()),
        ("pooled_at", None::<i64>.into()),
    ];
    let step = Step {
        owner: Some(Some(given.owner)),
        store: Some(given.store),
        rule: given.rule,
        reason: given.reason,
        columns,
    };
    let (from, from_store) = (lead.owner_id, lead.store_id);
    let to = moves::take(tx, lead, given.act, step).await?;
    if from_store != Some(given.store) {
        search::follow(tx, lead, Some(given.store)).await?;
    }
    let told = serde_json::json!({ "owner": given.owner, "from": from, "store": given.store, "by": tx.scope().user() });
    tx.emit("lead.assigned.v1", LEAD.name, lead.id, told);
    Ok(to)
}
