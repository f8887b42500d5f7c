//! Asking for access to what the first store knows, and leaving it at that.

use kernel::{Id, Tx};
use records::Refusal;
use records::policy::Look;

use super::cases::{self, Case};
use super::model::{Between, State};
use super::{queries, rules};
use crate::timeline::{self, NewEntry};

/// The longest reason.
const REASON: usize = 500;

/// Asks: the owner of the first filing and the managers of that store are told. `wish` says that the customer themselves
/// asks for it. Refuses `collision-not-open`; a reason is required.
pub async fn ask(tx: &mut Tx<'_>, id: Id, wish: bool, reason: &str) -> Result<(), Refusal> {
    let case = mine(tx, id).await?;
    if !matches!(case.collision.state(), State::Open | State::Left) || case.collision.between() == Between::Dealers {
        return Err(Refusal::Rule("collision-not-open"));
    }
    let reason = reason_of(reason)?;
    let (now, scope) = (tx.now(), tx.scope());
    let changes = vec![
        ("state", State::Asked.name().into()),
        ("wish", wish.into()),
        ("asked_at", now.into()),
        ("asked_by_id", scope.user().into()),
        ("asked_by_name", scope.actor_name().into()),
        ("ask_reason", reason.as_str().into()),
    ];
    settle(tx, &case, changes, "ask").await?;
    told(tx, &case, "asked", Some(reason)).await?;
    tx.emit("collision.asked.v1", "collision", id, serde_json::json!({}));
    Ok(())
}

/// Leaves it at that: each store goes on with its own file.
pub async fn leave(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    let case = mine(tx, id).await?;
    if case.collision.state() != State::Open {
        return Err(Refusal::Rule("collision-not-open"));
    }
    settle(tx, &case, vec![("state", State::Left.name().into())], "leave").await
}

/// Appeals against a refusal: those who decide above both sides are told, and one of them judges. Refuses
/// `collision-not-declined`, and `collision-appeal-late` after three days or a second time (domain.md §2.3).
pub async fn appeal(tx: &mut Tx<'_>, id: Id, reason: &str) -> Result<(), Refusal> {
    let case = mine(tx, id).await?;
    let declined = &case.collision;
    let at = declined.decided_at.filter(|_| declined.state() == State::Declined);
    let at = at.ok_or(Refusal::Rule("collision-not-declined"))?;
    if rules::appeal_until(at, declined.appealed_at).is_none_or(|until| until <= tx.now()) {
        return Err(Refusal::Rule("collision-appeal-late"));
    }
    let reason = reason_of(reason)?;
    let changes = vec![
        ("state", State::Appealed.name().into()),
        ("appealed_at", tx.now().into()),
        ("appealed_by_name", tx.scope().actor_name().into()),
        ("appeal_reason", reason.as_str().into()),
        ("refused_at", at.into()),
        ("refused_by_id", declined.decided_by_id.into()),
        ("refused_by_name", declined.decided_by_name.clone().into()),
        ("refuse_reason", declined.decide_reason.clone().into()),
        ("decided_at", None::<kernel::Instant>.map(|at| at.0).into()),
        ("decided_by_id", None::<Id>.into()),
        ("decided_by_name", None::<String>.into()),
        ("decide_reason", None::<String>.into()),
    ];
    settle(tx, &case, changes, "appeal").await?;
    told(tx, &case, "appealed", Some(reason)).await?;
    tx.emit("collision.appealed.v1", "collision", id, serde_json::json!({}));
    Ok(())
}

/// A case on whose later side the actor stands.
pub(super) async fn mine(tx: &Tx<'_>, id: Id) -> Result<Case, Refusal> {
    cases::one(&Look::within(tx), id).await?.filter(Case::is_mine).ok_or(Refusal::NotFound)
}

/// A reason in its limits.
pub(super) fn reason_of(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::field("reason", "field-required")),
        n if n > REASON => Err(Refusal::field("reason", "field-too-long")),
        _ => Ok(text.to_owned()),
    }
}

/// Changes a case with its line in the journal. What people wrote to each other stays in the case.
pub(super) async fn settle(
    tx: &mut Tx<'_>,
    case: &Case,
    changes: Vec<(&str, kernel::Value)>,
    action: &'static str,
) -> Result<(), Refusal> {
    if !queries::change(tx, &case.collision, changes).await? {
        return Err(Refusal::Conflict(case.collision.version + 1));
    }
    tx.record("collision", case.collision.id, action, vec![]);
    Ok(())
}

/// Writes what happened on the timelines of both files, each for its own store.
pub(super) async fn told(tx: &Tx<'_>, case: &Case, step: &str, body: Option<String>) -> Result<(), Refusal> {
    let Some(whole) = queries::whole(tx.conn(), tx.tenant(), case.collision.id).await? else { return Ok(()) };
    let entry = |store: Id, path: &str, side: &str| NewEntry {
        body: body.clone(),
        ..NewEntry::at_store(store, path, "collision").with(serde_json::json!({ "step": step, "side": side }))
    };
    let mut own = entry(case.collision.store_id, &whole.own_path, "own");
    if ["allowed", "shared", "declined"].contains(&step) {
        // Who answered is the first store's knowledge.
        own.actor = Some((None, String::new()));
    }
    let mut entries = vec![(case.own_customer, own)];
    if case.collision.first_store_id != case.collision.store_id || case.own_customer != case.first_customer {
        let first = entry(case.collision.first_store_id, &whole.first_path, "first");
        entries.push((case.first_customer, first));
    }
    Ok(timeline::write(tx, entries).await?)
}
