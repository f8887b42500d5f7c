//! Visits of long ago, as they ended: from an earlier system, or for the demo. They are laid down as they were, without
//! turns and tellings.

use kernel::{DbError, Id, Instant, Tx, Value, numbering, sql};

use super::machine::{Act, State, way};
use super::{VISIT, queries, register};

/// A visit of long ago, or of a moment ago.
#[derive(Clone, Debug)]
pub struct Past {
    /// The name, or how they were addressed.
    pub name: Option<String>,
    /// The number in its normal form.
    pub phone: Option<String>,
    /// How many people.
    pub heads: i64,
    /// As it seemed (dictionary `sex`).
    pub sex: Option<&'static str>,
    /// As it seemed (dictionary `visit-age`).
    pub age: Option<&'static str>,
    /// How they came (dictionary `visit-came`).
    pub came: Option<&'static str>,
    /// For the first time or again (dictionary `visit-turn`).
    pub turn: Option<&'static str>,
    /// What they looked at.
    pub model: Option<String>,
    /// The store.
    pub store: Id,
    /// Who received them.
    pub owner: Option<Id>,
    /// Place in the organisation.
    pub path: String,
    /// When they came.
    pub arrived_at: Instant,
    /// States they reached in their order, each with when; the last is how it stands.
    pub way: Vec<(State, Instant)>,
    /// How it ended, of one that did (dictionary `visit-result`).
    pub result: Option<&'static str>,
    /// The lead.
    pub lead: Option<Id>,
    /// The file.
    pub customer: Option<Id>,
}

/// Lays visits down, in statements of many rows. Steps that the machine does not know are left out of the history.
pub async fn lay(tx: &mut Tx<'_>, past: Vec<Past>) -> Result<Vec<Id>, DbError> {
    let first = numbering::take(tx, VISIT.name, past.len() as i64).await?;
    let mut rows = Vec::new();
    let mut moves: Vec<Vec<Value>> = Vec::new();
    for (visit, serial) in past.into_iter().zip(first..) {
        let id = tx.new_id();
        let mut from = State::Received;
        for (to, at) in &visit.way {
            let Some(act) = way(from, *to) else { continue };
            let result = visit.result.filter(|_| act == Act::Leave).map(str::to_owned);
            moves.push(vec![
                tx.tenant().into(),
                tx.new_id().into(),
                id.into(),
                act.name().into(),
                from.name().into(),
                to.name().into(),
                result.into(),
                (*at).into(),
                visit.owner.into(),
                tx.scope().actor_name().into(),
            ]);
            from = *to;
        }
        let left = visit.way.last().filter(|_| from == State::Left).map(|(_, at)| at.0);
        rows.push((id, columns(visit, register::number(serial), from, left)));
    }
    let ids = rows.iter().map(|(id, _)| *id).collect();
    queries::insert(tx, rows).await?;
    let columns = ["tenant_id", "id", "visit_id", "act", "from_state", "to_state", "result", "at", "by_id", "by_name"];
    sql::insert(tx.conn(), "showroom_moves", &columns, moves).await?;
    Ok(ids)
}

fn columns(visit: Past, number: String, state: State, left: Option<i64>) -> Vec<(&'static str, Value)> {
    let code = |code: Option<&str>| Value::from(code.map(str::to_owned));
    vec![
        ("number", number.into()),
        ("arrived_at", visit.arrived_at.into()),
        ("heads", visit.heads.into()),
        ("name", visit.name.into()),
        ("phone", visit.phone.into()),
        ("sex", code(visit.sex)),
        ("age", code(visit.age)),
        ("came", code(visit.came)),
        ("turn", code(visit.turn)),
        ("model", visit.model.into()),
        ("state", state.name().into()),
        ("result", code(visit.result.filter(|_| left.is_some()))),
        ("left_at", left.into()),
        ("store_id", visit.store.into()),
        ("owner_id", visit.owner.into()),
        ("path", visit.path.into()),
        ("lead_id", visit.lead.into()),
        ("customer_id", visit.customer.into()),
    ]
}
