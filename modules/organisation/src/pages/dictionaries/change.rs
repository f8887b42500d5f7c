//! Entries inside a transaction: what holds at a node, and moving an entry up or down.

use kernel::Tx;
use records::Refusal;

use crate::dictionaries::{Entry, ResolvedEntry, entries_at, queries, set_entry};
use crate::nodes::Node;

/// The entries of a dictionary at a node as they stand in the transaction.
pub(super) async fn standing(tx: &Tx<'_>, node: &Node, dictionary: &str) -> Result<Vec<ResolvedEntry>, Refusal> {
    let all = queries::all(tx.conn(), tx.tenant()).await?;
    Ok(entries_at(&node.path, all.iter().filter(|e| e.dictionary == dictionary)))
}

/// Changes places with the neighbour. The entries whose place changes are overridden at the node; at the edge nothing
/// happens.
pub(super) async fn shift(tx: &mut Tx<'_>, node: &Node, dictionary: &str, code: &str, up: bool) -> Result<(), Refusal> {
    let mut list: Vec<Entry> = standing(tx, node, dictionary).await?.into_iter().map(|r| r.entry).collect();
    let at = list.iter().position(|e| e.code == code).ok_or(Refusal::NotFound)?;
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|n| *n < list.len()) };
    let Some(other) = other else { return Ok(()) };
    list.swap(at, other);
    for entry in reordered(&list) {
        set_entry(tx, Entry { node: node.id, ..entry }).await?;
    }
    Ok(())
}

/// The entries that need another position for the list to be in this order: as few as the positions at hand allow.
fn reordered(list: &[Entry]) -> Vec<Entry> {
    let mut positions: Vec<i64> = list.iter().map(|e| e.position).collect();
    positions.sort_unstable();
    if positions.windows(2).any(|pair| pair[0] == pair[1]) {
        positions = (0..list.len() as i64).collect();
    }
    let placed = list.iter().zip(positions);
    placed
        .filter(|(e, position)| e.position != *position)
        .map(|(e, position)| Entry { position, ..e.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use kernel::Id;

    use super::*;

    fn entry(code: &str, position: i64) -> Entry {
        Entry {
            node: Id::nil(),
            path: "/1/".into(),
            dictionary: "customer_source".into(),
            code: code.into(),
            name_zh: code.into(),
            name_en: code.into(),
            position,
            active: true,
            colour: None,
        }
    }

    /// SYS-06: moving one entry past another touches these two alone; entries that stand at one place are numbered anew.
    #[test]
    fn few_entries_change_their_place() {
        let codes = |list: Vec<Entry>| list.into_iter().map(|e| (e.code, e.position)).collect::<Vec<_>>();
        let swapped = [entry("b", 20), entry("a", 10), entry("c", 30)];
        assert_eq!(codes(reordered(&swapped)), [("b".to_owned(), 10), ("a".to_owned(), 20)]);
        let tied = [entry("b", 0), entry("a", 0)];
        assert_eq!(codes(reordered(&tied)), [("a".to_owned(), 1)]);
    }
}
