//! What undoing would do, record by record: the same for the page that asks and for the job that does it.

use std::collections::{HashMap, HashSet};

use kernel::{Action, Id};
use sea_orm::DbErr;

use super::image::{Difference, Image, Photo, photograph};
use super::later;
use super::model::{Back, Conflict, Fate, Line, Operation};
use super::naming::Names;
use super::place::AnyLook;
use super::queries;
use super::reversible::Reversible;
use super::table::Table;
use crate::Kind;

/// One thing that goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The record is put away.
    Away,
    /// A fact of a row goes back to what it was.
    Restore {
        /// The table's place in the noun's list.
        table: usize,
        /// The row.
        key: String,
        /// The fact.
        field: &'static str,
        /// What stands there.
        now: Image,
        /// What stood there.
        to: Image,
    },
    /// A row that came goes.
    Remove {
        /// The table's place in the noun's list.
        table: usize,
        /// The row.
        key: String,
        /// What it is like.
        now: Image,
    },
    /// A row that went comes back.
    Lay {
        /// The table's place in the noun's list.
        table: usize,
        /// The row.
        key: String,
        /// What it was like.
        to: Image,
    },
}

/// What undoing does to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The record.
    pub record: Id,
    /// What goes back.
    pub steps: Vec<Step>,
    /// What stays.
    pub conflicts: Vec<Conflict>,
    /// It is out of reach.
    pub closed: bool,
}

impl Plan {
    /// What it comes to.
    pub fn back(&self) -> Back {
        match (self.closed, self.steps.is_empty(), self.conflicts.is_empty()) {
            (true, ..) => Back::Closed,
            _ if self.steps.contains(&Step::Away) => Back::Away,
            (_, true, true) => Back::Nothing,
            (_, true, false) => Back::Kept,
            (_, false, true) => Back::Restored,
            (_, false, false) => Back::Partly,
        }
    }
}

/// Looks at some lines of an operation, all of one noun. `with` as for [`Reversible::mend`].
pub async fn examine(
    look: &AnyLook<'_>,
    reversible: &dyn Reversible,
    operation: &Operation,
    lines: &[Line],
    with: &[Plan],
) -> Result<Vec<Plan>, DbErr> {
    let (kind, tables, tenant) = (reversible.kind(), reversible.tables(), look.scope.tenant);
    let of = |fate: Fate| lines.iter().filter(move |l| l.fate == fate).map(|l| l.record).collect::<Vec<_>>();
    let (created, changed) = (of(Fate::Created), of(Fate::Changed));
    let all: Vec<Id> = lines.iter().map(|l| l.record).collect();
    let standing: HashSet<Id> =
        queries::standing(look.conn, tenant, kind, &all).await?.into_iter().map(|(id, _)| id).collect();
    let mut reached = queries::reached(look, kind, &changed, action(operation, kind)).await?;
    reached.extend(queries::reached(look, kind, &created, Action::See).await?);
    let worked = worked_on(look, reversible, operation, lines).await?;
    let names = Names::of(look.conn, tenant, kind, tables).await?;
    let kept = queries::kept(look.conn, tenant, operation.id, kind, tables, &changed).await?;
    let now = photograph(look.conn, tenant, tables, &changed).await?;
    let mut differences: HashMap<Id, Vec<Difference>> = HashMap::new();
    for difference in kept {
        differences.entry(difference.record).or_default().push(difference);
    }
    let mut plans = Vec::with_capacity(lines.len());
    for line in lines {
        let mut plan = Plan { record: line.record, steps: Vec::new(), conflicts: Vec::new(), closed: false };
        match line.fate {
            Fate::Changed if !standing.contains(&line.record) => plan.conflicts.push(Conflict::of("", "gone")),
            // What was made and is gone already has gone back.
            _ if !standing.contains(&line.record) => {}
            Fate::Created | Fate::Changed if !reached.contains(&line.record) => plan.closed = true,
            Fate::Created => match worked.get(&line.record) {
                Some(since) => plan.conflicts.push(Conflict {
                    by: Some(since.by.clone()),
                    at: Some(since.at),
                    ..Conflict::of("", "worked-on")
                }),
                None => plan.steps.push(Step::Away),
            },
            Fate::Changed => {
                for difference in differences.remove(&line.record).unwrap_or_default() {
                    compare(&mut plan, &tables[difference.table], difference, &now, &names);
                }
            }
            _ => {}
        }
        plans.push(plan);
    }
    reversible.mend(look, with, &mut plans).await?;
    blame(look, reversible, operation, &mut plans).await?;
    Ok(plans)
}

