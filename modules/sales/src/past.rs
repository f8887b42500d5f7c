//! Opportunities of long ago, as they stand: from an earlier system, or for measuring. They are laid down in statements of
//! many rows with the facts that boards and funnels read, without lines of the timeline, events and notices; the pace
//! of the customer's file stays as it is.

use chrono::NaiveDate;
use identifiers::search_terms::number_terms;
use kernel::clock::id_at;
use kernel::{DbError, Id, Instant, Tx, Value, numbering, sql};

use crate::kind::OPPORTUNITY;
use crate::opportunity::ledger::{self, OPENED};
use crate::opportunity::{Act, SERIES, State, number};
use crate::stages::{self, Stages};

/// An opportunity of long ago.
#[derive(Clone, Debug)]
pub struct Past {
    /// Whose it is.
    pub customer: Id,
    /// With which store the customer has an engagement.
    pub store: Id,
    /// Whose the engagement is.
    pub owner: Option<Id>,
    /// The engagement's place in the organisation.
    pub path: String,
    /// [`State::Open`], or [`State::Defeated`].
    pub state: State,
    /// The stage it has come to.
    pub stage: String,
    /// The level.
    pub level: String,
    /// The model of interest.
    pub model: String,
    /// What it may come to, in fen.
    pub amount: Option<i64>,
    /// How they came (dictionary `source`).
    pub source: Option<String>,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it came to its stage, or ended.
    pub stage_at: Instant,
    /// When the next contact is due; only of an open one.
    pub next_on: Option<NaiveDate>,
    /// Why it was lost (dictionary `lost-reason`); only of a lost one.
    pub reason: Option<String>,
}

/// Lays opportunities down. The customers have no other at these stores that lives, and levels, stages and reasons are
/// known ones: that is the caller's matter.
pub async fn lay(tx: &mut Tx<'_>, past: Vec<Past>) -> Result<Vec<Id>, DbError> {
    let stages = stages::all(tx.conn(), tx.tenant()).await?;
    let first = numbering::take(tx, SERIES, past.len() as i64).await?;
    let mut rows = Rows::default();
    for (one, serial) in past.iter().zip(first..) {
        rows.add(tx, &stages, one, number(serial));
    }
    let ids = rows.ids;
    sql::insert(tx.conn(), "opportunities", &ROW, rows.opportunities).await?;
    sql::insert(tx.conn(), "opportunity_models", &MODEL, rows.models).await?;
    sql::insert(tx.conn(), "opportunity_moves", &ledger::MOVE, rows.moves).await?;
    sql::insert(tx.conn(), "opportunity_levels", &LEVEL, rows.levels).await?;
    sql::insert(tx.conn(), "opportunity_reached", &ledger::REACHED, rows.reached).await?;
    records::search::write(tx, rows.terms).await?;
    Ok(ids)
}

const ROW: [&str; 23] = [
    "tenant_id",
    "id",
    "number",
    "customer_id",
    "store_id",
    "owner_id",
    "path",
    "state",
    "stage",
    "level",
    "models",
    "amount",
    "source",
    "next_on",
    "reason",
    "stage_at",
    "touched_at",
    "closed_at",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "deleted_at",
];
const MODEL: [&str; 6] = ["tenant_id", "id", "opportunity_id", "name", "position", "created_at"];
const LEVEL: [&str; 8] = ["tenant_id", "id", "opportunity_id", "at", "level", "store_id", "owner_id", "by_name"];

#[derive(Default)]
struct Rows {
    ids: Vec<Id>,
    opportunities: Vec<Vec<Value>>,
    models: Vec<Vec<Value>>,
    moves: Vec<Vec<Value>>,
    levels: Vec<Vec<Value>>,
    reached: Vec<Vec<Value>>,
    terms: Vec<records::search::TermRow>,
}

