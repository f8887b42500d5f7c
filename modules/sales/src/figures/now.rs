//! What stands now. Counts of what is open are read from what the database keeps of them (decision 0024); levels and
//! days that are due from an index of their own, store by store.

use std::collections::{BTreeMap, HashMap};

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id};
use records::policy::{self, Look};

use super::catalogue::{FIGURES, Figure};
use super::read::{Asked, Counts, Key, meant, only, within};
use super::source::Source;
use crate::kind::OPPORTUNITY;

/// How a store, or somebody, stands now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The figures of what stands now.
    pub counts: Counts,
    /// Open opportunities by stage.
    pub stages: HashMap<String, i64>,
}

/// What stands now, by store or person; nobody's and no store's stand under none. Four statements.
pub async fn now<C: ConnectionTrait>(
    look: &Look<'_, C>,
    asked: &Asked,
    key: Key,
) -> Result<BTreeMap<Option<Id>, Standing>, DbError> {
    let mut standing: BTreeMap<Option<Id>, Standing> = BTreeMap::new();
    if Source::Open.is_shown(look.scope) {
        for (who, stage, n) in totals(look, asked, key).await? {
            let held = standing.entry(who).or_default();
            held.counts.add("open", n);
            *held.stages.entry(stage).or_default() += n;
        }
        for figure in FIGURES.iter().filter(|f| f.source() == Source::Open && !f.only().is_empty()) {
            for (who, n) in open(look, asked, key, figure).await? {
                standing.entry(who).or_default().counts.add(figure.code, n);
            }
        }
    }
    if Source::Inside.is_shown(look.scope) {
        let mut q = Query::new();
        q.push("SELECT ").push(key.column()).push(" AS who, count(*) AS n");
        meant(&mut q, look, Source::Inside, asked);
        q.push(" GROUP BY 1");
        for row in q.rows(look.conn).await? {
            standing.entry(row.try_get("", "who")?).or_default().counts.add("inside", row.try_get("", "n")?);
        }
    }
    Ok(standing)
}

/// How many are open in all, of what is asked.
pub(super) async fn all_open<C: ConnectionTrait>(look: &Look<'_, C>, asked: &Asked) -> Result<i64, DbError> {
    let totals = totals(look, asked, Key::Store).await?;
    let meant = |stage: &str| asked.stage.as_deref().is_none_or(|asked| asked == stage);
    Ok(totals.iter().filter(|(_, stage, _)| meant(stage)).map(|(_, _, n)| n).sum())
}

/// How many are open in each stage. In what is kept nobody is nil.
async fn totals<C: ConnectionTrait>(
    look: &Look<'_, C>,
    asked: &Asked,
    key: Key,
) -> Result<Vec<(Option<Id>, String, i64)>, DbError> {
    let mut q = Query::new();
    q.push("SELECT ").push(key.column()).push(" AS who, a.stage, CAST(sum(a.open) AS bigint) AS n");
    q.push(" FROM opportunity_totals a WHERE a.tenant_id = ").bind(look.scope.tenant).push(" AND a.open > 0 AND ");
    policy::condition(&mut q, &Source::Open.reach(look.scope), "a", &OPPORTUNITY, Action::See, look.now);
    if let Some(store) = asked.store {
        q.push(" AND a.store_id = ").bind(store.unwrap_or_default());
    }
    if let Some(owner) = asked.owner {
        q.push(" AND a.owner_id = ").bind(owner.unwrap_or_default());
    }
    q.push(" GROUP BY 1, 2");
    let rows = q.rows(look.conn).await?;
    let some = |id: Id| Some(id).filter(|id| !id.is_nil());
    rows.iter().map(|r| Ok((some(r.try_get("", "who")?), r.try_get("", "stage")?, r.try_get("", "n")?))).collect()
}

/// How many of those that are open fit a figure. Of several stores each counts its own part of the index: nothing is
/// sorted, and no row is looked up.
async fn open<C: ConnectionTrait>(
    look: &Look<'_, C>,
    asked: &Asked,
    key: Key,
    figure: &Figure,
) -> Result<Vec<(Option<Id>, i64)>, DbError> {
    let each = asked.store.is_none() && key == Key::Store;
    let mut q = Query::new();
    if each {
        q.push("SELECT n.id AS who, (SELECT count(*) FROM (").push(Source::Open.facts());
        q.push(") a WHERE a.tenant_id = n.tenant_id AND a.store_id = n.id");
        within(&mut q, look, Source::Open, asked);
    } else {
        q.push("SELECT ").push(key.column()).push(" AS who, count(*) AS n");
        meant(&mut q, look, Source::Open, asked);
    }
    q.push(" AND ");
    only(&mut q, look, asked, figure.only());
    if each {
        q.push(") AS n FROM nodes n WHERE n.tenant_id = ").bind(look.scope.tenant).push(" AND n.kind = 'store'");
    } else {
        q.push(" GROUP BY 1");
    }
    let rows = q.rows(look.conn).await?;
    let counts = rows.iter().map(|row| Ok((row.try_get("", "who")?, row.try_get("", "n")?)));
    // A store without any is a store like those that the reader does not know.
    Ok(counts.collect::<Result<Vec<(Option<Id>, i64)>, DbError>>()?.into_iter().filter(|(_, n)| *n > 0).collect())
}
