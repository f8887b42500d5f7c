//! Setting entries at a node, going back to what is inherited, and what modules bring along.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::{DictionarySeed, Entry, entries_at, queries};
use crate::seeds::Ledger;
use crate::{nodes, versions};

/// Names in the ledger of all that [`seed`] lays down.
pub(crate) fn seed_names(seeds: &[DictionarySeed]) -> Vec<String> {
    let all = super::DICTIONARIES.iter().chain(seeds);
    all.flat_map(|seed| seed.entries.iter().map(|(code, _, _)| entry_name(seed.name, code))).collect()
}

fn entry_name(dictionary: &str, code: &str) -> String {
    format!("entry/{dictionary}/{code}")
}

/// Lays down at `root` what modules bring, at founding and again at each upgrade: entries that are there stay as they
/// are, and those that were taken away do not come back.
pub async fn seed(tx: &mut Tx<'_>, root: Id, seeds: &[DictionarySeed]) -> Result<(), Refusal> {
    let mut ledger = Ledger::load(tx.conn(), tx.tenant()).await?;
    let mut entries = Vec::new();
    for seed in super::DICTIONARIES.iter().chain(seeds) {
        for (position, (code, zh, en)) in seed.entries.iter().enumerate() {
            if !ledger.is_due(entry_name(seed.name, code)) {
                continue;
            }
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
    if ledger.keep(tx).await? {
        versions::raise(tx).await?;
    }
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
    let before = held(tx, entry.node, &entry.dictionary, &entry.code).await?;
    queries::set(tx, &entry).await?;
    note(tx, entry.node, &entry.dictionary, &entry.code, before, Some(entry.clone())).await
}

/// Takes a node's own entry back: the inherited one holds again, if there is one.
pub async fn clear_entry(tx: &mut Tx<'_>, node: Id, dictionary: &str, code: &str) -> Result<(), Refusal> {
    let before = held(tx, node, dictionary, code).await?;
    if !queries::clear(tx, node, dictionary, code).await? {
        return Err(Refusal::NotFound);
    }
    let after = held(tx, node, dictionary, code).await?;
    note(tx, node, dictionary, code, before, after).await
}

/// The entry as it holds at a node, its own or inherited.
async fn held(tx: &Tx<'_>, node: Id, dictionary: &str, code: &str) -> Result<Option<Entry>, Refusal> {
    let path = nodes::queries::find(tx.conn(), tx.tenant(), node).await?.ok_or(Refusal::NotFound)?.path;
    let all = queries::all(tx.conn(), tx.tenant()).await?;
    let of_code = all.iter().filter(|e| e.dictionary == dictionary && e.code == code);
    Ok(entries_at(&path, of_code).into_iter().next().map(|held| held.entry))
}

/// Keeps each part of an entry before and after.
async fn note(
    tx: &mut Tx<'_>,
    node: Id,
    dictionary: &str,
    code: &str,
    before: Option<Entry>,
    after: Option<Entry>,
) -> Result<(), Refusal> {
    versions::raise(tx).await?;
    let change = |part: &str, of: fn(&Entry) -> Option<String>| {
        let field = format!("dictionary.{dictionary}.{code}{part}");
        Change::of(&field, before.as_ref().and_then(of), after.as_ref().and_then(of))
    };
    let changes = [
        change("", |e| Some(e.name_zh.clone())),
        change(".english", |e| Some(e.name_en.clone())),
        change(".position", |e| Some(e.position.to_string())),
        change(".active", |e| Some(e.active.to_string())),
        change(".colour", |e| e.colour.clone()),
    ];
    tx.record("node", node, "set", changes.into_iter().flatten().collect());
    Ok(())
}
