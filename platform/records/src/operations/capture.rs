//! What an operation does to records that were there before, kept as it is done.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{Id, Tx};
use sea_orm::DbErr;

use super::image::{Difference, Image, Photo, differences, photograph};
use super::model::{Counts, Fate};
use super::queries::{self, Noted};
use super::reversible::Reversible;
use super::table::Table;
use crate::Refusal;

/// Records photographed before an operation touches them.
pub struct Capture<'r> {
    reversible: &'r dyn Reversible,
    operation: Id,
    records: Vec<Id>,
    before: Photo,
}

impl<'r> Capture<'r> {
    /// Photographs records, in the transaction that is going to change them.
    pub async fn before(
        tx: &Tx<'_>,
        reversible: &'r dyn Reversible,
        operation: Id,
        records: impl IntoIterator<Item = Id>,
    ) -> Result<Capture<'r>, DbErr> {
        let records: Vec<Id> = records.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        queries::hold(tx, reversible.kind(), &records).await?;
        let before = photograph(tx.conn(), tx.tenant(), reversible.tables(), &records).await?;
        Ok(Capture { reversible, operation, records, before })
    }

    /// Photographs them again and keeps what differs; those that changed are returned.
    pub async fn after(self, tx: &Tx<'_>) -> Result<HashSet<Id>, DbErr> {
        let (kind, tables) = (self.reversible.kind(), self.reversible.tables());
        let after = photograph(tx.conn(), tx.tenant(), tables, &self.records).await?;
        let found = differences(tables, self.before, after);
        if found.is_empty() {
            return Ok(HashSet::new());
        }
        let changed: BTreeSet<Id> = found.iter().map(|d| d.record).collect();
        let ids: Vec<Id> = changed.iter().copied().collect();
        let earlier = queries::kept(tx.conn(), tx.tenant(), self.operation, kind, tables, &ids).await?;
        let found = if earlier.is_empty() {
            found
        } else {
            queries::forget(tx, self.operation, kind, &ids).await?;
            joined(tables, earlier, found)
        };
        queries::keep(tx, self.operation, kind, tables, &found).await?;
        let lines: Vec<Noted> = ids.iter().map(|id| Noted { record: *id, fate: Fate::Changed, reason: None }).collect();
        queries::note(tx, self.operation, kind.name, &lines).await?;
        Ok(changed.into_iter().collect())
    }
}

impl Capture<'_> {
    /// [`Capture::after`] where each record had its turn by itself: what was refused, and what stood so already, is noted
    /// beside what changed, and all of it is counted.
    pub async fn account(
        self,
        tx: &Tx<'_>,
        records: Vec<Id>,
        mut refused: HashMap<Id, Refusal>,
        counts: &mut Counts,
    ) -> Result<(), DbErr> {
        let (operation, noun) = (self.operation, self.reversible.kind().name);
        let changed = self.after(tx).await?;
        let mut rest = Vec::new();
        for record in records {
            let reason = refused.remove(&record).map(|refusal| reason(&refusal));
            let fate = match (&reason, changed.contains(&record)) {
                (Some(_), _) => Fate::Refused,
                (None, true) => Fate::Changed,
                (None, false) => Fate::Unchanged,
            };
            counts.add(fate);
            if fate != Fate::Changed {
                rest.push(Noted { record, fate, reason });
            }
        }
        queries::note(tx, operation, noun, &rest).await
    }
}

/// The code of a refusal, with the field behind `:` where it speaks of one.
fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Invalid(errors) => {
            errors.first().map_or_else(|| "operation-refused".to_owned(), |e| format!("{}:{}", e.code, e.field))
        }
        Refusal::Rule(code) => (*code).to_owned(),
        Refusal::NotFound => "operation-refused-gone".to_owned(),
        Refusal::Forbidden => "operation-refused-forbidden".to_owned(),
        Refusal::Conflict(_) => "operation-refused-conflict".to_owned(),
        Refusal::Database(_) => "operation-refused".to_owned(),
    }
}

/// Notes records that an operation made.
pub async fn note(tx: &Tx<'_>, operation: Id, noun: &str, made: impl IntoIterator<Item = Id>) -> Result<(), DbErr> {
    let lines: Vec<Noted> =
        made.into_iter().map(|record| Noted { record, fate: Fate::Created, reason: None }).collect();
    queries::note(tx, operation, noun, &lines).await
}

/// What two touches of the same operation come to together: before the first, after the last.
fn joined(tables: &[Table], earlier: Vec<Difference>, later: Vec<Difference>) -> Vec<Difference> {
    let mut rows: HashMap<(Id, usize, String), Difference> =
        earlier.into_iter().map(|d| ((d.record, d.table, d.key.clone()), d)).collect();
    for new in later {
        let place = (new.record, new.table, new.key.clone());
        match rows.remove(&place) {
            None => drop(rows.insert(place, new)),
            Some(old) => {
                if let Some(both) = together(&tables[new.table], old, new) {
                    rows.insert(place, both);
                }
            }
        }
    }
    let mut list: Vec<Difference> = rows.into_values().collect();
    list.sort_by(|a, b| (a.record, a.table, &a.key).cmp(&(b.record, b.table, &b.key)));
    list
}

fn together(table: &Table, old: Difference, new: Difference) -> Option<Difference> {
    let over = |below: Image, above: Image| {
        let mut all = below;
        all.extend(above);
        all
    };
    let (before, after) = match (old.before, old.after, new.before, new.after) {
        // It came and went again.
        (None, _, _, None) => return None,
        // It came, and was changed.
        (None, Some(first), _, Some(last)) => (None, Some(over(first, last))),
        // It went and came back.
        (Some(was), None, _, Some(is)) => (Some(was), Some(is)),
        // It was changed and went: what it was like before either.
        (Some(was), Some(_), Some(rest), None) => (Some(over(rest, was)), None),
        // It was changed twice.
        (Some(was), Some(first), Some(between), Some(last)) => (Some(over(between, was)), Some(over(first, last))),
        (before, after, ..) => (before, after),
    };
    // A fact that stands again as before is no difference.
    let (mut before, mut after) = (before, after);
    if let (Some(was), Some(is)) = (&mut before, &mut after) {
        for group in &table.groups {
            if group.columns.iter().all(|c| was.get(c.name) == is.get(c.name)) {
                for column in &group.columns {
                    was.remove(column.name);
                    is.remove(column.name);
                }
            }
        }
        if was.is_empty() {
            return None;
        }
    }
    Some(Difference {
        before,
        after,
        ..Difference { record: old.record, table: old.table, key: old.key, before: None, after: None }
    })
}
