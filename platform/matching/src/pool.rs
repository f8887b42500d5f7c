//! The values of many records, each kept once and counted, and the records as lists of them.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::Role;
use crate::slot::Slot;
use crate::value::{self, Value};

/// A record as the places of its values in a [`Pool`], by slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile(Box<[(Slot, u32)]>);

impl Profile {
    /// All values.
    pub fn values(&self) -> &[(Slot, u32)] {
        &self.0
    }

    /// The values of one slot.
    pub fn of(&self, slot: Slot) -> &[(Slot, u32)] {
        let from = self.0.partition_point(|(s, _)| *s < slot);
        let to = self.0.partition_point(|(s, _)| *s <= slot);
        &self.0[from..to]
    }

    /// Whether nothing is known that could be compared.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Values, each once, with how many records have them. The hash is the same in every process, so that what is built
/// from it is too.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    values: Vec<Value>,
    counts: Vec<u32>,
    records: [u32; Slot::COUNT],
    places: HashMap<u64, u32>,
}

/// A hash that does not change between runs.
pub(crate) fn hash(parts: impl std::hash::Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(parts)
}

impl Pool {
    /// An empty pool.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a record: roles with what was typed, in the order of the columns. Its values are counted.
    pub fn add<'a>(&mut self, facts: impl IntoIterator<Item = (Role, &'a str)>) -> Profile {
        let profile = self.read(facts);
        let mut last = None;
        for (slot, value) in profile.values() {
            self.counts[*value as usize] += 1;
            if last != Some(*slot) {
                self.records[*slot as usize] += 1;
                last = Some(*slot);
            }
        }
        profile
    }

    /// Reads a record without counting its values, for scoring against frequencies that are known already.
    pub fn read<'a>(&mut self, facts: impl IntoIterator<Item = (Role, &'a str)>) -> Profile {
        let mut lines = [0_usize; Role::ALL.len()];
        let mut own = Vec::new();
        for (role, raw) in facts {
            let line = &mut lines[role as usize];
            for value in value::read(role, *line, raw) {
                own.push((value.slot, self.place(value)));
            }
            *line += 1;
        }
        own.sort_unstable();
        own.dedup();
        Profile(own.into())
    }

    /// Says how many of how many records have a value, where that is known otherwise.
    pub fn know(&mut self, slot: Slot, text: &str, count: u32) {
        let value = Value::known(slot, text);
        if let Some(place) = self.find(&value) {
            self.counts[place as usize] = count;
        }
    }

    /// Says how many records have a value in a slot at all, where that is known otherwise.
    pub fn know_records(&mut self, slot: Slot, records: u32) {
        self.records[slot as usize] = records;
    }

    fn find(&self, value: &Value) -> Option<u32> {
        let mut at = hash((value.slot, &*value.text));
        loop {
            let place = *self.places.get(&at)?;
            let found = &self.values[place as usize];
            if found.slot == value.slot && found.text == value.text {
                return Some(place);
            }
            at = at.wrapping_add(1);
        }
    }

    fn place(&mut self, value: Value) -> u32 {
        if let Some(place) = self.find(&value) {
            return place;
        }
        let place = self.values.len() as u32;
        let mut at = hash((value.slot, &*value.text));
        while self.places.contains_key(&at) {
            at = at.wrapping_add(1);
        }
        self.places.insert(at, place);
        self.values.push(value);
        self.counts.push(0);
        place
    }

    /// A value by its place in the pool.
    pub fn value(&self, place: u32) -> &Value {
        &self.values[place as usize]
    }

    /// How many records have this value.
    pub fn count(&self, place: u32) -> u32 {
        self.counts[place as usize]
    }

    /// The values of a slot that most records have, each with their number, the commonest first.
    pub fn commonest(&self, slot: Slot, most: usize) -> Vec<(&str, u32)> {
        let own = self.values.iter().zip(&self.counts).filter(|(value, count)| value.slot == slot && **count > 1);
        let mut found: Vec<(&str, u32)> = own.map(|(value, count)| (&*value.text, *count)).collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        found.truncate(most);
        found
    }

    /// How many records have any value in this slot.
    pub fn records(&self, slot: Slot) -> u32 {
        self.records[slot as usize]
    }
}
