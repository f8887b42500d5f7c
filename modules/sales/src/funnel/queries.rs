//! All SQL of the funnel. Whose and where is asked of the fact, as it stood when it happened; a cohort belongs to whoever
//! opened it.

use std::collections::{BTreeMap, HashMap};

use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, DbError, Id, Instant, Reach};
use records::policy::{self, Look};
use sea_orm::TryGetable;

use super::rules::{Basis, Reached};
use crate::kind::OPPORTUNITY;
use crate::opportunity::Act;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// From this moment on.
    pub from: Instant,
    /// Before this one.
    pub to: Instant,
    /// By which date.
    pub basis: Basis,
    /// Only of this store at that time.
    pub store: Option<Id>,
    /// Only of this consultant at that time.
    pub owner: Option<Id>,
}

/// What the funnel says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// By stage.
    pub stages: HashMap<String, Reached>,
    /// Losses that were confirmed in the time.
    pub lost: i64,
    /// Counts by consultant and stage, where one store is meant; nobody is none.
    pub people: BTreeMap<Option<Id>, HashMap<String, i64>>,
    /// Counts by store and stage.
    pub stores: BTreeMap<Id, HashMap<String, i64>>,
}

/// Facts know nothing of what is shared: they are seen by those whose place they stood in.
fn reach<C: ConnectionTrait>(look: &Look<'_, C>) -> Reach {
    Reach { shared_with: Vec::new(), ..look.scope.reach(OPPORTUNITY.name, Action::See) }
}

/// Writes which facts are meant: `r` is the stage that was reached, `f` the fact that says whose it is.
fn meant<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, asked: &Asked) {
    let (f, at) = match asked.basis {
        Basis::Period => ("r", "r.at"),
        Basis::Cohort => ("f", "f.opened_at"),
    };
    q.push(" FROM opportunity_reached ").push(f);
    if asked.basis == Basis::Cohort {
        // The one that opened leads; the stages of each are looked up by its key.
        q.push(" CROSS JOIN opportunity_reached r");
    }
    q.push(" WHERE ").push(f).push(".tenant_id = ").bind(look.scope.tenant);
    q.push(" AND ").push(at).push(" >= ").bind(asked.from).push(" AND ").push(at).push(" < ").bind(asked.to);
    if asked.basis == Basis::Cohort {
        q.push(" AND f.stage = ").bind(crate::stages::FILED);
        q.push(" AND r.tenant_id = f.tenant_id AND r.opportunity_id = f.opportunity_id");
    }
    q.push(" AND r.taken_back_at IS NULL AND ");
    policy::condition(q, &reach(look), f, &OPPORTUNITY, Action::See, look.now);
    for (column, id) in [("store_id", asked.store), ("owner_id", asked.owner)] {
        if let Some(id) = id {
            q.push(" AND ").push(f).push(".").push(column).push(" = ").bind(id);
        }
    }
}

/// The figures: three statements, and a fourth where one store is meant: five thousand people are no table to read.
pub async fn read<C: ConnectionTrait>(look: &Look<'_, C>, asked: &Asked) -> Result<Figures, DbError> {
    let mut figures = Figures::default();
    if reach(look).is_empty() {
        return Ok(figures);
    }
    let mut q = Query::new();
    q.push(&format!("SELECT r.stage, (r.at - r.since) / {DAY} AS days, r.implied, count(*) AS n"));
    meant(&mut q, look, asked);
    q.push(" GROUP BY 1, 2, 3");
    for row in q.rows(look.conn).await? {
        let (stage, n): (String, i64) = (row.try_get("", "stage")?, row.try_get("", "n")?);
        let reached = figures.stages.entry(stage).or_default();
        reached.count += n;
        if !row.try_get::<bool>("", "implied")? {
            *reached.days.entry(row.try_get("", "days")?).or_default() += n;
        }
    }
    figures.stores = by(look, asked, "store_id").await?;
    if figures.stores.len() <= 1 {
        figures.people = by(look, asked, "owner_id").await?;
    }
    figures.lost = lost(look, asked).await?;
    Ok(figures)
}

