//! Moving a node with all below it.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::add::journal_kind;
use super::{NodeKind, may_stand_under, queries};
use crate::{HOUSE_ZONE, users, versions};

/// Hangs a node below another one from today on. Paths below it are rewritten, history stays, and
/// `node.moved.v1 {"from", "to"}` tells other modules to rewrite theirs. Refuses `node-kind-misplaced` and
/// `node-below-itself`.
pub async fn move_node(tx: &mut Tx<'_>, id: Id, parent: Id) -> Result<(), Refusal> {
    let tenant = tx.tenant();
    let node = queries::find(tx.conn(), tenant, id).await?.ok_or(Refusal::NotFound)?;
    let above = queries::find(tx.conn(), tenant, parent).await?.ok_or(Refusal::NotFound)?;
    if node.parent_id == Some(parent) {
        return Ok(());
    }
    if node.parent_id.is_none() || above.path.starts_with(&node.path) {
        return Err(Refusal::Rule("node-below-itself"));
    }
    let kind = node.node_kind();
    if !may_stand_under(kind, above.node_kind()) {
        return Err(Refusal::Rule("node-kind-misplaced"));
    }
    let to = format!("{}{}/", above.path, node.no);
    queries::set_parent(tx, id, parent).await?;
    queries::rewrite_paths(tx, &node.path, &to).await?;
    if kind > NodeKind::Store {
        let people = users::queries::standing_below(tx.conn(), tenant, &to).await?;
        queries::rewrite_store(tx, &to, above.store_id).await?;
        users::search::follow(tx, &people, above.store_id).await?;
    }
    queries::place(tx, id, Some(parent), tx.now().date_in(HOUSE_ZONE)).await?;
    versions::raise(tx).await?;
    let before = node.parent_id.map(|id| id.to_string());
    tx.record(
        journal_kind(kind),
        id,
        "move",
        Change::of("parent", before, Some(parent.to_string())).into_iter().collect(),
    );
    tx.emit("node.moved.v1", journal_kind(kind), id, serde_json::json!({ "from": node.path, "to": to }));
    Ok(())
}