/// What someone must be allowed to do with a record to take a change of it back: what the change itself needed.
fn action(operation: &Operation, kind: &Kind) -> Action {
    match operation.kind.as_str() {
        // Who leaves hands records over; the person themselves is edited.
        "assign" => Action::Assign,
        "leave" if operation.noun == kind.name => Action::Assign,
        _ => Action::Edit,
    }
}

async fn worked_on(
    look: &AnyLook<'_>,
    reversible: &dyn Reversible,
    operation: &Operation,
    lines: &[Line],
) -> Result<HashMap<Id, later::Since>, DbErr> {
    let made: Vec<(Id, kernel::Instant)> =
        lines.iter().filter(|l| l.fate == Fate::Created).map(|l| (l.record, l.at)).collect();
    if made.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Id> = made.iter().map(|(id, _)| *id).collect();
    let mut worked = reversible.later(look, operation.id, &made).await?;
    let told = later::in_journal(look.conn, look.scope.tenant, operation.id, reversible.kind(), &ids).await?;
    worked.extend(told);
    Ok(worked)
}

/// One row: as it was, as the operation left it, as it is.
fn compare(plan: &mut Plan, table: &Table, difference: Difference, now: &Photo, names: &Names) {
    let Difference { table: at, key, before, after, .. } = difference;
    let says = names.called(table, &key, table.says);
    let present = now.get(&(at, key.clone())).map(|(_, image)| image);
    match (before, after, present) {
        (None, Some(after), Some(now)) => {
            let differs = |group: &&super::Group| !group.silent && first(group, &after) != first(group, now);
            match table.groups.iter().find(differs) {
                Some(_) => plan.conflicts.push(Conflict::of(says, "later")),
                None => plan.steps.push(Step::Remove { table: at, key, now: now.clone() }),
            }
        }
        (Some(before), None, None) => plan.steps.push(Step::Lay { table: at, key, to: before }),
        (Some(before), Some(after), Some(now)) => {
            for group in table.groups.iter().filter(|g| before.contains_key(g.columns[0].name)) {
                let stands = first(group, now);
                if stands == first(group, &after) {
                    plan.steps.push(Step::Restore {
                        table: at,
                        key: key.clone(),
                        field: group.field,
                        now: part(group, now),
                        to: part(group, &before),
                    });
                } else if stands != first(group, &before) && !group.silent {
                    plan.conflicts.push(Conflict::of(names.called(table, &key, group.field), "later"));
                }
            }
        }
        (Some(_), Some(_), None) => plan.conflicts.push(Conflict::of(says, "gone")),
        // What came is gone already, or what went is back already.
        _ => {}
    }
}

fn first<'i>(group: &super::Group, image: &'i Image) -> &'i serde_json::Value {
    image.get(group.columns[0].name).unwrap_or(&serde_json::Value::Null)
}

fn part(group: &super::Group, image: &Image) -> Image {
    group.columns.iter().map(|c| (c.name.to_owned(), image.get(c.name).cloned().unwrap_or_default())).collect()
}

/// Who changed what stays.
async fn blame(
    look: &AnyLook<'_>,
    reversible: &dyn Reversible,
    operation: &Operation,
    plans: &mut [Plan],
) -> Result<(), DbErr> {
    let open: Vec<Id> = plans.iter().filter(|p| p.conflicts.iter().any(|c| c.by.is_none())).map(|p| p.record).collect();
    let lines = later::lines(look.conn, look.scope.tenant, operation.id, reversible.kind(), &open, true).await?;
    for plan in plans {
        for conflict in plan.conflicts.iter_mut().filter(|c| c.by.is_none()) {
            let own = |l: &&later::Told| l.record == plan.record;
            let speaks = |l: &&later::Told| conflict.field.is_empty() || l.fields.contains(&conflict.field);
            let last = lines.iter().rev().filter(own).find(speaks).or_else(|| lines.iter().rev().find(own));
            if let Some(last) = last {
                conflict.by = Some(last.since.by.clone());
                conflict.at = Some(last.since.at);
            }
        }
    }
    Ok(())
}
