//! What must stand after an undo, worked out from three states: before the operation, after it, and after what people did
//! since. Of each row and each fact: what the operation left and nobody changed goes back, and all else stays.

use std::collections::BTreeSet;

use crate::state::{Row, State};
use crate::tables::{Described, Fact};

/// The three states.
pub struct Seen<'s> {
    pub tables: &'s [Described],
    pub before: &'s State,
    pub after: &'s State,
    pub edited: &'s State,
}

/// What must stand, and what must be named: noun, record and field.
pub struct Expected {
    pub state: State,
    pub named: BTreeSet<(String, String, String)>,
    /// Records that people touched since.
    pub touched: BTreeSet<String>,
    /// Rows that are otherwise than the operation left them.
    pub changed: BTreeSet<(usize, String)>,
}

type Name = (String, String, String);

impl Seen<'_> {
    /// Works it out.
    pub fn expected(&self) -> Expected {
        let touched = self.touched();
        let made = self.made();
        let stays = self.staying(&made, &touched);
        let (mut state, mut named) = (State::new(), BTreeSet::new());
        for (noun, record) in made.iter().filter(|(_, record)| stays.contains(record)) {
            named.insert((noun.to_string(), record.clone(), String::new()));
        }
        let keys: BTreeSet<_> = self.before.keys().chain(self.edited.keys()).collect();
        for key in keys {
            let table = &self.tables[key.0];
            let (before, after, edited) = (self.before.get(key), self.after.get(key), self.edited.get(key));
            let record = edited.or(before).map(|row| row[table.record].clone()).unwrap_or_default();
            let row = if made.iter().any(|(_, id)| *id == record) {
                stays.contains(&record).then(|| edited.cloned()).flatten()
            } else {
                row(table, (before, after, edited), &record, &mut named)
            };
            state.extend(row.map(|row| (key.clone(), row)));
        }
        let all = self.after.keys().chain(self.edited.keys());
        let changed = all.filter(|key| self.after.get(*key) != self.edited.get(*key)).cloned().collect();
        Expected { state, named, touched, changed }
    }

    /// Records of which something differs since the operation. A store's row of a car follows from the customer.
    fn touched(&self) -> BTreeSet<String> {
        let mut touched = BTreeSet::new();
        for (key, row) in self.after.iter().chain(self.edited) {
            let table = &self.tables[key.0];
            if !["custodies", "search_terms"].contains(&table.name) && self.after.get(key) != self.edited.get(key) {
                touched.insert(row[table.record].clone());
            }
        }
        touched
    }

    /// What the operation made, by noun.
    fn made(&self) -> BTreeSet<(&'static str, String)> {
        let own = |key: &(usize, String)| ["customers", "vehicles"].contains(&self.tables[key.0].name);
        let new = self.after.keys().filter(|key| own(key) && !self.before.contains_key(*key));
        new.map(|key| (self.tables[key.0].noun, key.1.clone())).collect()
    }

    /// Those of them that stay: somebody worked on them, or on what came along with them.
    fn staying(&self, made: &BTreeSet<(&'static str, String)>, touched: &BTreeSet<String>) -> BTreeSet<String> {
        let mut stays: BTreeSet<String> =
            made.iter().map(|(_, record)| record).filter(|record| touched.contains(*record)).cloned().collect();
        let is_made = |id: &String| made.iter().any(|(_, record)| record == id);
        let ties: Vec<(&String, &String)> = self
            .edited
            .iter()
            .filter(|(key, _)| ["vehicle_parties", "visits"].contains(&self.tables[key.0].name))
            .map(|(_, row)| (&row["vehicle_id"], &row["customer_id"]))
            .filter(|(car, customer)| is_made(car) && is_made(customer))
            .collect();
        loop {
            let known = stays.len();
            for (car, customer) in &ties {
                if stays.contains(*car) || stays.contains(*customer) {
                    stays.extend([(*car).clone(), (*customer).clone()]);
                }
            }
            if stays.len() == known {
                return stays;
            }
        }
    }
}

