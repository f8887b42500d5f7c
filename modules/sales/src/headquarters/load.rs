//! Reading the board: a fixed number of statements, however many stores there are.

use std::collections::HashMap;

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id};
use leads::VISIT;
use records::policy::{self, Look};

use crate::figures::{self, Asked, Counts, Key, Source};
use crate::kind::OPPORTUNITY;

/// Most stores on a board.
const MOST: i64 = 1_000;

/// What the board asks of today.
const TODAY: [Source; 3] = [Source::Visits, Source::Leads, Source::Opened];

/// A store as it stands now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    /// The store; none is the head office, with the leads that it has not sent on.
    pub id: Option<Id>,
    /// Its name; empty for the head office.
    pub name: String,
    /// Its figures.
    pub counts: Counts,
    /// Its open opportunities by stage.
    pub stages: HashMap<String, i64>,
}

/// The stores of a reader, by name, and all of them together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// All of them together.
    pub total: Store,
    /// Each of them.
    pub stores: Vec<Store>,
}

/// The board of a reader. `asked` is today.
pub async fn load<C: ConnectionTrait>(look: &Look<'_, C>, asked: &Asked) -> Result<Board, DbError> {
    let mut tally = figures::read(look, asked, Key::Store, &TODAY).await?;
    let mut standing = figures::now(look, asked, Key::Store).await?;
    let (mut medians, median) = figures::minutes(look, asked, Key::Store).await?;
    let mut stores: Vec<Store> =
        reached(look).await?.into_iter().map(|(id, name)| Store { id: Some(id), name, ..Store::default() }).collect();
    if tally.now.contains_key(&None) {
        stores.push(Store::default());
    }
    let mut total = Store::default();
    for store in &mut stores {
        store.counts = tally.now.remove(&store.id).unwrap_or_default();
        let held = standing.remove(&store.id).unwrap_or_default();
        store.counts.add_all(&held.counts);
        store.stages = held.stages;
        total.counts.add_all(&store.counts);
        for (stage, n) in &store.stages {
            *total.stages.entry(stage.clone()).or_default() += n;
        }
        if let Some(median) = medians.remove(&store.id) {
            store.counts.add("answer-minutes", median);
        }
    }
    if let Some(median) = median {
        total.counts.add("answer-minutes", median);
    }
    Ok(Board { total, stores })
}

/// The stores in which the reader reaches anything that the board tells of, by name.
async fn reached<C: ConnectionTrait>(look: &Look<'_, C>) -> Result<Vec<(Id, String)>, DbError> {
    let mut q = Query::new();
    q.push(
        "SELECT a.id, a.name FROM (SELECT n.tenant_id, n.id, n.id AS store_id, n.path, n.name, n.sort_key FROM nodes n",
    );
    q.push(" WHERE n.kind = 'store' AND n.deleted_at IS NULL) a WHERE a.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND (");
    for (n, kind) in [&VISIT, &OPPORTUNITY].into_iter().enumerate() {
        if n > 0 {
            q.push(" OR ");
        }
        let mut reach = look.scope.reach(kind.name, Action::See);
        (reach.owner, reach.shared_with) = (None, Vec::new());
        policy::condition(&mut q, &reach, "a", kind, Action::See, look.now);
    }
    q.push(") ORDER BY a.sort_key, a.id").limit(MOST);
    q.rows(look.conn).await?.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
}
