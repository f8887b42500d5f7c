//! Setting a value at a node, and going back to what is inherited.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::{Setting, queries};
use crate::{nodes, versions};

/// Sets a value at a node, for it and all below it. Refuses `setting-invalid`, and `setting-fixed` where a node above fixed
/// it. Permission is the caller's matter.
pub async fn set_setting(tx: &mut Tx<'_>, node: Id, setting: &Setting, value: &str) -> Result<(), Refusal> {
    let value = value.trim();
    if !setting.kind.takes(value) {
        return Err(Refusal::field(setting.key, "setting-invalid"));
    }
    let path = nodes::queries::find(tx.conn(), tx.tenant(), node).await?.ok_or(Refusal::NotFound)?.path;
    let held = queries::setting(tx.conn(), tx.tenant(), &path, setting.key, setting.default).await?;
    if held.fixed_by.is_some() {
        return Err(Refusal::Rule("setting-fixed"));
    }
    let before = queries::here(tx.conn(), tx.tenant(), node, setting.key).await?;
    queries::set(tx, node, setting.key, value).await?;
    note(tx, node, setting.key, before, Some(value.to_owned())).await
}

/// Fixes a node's own value for all nodes below, or lets them set their own again. What they set before stays kept and
/// counts again then. Refuses `setting-not-here` where the node sets none.
pub async fn lock_setting(tx: &mut Tx<'_>, node: Id, setting: &Setting, locked: bool) -> Result<(), Refusal> {
    if queries::here(tx.conn(), tx.tenant(), node, setting.key).await?.is_none() {
        return Err(Refusal::Rule("setting-not-here"));
    }
    let before = queries::is_locked(tx, node, setting.key).await?;
    if before == locked {
        return Ok(());
    }
    queries::lock(tx, node, setting.key, locked).await?;
    versions::raise(tx).await?;
    let field = format!("setting.{}.fixed", setting.key);
    let change = Change::of(&field, Some(before.to_string()), Some(locked.to_string()));
    tx.record("node", node, "set", change.into_iter().collect());
    Ok(())
}

/// Takes a node's own value back: the inherited one holds again.
pub async fn clear_setting(tx: &mut Tx<'_>, node: Id, setting: &Setting) -> Result<(), Refusal> {
    let before = queries::here(tx.conn(), tx.tenant(), node, setting.key).await?;
    queries::clear(tx, node, setting.key).await?;
    note(tx, node, setting.key, before, None).await
}

async fn note(
    tx: &mut Tx<'_>,
    node: Id,
    key: &str,
    before: Option<String>,
    after: Option<String>,
) -> Result<(), Refusal> {
    versions::raise(tx).await?;
    tx.record("node", node, "set", Change::of(&format!("setting.{key}"), before, after).into_iter().collect());
    Ok(())
}
