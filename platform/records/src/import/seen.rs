//! Which keys stood in earlier rows of the file.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Draft, Key};

/// Keys of earlier rows with their lines. Keeps 64-bit hashes: some 40 bytes a key, so that a million rows fit; two of
/// three million keys share a hash with a probability below one in a million.
#[derive(Debug, Default)]
pub(super) struct Seen {
    lines: HashMap<u64, u64>,
}

/// A row that may be handed on now, and the earlier row it repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// Its place among the drafts.
    pub at: usize,
    /// The line of the earlier row with the same key.
    pub earlier: Option<u64>,
}

impl Seen {
    /// Notes a row that was not rejected.
    pub fn note(&mut self, draft: &Draft, order: &[Key]) {
        for (key, text) in draft.keys(order) {
            self.lines.entry(hash(key, text)).or_insert(draft.line);
        }
    }

    /// Chooses the rows whose turn it is: those that repeat an earlier row, and of the rest the first of each key.
    /// The others wait until it is known what became of those.
    pub fn wave(&self, drafts: &[Draft], waiting: &[usize], order: &[Key]) -> (Vec<Turn>, Vec<usize>) {
        let (mut turns, mut rest, mut taken) = (Vec::new(), Vec::new(), HashSet::new());
        for at in waiting.iter().copied() {
            let keys: Vec<u64> = drafts[at].keys(order).into_iter().map(|(key, text)| hash(key, text)).collect();
            let earlier = keys.first().and_then(|first| self.lines.get(first)).copied();
            if earlier.is_none() && keys.iter().any(|key| taken.contains(key)) {
                rest.push(at);
            } else {
                turns.push(Turn { at, earlier });
            }
            if earlier.is_none() {
                // Also keys of rows that wait: a third row must not overtake the second.
                taken.extend(keys);
            }
        }
        (turns, rest)
    }
}

fn hash(key: Key, text: &str) -> u64 {
    // The default hasher has fixed keys, so a resumed import sees the same hashes.
    let mut hasher = DefaultHasher::new();
    (key, text).hash(&mut hasher);
    hasher.finish()
}
