//! Setting entries at a node, going back to what is inherited, and what modules bring along.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::{DictionarySeed, Entry, queries};
use crate::versions;

/// Lays down at `root` what modules bring, at founding and again at each upgrade: entries that are there stay as they
/// are.
pub async fn seed(tx: &mut Tx<'_>, root: Id, seeds: &[DictionarySeed]) -> Result<(), Refusal> {
    let mut entries = Vec::new();
    for seed in super::DICTIONARIES.iter().chain(seeds) {
        for (position, (code, zh, en)) in seed.entries.iter().enumerate() {
            entries.push(Entry {
                node: root,
                path: String::new(),
                dictionary: seed.name.into(),
                code: (*code).into(),
                name_zh: (*zh).into(),
                name_en: (*en).into(),
                position: position as i64,
                active: true,
                colour: None,
            });
        }
    }
    queries::add(tx, entries).await?;
    versions::raise(tx).await?;
    Ok(())
}

/// Adds an entry at a node or overrides the one above, for the node and all below it. Its `path` is not read. Refuses
/// `dictionary-code-invalid` and `dictionary-name-missing`. Permission is the caller's matter.
pub async fn set_entry(tx: &mut Tx<'_>, mut entry: Entry) -> Result<(), Refusal> {
    let code = entry.code.trim();
    if code.is_empty() || code.chars().count() > 40 || code.chars().any(|c| c.is_whitespace() || c == ',' || c == ':') {
        return Err(Refusal::field("code", "dictionary-code-invalid"));
    }
    if entry.name_zh.trim().is_empty() {
        return Err(Refusal::field("name_zh", "dictionary-name-missing"));
    }
    entry.code = code.to_owned();
    entry.name_zh = entry.name_zh.trim().to_owned();
    entry.name_en = Some(entry.name_en.trim()).filter(|n| !n.is_empty()).unwrap_or(&entry.name_zh).to_owned();
    let before =
        queries::here(tx.conn(), tx.tenant(), entry.node, &entry.dictionary, &entry.code).await?.map(|(zh, _)| zh);
    queries::set(tx, &entry).await?;
    let state = if entry.active { entry.name_zh.clone() } else { format!("{} (–)", entry.name_zh) };
    note(tx, entry.node, &entry.dictionary, &entry.code, before, Some(state)).await
}

/// Takes a node's own entry back: the inherited one holds again, if there is one.
pub async fn clear_entry(tx: &mut Tx<'_>, node: Id, dictionary: &str, code: &str) -> Result<(), Refusal> {
    let before = queries::here(tx.conn(), tx.tenant(), node, dictionary, code).await?.map(|(zh, _)| zh);
    if !queries::clear(tx, node, dictionary, code).await? {
        return Err(Refusal::NotFound);
    }
    note(tx, node, dictionary, code, before, None).await
}

async fn note(
    tx: &mut Tx<'_>,
    node: Id,
    dictionary: &str,
    code: &str,
    before: Option<String>,
    after: Option<String>,
) -> Result<(), Refusal> {
    versions::raise(tx).await?;
    tx.record(
        "node",
        node,
        "set",
        Change::of(&format!("dictionary.{dictionary}.{code}"), before, after).into_iter().collect(),
    );
    Ok(())
}