impl Rows {
    fn add(&mut self, tx: &Tx<'_>, stages: &Stages, one: &Past, number: String) {
        let id = id_at(one.opened_at);
        for term in number_terms(&number) {
            self.terms.push(records::search::row(&OPPORTUNITY, id, id, Some(one.store), &term));
        }
        self.models.push(vec![
            tx.tenant().into(),
            tx.new_id().into(),
            id.into(),
            one.model.as_str().into(),
            0_i64.into(),
            one.opened_at.into(),
        ]);
        self.moves.push(step(tx, one, id, None));
        if one.stage != stages::FILED {
            self.moves.push(step(tx, one, id, Some(Act::Move)));
        }
        if one.state == State::Defeated {
            self.moves.push(step(tx, one, id, Some(Act::Approve)));
        }
        self.levels.push(vec![
            tx.tenant().into(),
            tx.new_id().into(),
            id.into(),
            one.opened_at.into(),
            one.level.as_str().into(),
            one.store.into(),
            one.owner.into(),
            tx.scope().actor_name().into(),
        ]);
        let passed = stages.reached(None, &one.stage);
        for (n, stage) in passed.iter().enumerate() {
            self.reached.push(reached(tx, one, id, &stage.code, (n, passed.len())));
        }
        self.opportunities.push(row(tx, one, id, number));
        self.ids.push(id);
    }
}

fn row(tx: &Tx<'_>, one: &Past, id: Id, number: String) -> Vec<Value> {
    let closed = one.state == State::Defeated;
    vec![
        tx.tenant().into(),
        id.into(),
        number.into(),
        one.customer.into(),
        one.store.into(),
        one.owner.into(),
        one.path.as_str().into(),
        one.state.name().into(),
        one.stage.as_str().into(),
        one.level.as_str().into(),
        Some(one.model.clone()).into(),
        one.amount.into(),
        one.source.clone().into(),
        one.next_on.filter(|_| !closed).into(),
        one.reason.clone().filter(|_| closed).into(),
        one.stage_at.into(),
        one.stage_at.into(),
        closed.then_some(one.stage_at.0).into(),
        1_i64.into(),
        one.opened_at.into(),
        tx.scope().user().into(),
        tx.now().into(),
        None::<i64>.into(),
    ]
}

/// The opening, the step to the stage, or the end.
fn step(tx: &Tx<'_>, one: &Past, id: Id, act: Option<Act>) -> Vec<Value> {
    let began = act.is_none();
    let ended = act == Some(Act::Approve);
    let state = if ended { one.state } else { State::Open };
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        id.into(),
        (if began { one.opened_at } else { one.stage_at }).into(),
        act.map_or(OPENED, Act::name).into(),
        (!began).then(|| (if ended { State::DefeatPending } else { State::Open }).name().to_owned()).into(),
        state.name().into(),
        (!began).then(|| (if ended { one.stage.as_str() } else { stages::FILED }).to_owned()).into(),
        (if began { stages::FILED } else { one.stage.as_str() }).into(),
        one.level.as_str().into(),
        one.amount.into(),
        one.store.into(),
        one.owner.into(),
        one.path.as_str().into(),
        one.reason.clone().filter(|_| ended).into(),
        None::<String>.into(),
        None::<String>.into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
    ]
}

/// That it reached a stage: the first when it was opened, the last when it came to where it stands, those between implied.
fn reached(tx: &Tx<'_>, one: &Past, id: Id, stage: &str, (n, of): (usize, usize)) -> Vec<Value> {
    let at = if n == 0 { one.opened_at } else { one.stage_at };
    let since = if n <= 1 { one.opened_at } else { one.stage_at };
    vec![
        tx.tenant().into(),
        id.into(),
        stage.into(),
        at.into(),
        since.into(),
        one.opened_at.into(),
        one.level.as_str().into(),
        one.store.into(),
        one.owner.into(),
        one.path.as_str().into(),
        (n > 0 && n + 1 < of).into(),
        None::<i64>.into(),
    ]
}
