//! Taking a lead from the pool, and bringing one there.

use kernel::{Action, Id, Tx};
use organisation::settings::{keys, queries as settings};
use records::Refusal;

use super::{may_take, queries};
use crate::LEAD;
use crate::assignment::{Given, give};
use crate::lead::invalid::editable;
use crate::lead::moves::{self, Step};
use crate::lead::{Act, Lead, State, places, queries as leads};
use crate::seams::Seams;

/// Takes a lead from the pool of a store where the actor works. Refuses `lead-claimed-already` when somebody was faster,
/// `lead-claims-spent` when the actor took as many as a day allows, and `lead-claim-too-soon` when it was taken from
/// them a short while ago.
pub async fn claim(tx: &mut Tx<'_>, seams: &Seams, id: Id) -> Result<State, Refusal> {
    let Some(me) = tx.scope().user() else { return Err(Refusal::Forbidden) };
    let mut lead = leads::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let store = lead.store_id.ok_or(Refusal::NotFound)?;
    let within = may_take(tx.scope(), lead.store_id, &lead.path);
    if !within {
        return Err(Refusal::NotFound);
    }
    if lead.state() != State::Pool {
        // Whoever may not see it learns no more than that it is gone.
        let mine = places::within_reach(tx.scope(), Action::See, &lead.place());
        return Err(if mine || lead.former_id.is_some() {
            Refusal::Rule("lead-claimed-already")
        } else {
            Refusal::NotFound
        });
    }
    let number = async |key| settings::number(tx.conn(), tx.tenant(), &lead.path, key).await;
    let (limit, cooldown) = (number(keys::LEADS_CLAIMS).await?, number(keys::LEADS_COOLDOWN).await?);
    let soon = lead.pooled_at.is_some_and(|at| at.plus_seconds(cooldown * 3_600) > tx.now());
    if lead.former_id == Some(me) && soon {
        return Err(Refusal::Rule("lead-claim-too-soon"));
    }
    let owner = places::owner(tx, store, me).await?;
    let day = tx.now().date_in(organisation::HOUSE_ZONE);
    if !queries::count(tx, me, day, limit).await? {
        return Err(Refusal::Rule("lead-claims-spent"));
    }
    let given = Given { act: Act::Claim, store, owner: me, path: owner.path, rule: None, reason: None };
    match give(tx, seams, &mut lead, given).await {
        Err(Refusal::Conflict(_)) => Err(Refusal::Rule("lead-claimed-already")),
        other => other,
    }
}

/// Brings a lead to the pool of its store by hand, with the reason.
pub async fn recall(tx: &mut Tx<'_>, id: Id, reason: Option<String>) -> Result<State, Refusal> {
    let mut lead = editable(tx, id, Action::Assign).await?;
    take_back(tx, &mut lead, reason).await
}

/// Brings a lead to the pool because nobody reached its person in time.
pub async fn recall_late(tx: &mut Tx<'_>, lead: &mut Lead) -> Result<State, Refusal> {
    take_back(tx, lead, None).await
}

async fn take_back(tx: &mut Tx<'_>, lead: &mut Lead, reason: Option<String>) -> Result<State, Refusal> {
    let store = lead.store_id.ok_or_else(|| Refusal::field("store", "field-required"))?;
    let found = customers::places::store(tx.conn(), tx.tenant(), &store.to_string()).await?;
    let path = found.map(|s| s.path).unwrap_or_else(|| lead.path.clone());
    let former = lead.owner_id;
    let columns = vec![
        ("path", path.clone().into()),
        ("former_id", former.into()),
        ("pooled_at", Some(tx.now().0).into()),
        ("assigned_at", None::<i64>.into()),
        ("due_at", None::<i64>.into()),
        ("alarm_at", None::<i64>.into()),
    ];
    let step = Step { owner: Some(None), reason, columns, ..Step::default() };
    let to = moves::take(tx, lead, Act::Recall, step).await?;
    lead.path = path;
    let told = serde_json::json!({ "former": former, "store": store, "by": tx.scope().user() });
    tx.emit("lead.recalled.v1", LEAD.name, lead.id, told);
    Ok(to)
}
