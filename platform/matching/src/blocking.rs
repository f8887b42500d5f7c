//! Which pairs are worth comparing: those that have something rare in common.
//!
//! Each record has a few *atoms*, hashes of its values in a tolerant form. Records with a common atom form a block. A
//! block larger than a cap is not compared whole: its records are divided again by pairs, then by triples, of such common
//! atoms (王 is common, Friday the 3rd of May 1990 may be, both together are not). What two records share must therefore
//! be rare in one, two or three things together, and which, the file decides. Small files are compared pair by pair.

use crate::pool::{Pool, Profile, hash};
use crate::slot::Slot;

/// Up to so many records every pair is compared, half a million of them at most.
pub const WHOLE: usize = 1_000;

/// How many atoms together make the narrowest block.
const DEPTH: usize = 3;

/// The largest block, by the number of records: what all blocks together cost stays near-linear.
fn cap(records: usize) -> usize {
    match records {
        0..=10_000 => 400,
        10_001..=50_000 => 150,
        50_001..=200_000 => 60,
        200_001..=500_000 => 40,
        _ => 25,
    }
}

/// The atoms of a record, without repetition.
pub fn atoms(pool: &Pool, profile: &Profile) -> Vec<u64> {
    let mut out = Vec::with_capacity(16);
    for (slot, place) in profile.values() {
        let value = pool.value(*place);
        let text = &*value.text;
        match slot {
            Slot::Sex => {}
            // One space for both, so that exchanged names meet.
            Slot::Surname | Slot::Given => {
                out.push(hash(("name", value.sound.as_deref().unwrap_or(text).replace(' ', ""))))
            }
            Slot::Address | Slot::Address2 => out.push(hash(("address", text))),
            Slot::Birth => {
                out.push(hash(("birth", text)));
                if text.len() == 8 {
                    let (month, day) = (&text[4..6], &text[6..]);
                    out.push(hash(("day", month.min(day), month.max(day))));
                    out.push(hash(("year", &text[..4])));
                }
            }
            Slot::Vin => {
                out.push(hash(("vin", text)));
                out.push(hash(("tail", identifiers::vin::tail(text, 6))));
            }
            slot => out.push(hash((slot.name(), text))),
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Blocks of records, and for each record the blocks it is in.
pub struct Blocks {
    records: usize,
    /// Members of all blocks, one block after another, ascending within each.
    members: Vec<u32>,
    /// Where each block begins; one more at the end.
    starts: Vec<u32>,
    /// Blocks of all records, one record after another.
    blocks: Vec<u32>,
    /// Where the blocks of each record begin; one more at the end.
    own: Vec<u32>,
}

impl Blocks {
    /// Blocks for these records.
    pub fn of(pool: &Pool, profiles: &[Profile]) -> Self {
        if profiles.len() <= WHOLE {
            return Self { records: profiles.len(), members: vec![], starts: vec![], blocks: vec![], own: vec![] };
        }
        let cap = cap(profiles.len());
        let mut members = Vec::new();
        let mut starts = vec![0_u32];
        // What is divided: the atoms of this depth, each with the last plain atom in it, so that each combination is made once.
        let mut layer: Vec<(u64, u64, u32)> = Vec::new();
        for (record, profile) in profiles.iter().enumerate() {
            layer.extend(atoms(pool, profile).into_iter().map(|atom| (atom, atom, record as u32)));
        }
        let mut common: Vec<Vec<u64>> = Vec::new();
        for depth in 1..=DEPTH {
            layer.sort_unstable();
            let mut large: Vec<(u64, u64, u32)> = Vec::new();
            for group in layer.chunk_by(|a, b| a.0 == b.0) {
                if group.len() > cap {
                    large.extend_from_slice(group);
                } else if group.len() > 1 {
                    members.extend(group.iter().map(|(_, _, record)| *record));
                    starts.push(members.len() as u32);
                }
            }
            if depth == 1 {
                common = vec![Vec::new(); profiles.len()];
                for (atom, _, record) in &large {
                    common[*record as usize].push(*atom);
                }
            }
            layer = if depth == DEPTH { Vec::new() } else { divided(&large, &common) };
        }
        let (blocks, own) = by_record(&members, &starts, profiles.len());
        Self { records: profiles.len(), members, starts, blocks, own }
    }

    /// Calls with each record that `a` is compared with and that comes after it, in ascending order, each once.
    pub fn after(&self, a: u32, room: &mut Vec<u32>) {
        room.clear();
        if self.own.is_empty() {
            room.extend(a + 1..self.records as u32);
            return;
        }
        for block in &self.blocks[self.own[a as usize] as usize..self.own[a as usize + 1] as usize] {
            let (from, to) = (self.starts[*block as usize] as usize, self.starts[*block as usize + 1] as usize);
            let members = &self.members[from..to];
            room.extend_from_slice(&members[members.partition_point(|b| *b <= a)..]);
        }
        room.sort_unstable();
        room.dedup();
    }
}

/// The members of large blocks, divided by one more of their common atoms.
fn divided(large: &[(u64, u64, u32)], common: &[Vec<u64>]) -> Vec<(u64, u64, u32)> {
    let mut out = Vec::new();
    for (key, last, record) in large {
        for atom in common[*record as usize].iter().filter(|atom| *atom > last) {
            out.push((hash((key, atom)), *atom, *record));
        }
    }
    out
}

/// Turns blocks with members into records with blocks.
fn by_record(members: &[u32], starts: &[u32], records: usize) -> (Vec<u32>, Vec<u32>) {
    let mut own = vec![0_u32; records + 1];
    for record in members {
        own[*record as usize + 1] += 1;
    }
    for at in 0..records {
        own[at + 1] += own[at];
    }
    let mut next = own.clone();
    let mut blocks = vec![0_u32; members.len()];
    for (block, bounds) in starts.windows(2).enumerate() {
        for record in &members[bounds[0] as usize..bounds[1] as usize] {
            let place = &mut next[*record as usize];
            blocks[*place as usize] = block as u32;
            *place += 1;
        }
    }
    (blocks, own)
}
