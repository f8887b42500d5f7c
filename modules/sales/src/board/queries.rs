//! All SQL of the board. Each part of a reader's reach walks its own index of the board; totals are read from what the
//! database keeps of them (`opportunity_totals`).

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id, Reach};
use records::policy::{self, Look};

use crate::kind::OPPORTUNITY;

/// What is asked besides the reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Only this consultant's.
    pub owner: Option<Id>,
    /// Only of this store.
    pub store: Option<Id>,
}

/// A part of the reach with the columns that lead it.
enum Part<'r> {
    Group,
    Store(Id),
    Below(&'r str, Option<Id>),
    Own(Id),
    Shared,
}

fn parts(reach: &Reach) -> Vec<Part<'_>> {
    if reach.group {
        return vec![Part::Group];
    }
    let mut list: Vec<Part> = reach.stores.iter().map(|(store, _)| Part::Store(*store)).collect();
    list.extend(reach.paths.iter().map(|(path, store)| Part::Below(path, *store)));
    list.extend(reach.owner.map(Part::Own));
    if !reach.shared_with.is_empty() {
        list.push(Part::Shared);
    }
    list
}

/// The first path behind all that begin with one: `/` is followed by `0`.
fn behind(path: &str) -> String {
    format!("{}0", path.trim_end_matches('/'))
}

/// Writes what holds for the rows `a` of a part. The place is an expression that no index holds where a walk along the
/// order of the board ends with the cards (decision 0004).
fn holds<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, part: &Part<'_>, reach: &Reach, walked: bool) {
    match part {
        Part::Group => {
            q.push("1 = 1");
        }
        Part::Store(store) => {
            q.push("a.store_id = ").bind(*store);
        }
        Part::Below(path, store) => {
            if let Some(store) = store {
                q.push("a.store_id = ").bind(*store).push(" AND ");
            }
            let place = if walked { "(a.path || '')" } else { "a.path" };
            q.push(place).push(" >= ").bind(*path).push(" AND ").push(place).push(" < ").bind(behind(path));
        }
        Part::Own(owner) => {
            q.push("a.owner_id = ").bind(*owner);
        }
        Part::Shared => {
            let shared = Reach { shared_with: reach.shared_with.clone(), ..Reach::default() };
            policy::condition(q, &shared, "a", &OPPORTUNITY, Action::See, look.now);
        }
    }
}

fn narrow(q: &mut Query, narrowed: Narrowed) {
    if let Some(owner) = narrowed.owner {
        q.push(" AND a.owner_id = ").bind(owner);
    }
    if let Some(store) = narrowed.store {
        q.push(" AND a.store_id = ").bind(store);
    }
}

/// The first cards of stages: their ids with the stage, in the order of the day that they are due.
pub(super) async fn cards<C: ConnectionTrait>(
    look: &Look<'_, C>,
    reach: &Reach,
    stages: &[&str],
    narrowed: Narrowed,
    limit: i64,
) -> Result<Vec<(String, Id)>, DbError> {
    let parts = parts(reach);
    if parts.is_empty() || stages.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT DISTINCT u.stage, u.next_on, u.id FROM (");
    let mut n = 0;
    for stage in stages {
        for part in &parts {
            if n > 0 {
                q.push(" UNION ALL ");
            }
            q.push("SELECT * FROM (SELECT a.stage, a.next_on, a.id FROM opportunities a WHERE a.tenant_id = ");
            q.bind(look.scope.tenant).push(" AND a.deleted_at IS NULL AND a.state = 'open' AND ");
            holds(&mut q, look, part, reach, true);
            q.push(" AND a.stage = ").bind(*stage);
            narrow(&mut q, narrowed);
            q.push(" ORDER BY a.next_on, a.id").limit(limit).push(&format!(") x{n}"));
            n += 1;
        }
    }
    q.push(") u ORDER BY u.stage, u.next_on, u.id");
    q.rows(look.conn).await?.iter().map(|r| Ok((r.try_get("", "stage")?, r.try_get("", "id")?))).collect()
}

/// How many are open in a stage, and what they come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Total {
    /// The stage.
    pub stage: String,
    /// How many.
    pub open: i64,
    /// Their sum, in fen.
    pub amount: i64,
}

/// The totals of a reach by stage. What is shared with someone is counted row by row: it is little.
pub(super) async fn totals<C: ConnectionTrait>(
    look: &Look<'_, C>,
    reach: &Reach,
    narrowed: Narrowed,
) -> Result<Vec<Total>, DbError> {
    let parts = parts(reach);
    let kept: Vec<&Part> = parts.iter().filter(|p| !matches!(p, Part::Shared)).collect();
    let mut q = Query::new();
    q.push("SELECT t.stage, CAST(sum(t.open) AS bigint) AS open, CAST(sum(t.amount) AS bigint) AS amount FROM (");
    q.push("SELECT a.stage, a.open, a.amount FROM opportunity_totals a WHERE a.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND a.open > 0 AND (");
    if kept.is_empty() {
        q.push("1 = 0");
    }
    for (n, part) in kept.iter().enumerate() {
        q.push(if n > 0 { " OR (" } else { "(" });
        holds(&mut q, look, part, reach, false);
        q.push(")");
    }
    q.push(")");
    narrow(&mut q, narrowed);
    if parts.len() > kept.len() {
        q.push(" UNION ALL SELECT a.stage, 1 AS open, coalesce(a.amount, 0) AS amount FROM opportunities a WHERE a.tenant_id = ");
        q.bind(look.scope.tenant).push(" AND a.deleted_at IS NULL AND a.state = 'open' AND ");
        holds(&mut q, look, &Part::Shared, reach, false);
        let own = Reach { shared_with: Vec::new(), ..reach.clone() };
        q.push(" AND NOT (");
        policy::condition(&mut q, &own, "a", &OPPORTUNITY, Action::See, look.now);
        q.push(")");
        narrow(&mut q, narrowed);
    }
    q.push(") t GROUP BY t.stage");
    kernel::sql::all(look.conn, &q.text, q.values).await
}
