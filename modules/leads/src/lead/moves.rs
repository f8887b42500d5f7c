//! Every step of a lead: the row by compare and set, its line in the history, the journal and the event.

use std::collections::BTreeMap;

use kernel::journal::Change;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use records::Refusal;
use sea_orm::FromQueryResult;

use super::machine::{Act, State, step};
use super::model::Lead;
use super::queries;
use crate::LEAD;

/// What a step sets besides the state.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Another owner, or none: `Some(None)`.
    pub owner: Option<Option<Id>>,
    /// The store after it, where it is another.
    pub store: Option<Id>,
    /// The rule that chose.
    pub rule: Option<Id>,
    /// Why.
    pub reason: Option<String>,
    /// Further columns.
    pub columns: Vec<(&'static str, Value)>,
}

/// Takes a step with a lead as it was read. Refuses what the machine does not know, and a conflict when someone was
/// faster. The lead as it stands afterwards is left in `lead`.
pub async fn take(tx: &mut Tx<'_>, lead: &mut Lead, act: Act, taken: Step) -> Result<State, Refusal> {
    let to = step(lead.state(), act)?;
    let (from_owner, to_owner) = (lead.owner_id, taken.owner.unwrap_or(lead.owner_id));
    let store = taken.store.or(lead.store_id);
    // A column stands once, whatever the step and the state say of it.
    let mut columns: BTreeMap<&str, Value> = taken.columns.into_iter().collect();
    came(lead, &mut columns, to_owner, store);
    columns.insert("state", to.name().into());
    if to.is_closed() {
        columns.insert("closed_at", Some(tx.now().0).into());
        columns.insert("due_at", None::<i64>.into());
        columns.insert("alarm_at", None::<i64>.into());
    }
    if taken.owner.is_some() {
        columns.insert("owner_id", to_owner.into());
    }
    if taken.store.is_some() {
        columns.insert("store_id", store.into());
    }
    if taken.rule.is_some() {
        columns.insert("rule_id", taken.rule.into());
    }
    let columns = columns.into_iter().collect();
    if !queries::change(tx, lead, columns).await? {
        return Err(Refusal::Conflict(lead.version + 1));
    }
    let text = "INSERT INTO lead_moves (tenant_id, id, lead_id, act, from_state, to_state, from_owner, to_owner, store_id, at, by_id, by_name, rule_id, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = [
        tx.tenant().into(),
        tx.new_id().into(),
        lead.id.into(),
        act.name().into(),
        lead.state.as_str().into(),
        to.name().into(),
        from_owner.into(),
        to_owner.into(),
        store.into(),
        tx.now().into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        taken.rule.into(),
        taken.reason.clone().into(),
    ];
    sql::run(tx.conn(), text, values).await?;
    let id = |id: Option<Id>| id.map(|id| id.to_string());
    let changes = [
        Change::of("state", Some(lead.state.clone()), Some(to.name().to_owned())),
        Change::of("owner", id(from_owner), id(to_owner)),
        Change::of("store", id(lead.store_id), id(store)),
    ];
    let action = if from_owner == to_owner { "update" } else { "assign" };
    tx.record_because(LEAD.name, lead.id, action, changes.into_iter().flatten().collect(), taken.reason);
    lead.state = to.name().to_owned();
    lead.version += 1;
    (lead.owner_id, lead.store_id) = (to_owner, store);
    Ok(to)
}

/// In figures a lead stands with its first owner, and until it has one where it stands itself: what becomes of it later
/// changes no figure of the past.
fn came(lead: &Lead, columns: &mut BTreeMap<&str, Value>, owner: Option<Id>, store: Option<Id>) {
    if lead.came_owner_id.is_some() {
        return;
    }
    let path = columns.get("path").cloned().unwrap_or_else(|| lead.path.as_str().into());
    columns.extend([("came_store_id", store.into()), ("came_owner_id", owner.into()), ("came_path", path)]);
    if let Some(due) = columns.get("due_at").cloned().filter(|_| owner.is_some()) {
        columns.insert("limit_at", due);
    }
}

/// A line for a lead that went back to its owner of before, because what gave it away was undone.
pub(crate) async fn returned(tx: &Tx<'_>, lead: &Lead) -> Result<(), DbError> {
    let text = "INSERT INTO lead_moves (tenant_id, id, lead_id, act, from_state, to_state, to_owner, store_id, at, by_id, by_name) \
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)";
    let values = [
        tx.tenant().into(),
        tx.new_id().into(),
        lead.id.into(),
        Act::HandOver.name().into(),
        lead.state.as_str().into(),
        lead.owner_id.into(),
        lead.store_id.into(),
        tx.now().into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// A line of a lead's history.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Move {
    /// Stable name of its [`Act`].
    pub act: String,
    /// The state after it.
    pub to_state: String,
    /// The owner after it.
    pub to_owner: Option<Id>,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: Option<String>,
}

/// The history of a lead, newest first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, lead: Id) -> Result<Vec<Move>, DbError> {
    let text = "SELECT act, to_state, to_owner, at, by_name, reason FROM lead_moves WHERE tenant_id = $1 AND lead_id = $2 ORDER BY id DESC LIMIT 200";
    sql::all(conn, text, [tenant.into(), lead.into()]).await
}
