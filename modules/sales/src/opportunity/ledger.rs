//! The facts of opportunities, written once: moves, levels, stages reached. Each carries store, owner, place and level of
//! its moment.

use kernel::sql;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};
use sea_orm::FromQueryResult;

use super::model::Opportunity;
use super::states::{Act, State};

/// The name under which the ledger keeps that one was opened.
pub const OPENED: &str = "open";

/// A move as it is noted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Note {
    pub reason: Option<String>,
    pub competitor: Option<String>,
    pub note: Option<String>,
}

/// A move as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Line {
    /// Its own id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// What was done: [`OPENED`], or the name of an [`Act`].
    pub act: String,
    /// The state afterwards.
    pub state: String,
    /// The stage before.
    pub from_stage: Option<String>,
    /// The stage afterwards.
    pub stage: String,
    /// The level at that moment.
    pub level: String,
    /// Why (dictionary `lost-reason`).
    pub reason: Option<String>,
    /// What was bought instead.
    pub competitor: Option<String>,
    /// What was said.
    pub note: Option<String>,
    /// By whom.
    pub by_name: String,
}

/// The moves of one, the newest first.
pub async fn moves(conn: &impl ConnectionTrait, tenant: Tenant, id: Id, limit: i64) -> Result<Vec<Line>, DbError> {
    let text = format!(
        "SELECT id, at, act, state, from_stage, stage, level, reason, competitor, note, by_name FROM opportunity_moves \
         WHERE tenant_id = $1 AND opportunity_id = $2 ORDER BY at DESC, id DESC LIMIT {limit}"
    );
    sql::all(conn, &text, [tenant.into(), id.into()]).await
}

/// A level as it was given.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Rated {
    /// When.
    pub at: Instant,
    /// The level before.
    pub from_level: Option<String>,
    /// The level from then on.
    pub level: String,
    /// By whom.
    pub by_name: String,
}

/// The levels of one, the newest first.
pub async fn levels(conn: &impl ConnectionTrait, tenant: Tenant, id: Id, limit: i64) -> Result<Vec<Rated>, DbError> {
    let text = format!(
        "SELECT at, from_level, level, by_name FROM opportunity_levels WHERE tenant_id = $1 AND opportunity_id = $2 \
         ORDER BY at DESC, id DESC LIMIT {limit}"
    );
    sql::all(conn, &text, [tenant.into(), id.into()]).await
}

/// The columns of a move.
pub(crate) const MOVE: [&str; 19] = [
    "tenant_id",
    "id",
    "opportunity_id",
    "at",
    "act",
    "from_state",
    "state",
    "from_stage",
    "stage",
    "level",
    "amount",
    "store_id",
    "owner_id",
    "path",
    "reason",
    "competitor",
    "note",
    "by_id",
    "by_name",
];

/// Notes a move of one that stood as `held`; `now` is how it stands afterwards.
pub(crate) async fn moved(
    tx: &Tx<'_>,
    held: Option<&Opportunity>,
    now: &Opportunity,
    act: Option<Act>,
    at: Instant,
    note: Note,
) -> Result<(), DbError> {
    let row = vec![
        tx.tenant().into(),
        tx.new_id().into(),
        now.id.into(),
        at.into(),
        act.map_or(OPENED, Act::name).into(),
        held.map(|h| h.state.clone()).into(),
        now.state.as_str().into(),
        held.map(|h| h.stage.clone()).into(),
        now.stage.as_str().into(),
        now.level.as_str().into(),
        now.amount.into(),
        now.store_id.into(),
        now.owner_id.into(),
        now.path.as_str().into(),
        note.reason.into(),
        note.competitor.into(),
        note.note.into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
    ];
    sql::insert(tx.conn(), "opportunity_moves", &MOVE, vec![row]).await
}

/// Notes a level.
pub(crate) async fn rated(
    tx: &Tx<'_>,
    now: &Opportunity,
    from: Option<&str>,
    level: &str,
    at: Instant,
) -> Result<(), DbError> {
    let columns =
        ["tenant_id", "id", "opportunity_id", "at", "from_level", "level", "store_id", "owner_id", "by_id", "by_name"];
    let row = vec![
        tx.tenant().into(),
        tx.new_id().into(),
        now.id.into(),
        at.into(),
        from.map(str::to_owned).into(),
        level.into(),
        now.store_id.into(),
        now.owner_id.into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
    ];
    sql::insert(tx.conn(), "opportunity_levels", &columns, vec![row]).await
}

/// The columns of a stage that was reached.
pub(crate) const REACHED: [&str; 12] = [
    "tenant_id",
    "opportunity_id",
    "stage",
    "at",
    "since",
    "opened_at",
    "level",
    "store_id",
    "owner_id",
    "path",
    "implied",
    "taken_back_at",
];

/// Notes the stages that one reached with a step; the last is the one named, those before it are implied.
pub(crate) async fn reached(
    tx: &Tx<'_>,
    now: &Opportunity,
    stages: &[&str],
    since: Instant,
    at: Instant,
) -> Result<(), DbError> {
    let row = |(n, stage): (usize, &&str)| {
        vec![
            tx.tenant().into(),
            now.id.into(),
            (*stage).into(),
            at.into(),
            // What was passed in one step took its time once.
            (if n == 0 { since } else { at }).into(),
            now.created_at.into(),
            now.level.as_str().into(),
            now.store_id.into(),
            now.owner_id.into(),
            now.path.as_str().into(),
            (n + 1 < stages.len()).into(),
            None::<i64>.into(),
        ]
    };
    // A stage that was taken back is reached anew.
    let again = "ON CONFLICT (tenant_id, opportunity_id, stage) DO UPDATE SET at = excluded.at, since = excluded.since, level = excluded.level, \
         store_id = excluded.store_id, owner_id = excluded.owner_id, path = excluded.path, implied = excluded.implied, taken_back_at = NULL \
         WHERE opportunity_reached.taken_back_at IS NOT NULL";
    sql::insert_or(tx.conn(), "opportunity_reached", &REACHED, stages.iter().enumerate().map(row).collect(), again)
        .await
}

/// Takes stages back that were named by mistake.
pub(crate) async fn taken_back(tx: &Tx<'_>, id: Id, stages: &[&str], at: Instant) -> Result<(), DbError> {
    if stages.is_empty() {
        return Ok(());
    }
    let text = format!(
        "UPDATE opportunity_reached SET taken_back_at = $3 WHERE tenant_id = $1 AND opportunity_id = $2 AND taken_back_at IS NULL AND stage IN ({})",
        sql::placeholders(4, stages.len())
    );
    let values = [tx.tenant().into(), id.into(), at.into()].into_iter().chain(stages.iter().map(|s| (*s).into()));
    sql::run(tx.conn(), &text, values).await.map(drop)
}

/// Whether one was taken up again already.
pub(crate) async fn taken_up(tx: &Tx<'_>, held: &Opportunity) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM opportunities WHERE tenant_id = $1 AND customer_id = $2 AND before_id = $3 AND deleted_at IS NULL LIMIT 1";
    let values = [tx.tenant().into(), held.customer_id.into(), held.id.into()];
    Ok(sql::row(tx.conn(), text, values).await?.is_some())
}

/// The state under its name, for lines that a later release wrote too.
pub fn state_of(line: &Line) -> Option<State> {
    State::from_name(&line.state)
}