/// Counts by whose or where it was, and by stage.
async fn by<C: ConnectionTrait, K: Ord + TryGetable>(
    look: &Look<'_, C>,
    asked: &Asked,
    column: &str,
) -> Result<BTreeMap<K, HashMap<String, i64>>, DbError> {
    let f = if asked.basis == Basis::Period { "r" } else { "f" };
    let mut q = Query::new();
    q.push(&format!("SELECT {f}.{column} AS whose, r.stage, count(*) AS n"));
    meant(&mut q, look, asked);
    q.push(" GROUP BY 1, 2");
    let mut counts: BTreeMap<K, HashMap<String, i64>> = BTreeMap::new();
    for row in q.rows(look.conn).await? {
        let counted = counts.entry(row.try_get("", "whose")?).or_default();
        counted.insert(row.try_get("", "stage")?, row.try_get("", "n")?);
    }
    Ok(counts)
}

/// Losses confirmed in the time, by whose they were then. A cohort's are those of the opportunities that were opened in it.
async fn lost<C: ConnectionTrait>(look: &Look<'_, C>, asked: &Asked) -> Result<i64, DbError> {
    let mut q = Query::new();
    match asked.basis {
        Basis::Period => {
            q.push("SELECT count(*) FROM opportunity_moves f WHERE f.tenant_id = ").bind(look.scope.tenant);
            q.push(" AND f.act = ").bind(Act::Approve.name());
            q.push(" AND f.at >= ").bind(asked.from).push(" AND f.at < ").bind(asked.to);
        }
        Basis::Cohort => {
            q.push("SELECT count(*) FROM opportunity_reached f WHERE f.tenant_id = ").bind(look.scope.tenant);
            q.push(" AND f.opened_at >= ").bind(asked.from).push(" AND f.opened_at < ").bind(asked.to);
            q.push(" AND f.stage = ").bind(crate::stages::FILED);
            q.push(" AND EXISTS (SELECT 1 FROM opportunity_moves m WHERE m.tenant_id = f.tenant_id AND m.opportunity_id = f.opportunity_id AND m.act = ");
            q.bind(Act::Approve.name()).push(")");
        }
    }
    q.push(" AND ");
    policy::condition(&mut q, &reach(look), "f", &OPPORTUNITY, Action::See, look.now);
    for (column, id) in [("store_id", asked.store), ("owner_id", asked.owner)] {
        if let Some(id) = id {
            q.push(" AND f.").push(column).push(" = ").bind(id);
        }
    }
    q.number(look.conn).await
}

/// The opportunities behind a figure, the last ones first, and how many there are.
pub(super) async fn behind<C: ConnectionTrait>(
    look: &Look<'_, C>,
    asked: &Asked,
    stage: &str,
    limit: i64,
) -> Result<(Vec<Id>, i64), DbError> {
    if reach(look).is_empty() {
        return Ok((Vec::new(), 0));
    }
    let mut q = Query::new();
    q.push("SELECT count(*)");
    meant(&mut q, look, asked);
    q.push(" AND r.stage = ").bind(stage);
    let count = q.number(look.conn).await?;
    let mut q = Query::new();
    q.push("SELECT r.opportunity_id");
    meant(&mut q, look, asked);
    q.push(" AND r.stage = ").bind(stage).push(" ORDER BY r.at DESC, r.opportunity_id").limit(limit);
    let ids = q.rows(look.conn).await?.iter().map(|r| r.try_get_by_index(0)).collect::<Result<_, _>>()?;
    Ok((ids, count))
}

/// Names of people and stores, for the heads of rows.
pub(crate) async fn names<C: ConnectionTrait>(
    look: &Look<'_, C>,
    table: &'static str,
    ids: &[Id],
) -> Result<HashMap<Id, String>, DbError> {
    let mut names = HashMap::new();
    for part in ids.chunks(400) {
        let text = format!(
            "SELECT id, name FROM {table} WHERE tenant_id = $1 AND id IN ({})",
            sql::placeholders(2, part.len())
        );
        let values = std::iter::once(look.scope.tenant.into()).chain(part.iter().map(|id| (*id).into()));
        for row in sql::rows(look.conn, &text, values).await? {
            names.insert(row.try_get("", "id")?, row.try_get("", "name")?);
        }
    }
    Ok(names)
}
