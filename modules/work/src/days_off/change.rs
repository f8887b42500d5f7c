//! Keeping days and taking them back. Permission is the caller's matter.

use kernel::journal::Change;
use kernel::{Id, Tx};
use organisation::{NodeKind, nodes, versions};
use records::Refusal;

use super::{DayKind, NewDay, queries};

/// The most days that are kept at a stroke: the list of some years.
pub const AT_ONCE: usize = 400;

/// Keeps days at a node, for it and all below it; one that the node keeps already is replaced. Of a day given twice the last
/// one counts. Refuses `work-days-too-many`.
pub async fn put(tx: &mut Tx<'_>, node: Id, mut days: Vec<NewDay>) -> Result<usize, Refusal> {
    let kind = journal_kind(tx, node).await?;
    if days.len() > AT_ONCE {
        return Err(Refusal::Rule("work-days-too-many"));
    }
    // PostgreSQL changes a row once in a statement.
    days.reverse();
    days.sort_by_key(|d| d.day);
    days.dedup_by_key(|d| d.day);
    for day in &mut days {
        if day.kind == DayKind::Closed {
            day.hours.clear();
        }
    }
    queries::put(tx, node, &days).await?;
    versions::raise(tx).await?;
    let told = |d: &NewDay| Change::of(&format!("day.{}", d.day), None, Some(format!("{} {}", d.kind.name(), d.name)));
    let changes = days.iter().filter_map(told).collect();
    tx.record(kind, node, "set", changes);
    Ok(days.len())
}

/// Takes a day back that a node below one of the paths allowed keeps. `NotFound` for any other.
pub async fn remove(tx: &mut Tx<'_>, id: Id, allowed: impl Fn(&str) -> bool) -> Result<Id, Refusal> {
    let day = queries::find(tx, id).await?.filter(|d| allowed(&d.path)).ok_or(Refusal::NotFound)?;
    queries::remove(tx, id).await?;
    versions::raise(tx).await?;
    let change = Change::of(&format!("day.{}", day.day), Some(format!("{} {}", day.kind, day.name)), None);
    let kind = journal_kind(tx, day.node_id).await?;
    tx.record(kind, day.node_id, "set", change.into_iter().collect());
    Ok(day.node_id)
}

/// Under which noun the journal keeps what is settled at a node.
async fn journal_kind(tx: &Tx<'_>, node: Id) -> Result<&'static str, Refusal> {
    let node = nodes::queries::find(tx.conn(), tx.tenant(), node).await?.ok_or(Refusal::NotFound)?;
    Ok(if node.node_kind() == NodeKind::Store { "store" } else { "node" })
}
