//! Every step of a visit: the row by compare and set, its line in the history, the journal and the event.

use kernel::journal::Change;
use kernel::{Action, ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use organisation::dictionaries;
use records::policy::Look;
use records::{Input, Refusal, find};
use sea_orm::FromQueryResult;

use super::kind::RESULTS;
use super::machine::{Act, State, step};
use super::model::Visit;
use super::{VISIT, queries};

/// Takes a visit on: to its needs, the quotation, the agreement; or brings back one who has not left. A test drive asks
/// for a licence, leaving for a result: they have ways of their own.
pub async fn take(tx: &mut Tx<'_>, id: Id, act: Act) -> Result<State, Refusal> {
    let visit = editable(tx, id).await?;
    if act == Act::Leave {
        return Err(Refusal::field("result", "field-required"));
    }
    // Nobody takes the wheel unless their licence was looked at ([`super::drives::begin`]).
    if act == Act::Drive {
        step(visit.state(), act)?;
        return Err(Refusal::Rule("drive-licence-first"));
    }
    go(tx, visit, act, None).await
}

/// They leave, with how it ended (dictionary `visit-result`).
pub async fn leave(tx: &mut Tx<'_>, id: Id, result: &str) -> Result<State, Refusal> {
    let visit = editable(tx, id).await?;
    step(visit.state(), Act::Leave)?;
    if result.is_empty() {
        return Err(Refusal::field("result", "field-required"));
    }
    let codes: Input = [("result", result)].into_iter().collect();
    dictionaries::check(tx, &RESULTS, None, &codes, &[]).await?;
    go(tx, visit, Act::Leave, Some(result.to_owned())).await
}

/// A visit that the actor may change.
pub(super) async fn editable(tx: &Tx<'_>, id: Id) -> Result<Visit, Refusal> {
    find::require(&Look::within(tx), &VISIT, id, Action::Edit).await?;
    super::register::standing(tx, id).await
}

/// Takes a step with a visit as it was read.
pub(super) async fn go(tx: &mut Tx<'_>, visit: Visit, act: Act, result: Option<String>) -> Result<State, Refusal> {
    let to = step(visit.state(), act)?;
    let mut columns = vec![("state", to.name().into())];
    if matches!(act, Act::Leave | Act::Resume) {
        columns.push(("left_at", (act == Act::Leave).then_some(tx.now().0).into()));
        columns.push(("result", result.clone().into()));
    }
    if !queries::change(tx, &visit, columns).await? {
        return Err(Refusal::Conflict(visit.version + 1));
    }
    note(tx, &visit, act, to, result.clone()).await?;
    let changes = [
        Change::of("state", Some(visit.state.clone()), Some(to.name().to_owned())),
        Change::of("result", visit.result.clone(), if to == State::Left { result.clone() } else { None }),
    ];
    tx.record(VISIT.name, visit.id, "update", changes.into_iter().flatten().collect());
    if act == Act::Leave {
        let minutes = (tx.now().0 - visit.arrived_at.0) / 60_000_000;
        let told = serde_json::json!({ "store": visit.store_id, "owner": visit.owner_id, "result": result, "minutes": minutes });
        tx.emit("visit.left.v1", VISIT.name, visit.id, told);
    }
    Ok(to)
}

async fn note(tx: &Tx<'_>, visit: &Visit, act: Act, to: State, result: Option<String>) -> Result<(), DbError> {
    let text = "INSERT INTO showroom_moves (tenant_id, id, visit_id, act, from_state, to_state, result, at, by_id, by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        tx.tenant().into(),
        tx.new_id().into(),
        visit.id.into(),
        act.name().into(),
        visit.state.as_str().into(),
        to.name().into(),
        result.into(),
        tx.now().into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// A line of a visit's history.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Move {
    /// Stable name of its [`Act`].
    pub act: String,
    /// The state after it.
    pub to_state: String,
    /// How it ended, of a leaving.
    pub result: Option<String>,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by_name: String,
}

/// The history of a visit, newest first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, visit: Id) -> Result<Vec<Move>, DbError> {
    let text = "SELECT act, to_state, result, at, by_name FROM showroom_moves WHERE tenant_id = $1 AND visit_id = $2 ORDER BY id DESC LIMIT 100";
    sql::all(conn, text, [tenant.into(), visit.into()]).await
}
