//! Setting a value at a node, and going back to what is inherited.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::{Setting, queries};
use crate::versions;

/// Sets a value at a node, for it and all below it. Refuses `setting-invalid`. Permission is the caller's matter.
pub async fn set_setting(tx: &mut Tx<'_>, node: Id, setting: &Setting, value: &str) -> Result<(), Refusal> {
    let value = value.trim();
    if !setting.kind.takes(value) {
        return Err(Refusal::field(setting.key, "setting-invalid"));
    }
    let before = queries::here(tx.conn(), tx.tenant(), node, setting.key).await?;
    queries::set(tx, node, setting.key, value).await?;
    note(tx, node, setting.key, before, Some(value.to_owned())).await
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