/// One row of a record that was there before.
fn row(
    table: &Described,
    (before, after, edited): (Option<&Row>, Option<&Row>, Option<&Row>),
    record: &str,
    named: &mut BTreeSet<Name>,
) -> Option<Row> {
    let own = table.named.and_then(|column| before.or(after).or(edited).map(|row| row[column].clone()));
    let mut name = |field: &str| {
        named.insert((table.noun.to_owned(), record.to_owned(), own.clone().unwrap_or_else(|| field.to_owned())))
    };
    match (before, after, edited) {
        // It came, and is there still.
        (None, Some(after), Some(edited)) => {
            if differ(table, after, edited) {
                name(table.says);
                Some(edited.clone())
            } else {
                None
            }
        }
        // It went.
        (Some(before), None, None) => Some(before.clone()),
        // It went, and somebody put another in its place.
        (Some(before), None, Some(edited)) => {
            if differ(table, before, edited) {
                name(table.says);
            }
            Some(edited.clone())
        }
        (Some(before), Some(after), Some(edited)) => {
            let mut row = edited.clone();
            for fact in facts(table, before) {
                let same = fact.columns.iter().all(|c| before[c] == after[c]);
                if same {
                    continue;
                }
                let stands = decides(&fact, edited);
                if stands == decides(&fact, after) {
                    row.extend(fact.columns.iter().map(|c| (c.clone(), before[c].clone())));
                } else if stands != decides(&fact, before) && !fact.silent {
                    name(&fact.field);
                }
            }
            Some(row)
        }
        // It was changed, and has gone since.
        (Some(before), Some(after), None) => {
            if before != after {
                name(table.says);
            }
            None
        }
        (_, _, edited) => edited.cloned(),
    }
}

/// Whether two states of a row are apart in something that people are told of.
fn differ(table: &Described, one: &Row, other: &Row) -> bool {
    table.facts.iter().any(|fact| !fact.silent && decides(fact, one) != decides(fact, other))
}

fn decides<'r>(fact: &Fact, row: &'r Row) -> Vec<&'r str> {
    fact.columns.iter().take(fact.deciding).map(|c| row[c].as_str()).collect()
}

/// The facts of a table, those that nobody named among them, each for itself.
fn facts(table: &Described, row: &Row) -> Vec<Fact> {
    let named: BTreeSet<&String> = table.facts.iter().flat_map(|f| &f.columns).collect();
    let further = row.keys().filter(|c| !named.contains(c) && !table.key.contains(&c.as_str()));
    table.facts.iter().cloned().chain(further.map(|column| Fact::silent(column))).collect()
}

/// What stands otherwise than expected, line by line.
pub fn apart(tables: &[Described], expected: &Expected, found: &State) -> Vec<String> {
    let mut list = Vec::new();
    let keys: BTreeSet<_> = expected.state.keys().chain(found.keys()).collect();
    for key in keys {
        let table = &tables[key.0];
        match (expected.state.get(key), found.get(key)) {
            (Some(row), None) => list.push(format!("{} {} is not there: {row:?}", table.name, key.1)),
            (None, Some(row)) => list.push(format!("{} {} is there: {row:?}", table.name, key.1)),
            (Some(wanted), Some(row)) => {
                let follows: BTreeSet<&String> =
                    table.facts.iter().filter(|f| f.derived).flat_map(|f| &f.columns).collect();
                let touched = expected.touched.contains(&row[table.record]) || expected.changed.contains(key);
                for (column, value) in wanted.iter().filter(|(c, value)| row[*c] != **value) {
                    if touched && follows.contains(column) {
                        continue;
                    }
                    list.push(format!("{} {}: {column} is {}, not {value}", table.name, key.1, row[column]));
                }
            }
            (None, None) => {}
        }
    }
    list
}
