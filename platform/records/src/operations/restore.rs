//! Rows go back.

use std::collections::BTreeMap;

use kernel::journal::Change;
use kernel::sql::{self, Query};
use kernel::{Id, Tx, Value};
use sea_orm::DbErr;

use super::examine::{Plan, Step};
use super::image::{Image, key_values};
use super::naming;
use super::place::{bound, plain};
use super::reversible::Reversible;
use super::table::{Column, Table};
use crate::custom;

/// The action under which the journal tells it.
pub(super) const ACTION: &str = "undo";

/// Does what plans say, with what follows, and journals it.
pub(super) async fn restore(tx: &mut Tx<'_>, reversible: &dyn Reversible, plans: &[Plan]) -> Result<(), DbErr> {
    let tables = reversible.tables();
    let away: Vec<Id> = plans.iter().filter(|p| p.steps.contains(&Step::Away)).map(|p| p.record).collect();
    let goes_back = |plan: &&Plan| !plan.steps.is_empty() && !plan.steps.contains(&Step::Away);
    let back: Vec<Plan> = plans.iter().filter(goes_back).cloned().collect();
    if !back.is_empty() {
        let whole = custom::whole_kind_of(tx.conn(), tx.tenant(), reversible.kind()).await?;
        let before = naming::values(tx, whole, tables, &back).await?;
        let following = reversible.prepare(tx, &back).await?;
        for plan in &back {
            // What came goes before what went comes back: both may be one number.
            for step in &plan.steps {
                if let Step::Remove { table, key, .. } = step {
                    remove(tx, &tables[*table], key).await?;
                }
            }
            for step in &plan.steps {
                match step {
                    Step::Restore { table, key, to, .. } => update(tx, &tables[*table], key, to).await?,
                    Step::Lay { table, key, to } => lay(tx, &tables[*table], plan.record, key, to).await?,
                    Step::Away | Step::Remove { .. } => {}
                }
            }
        }
        following.settle(tx, &back).await?;
        let after = naming::values(tx, whole, tables, &back).await?;
        for plan in &back {
            let own = naming::changes(whole, before.get(&plan.record), after.get(&plan.record));
            tell(tx, reversible, plan, own);
        }
    }
    if !away.is_empty() {
        reversible.put_away(tx, &away).await?;
        for id in away {
            tx.record(reversible.kind().name, id, ACTION, Vec::new());
        }
    }
    Ok(())
}

fn matching(q: &mut Query, tx: &Tx<'_>, table: &Table, key: &str) {
    q.push(" WHERE tenant_id = ").bind(tx.tenant());
    for (column, value) in key_values(table, key) {
        q.push(" AND ").push(column.name).push(" = ").bind(value);
    }
}

async fn update(tx: &Tx<'_>, table: &Table, key: &str, to: &Image) -> Result<(), DbErr> {
    let mut q = Query::new();
    q.push("UPDATE ").push(table.name).push(" SET ");
    let columns: Vec<Column> = table.columns().filter(|c| to.contains_key(c.name)).collect();
    for (n, column) in columns.iter().enumerate() {
        q.push(if n > 0 { ", " } else { "" }).push(column.name).push(" = ").bind(bound(*column, &to[column.name]));
    }
    if table.versioned {
        q.push(", version = version + 1");
    }
    matching(&mut q, tx, table, key);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

async fn remove(tx: &Tx<'_>, table: &Table, key: &str) -> Result<(), DbErr> {
    let mut q = Query::new();
    match table.put_away {
        Some(column) => {
            q.push("UPDATE ").push(table.name).push(" SET ").push(column).push(" = ").bind(tx.now());
        }
        None => {
            q.push("DELETE FROM ").push(table.name);
        }
    }
    matching(&mut q, tx, table, key);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

async fn lay(tx: &Tx<'_>, table: &Table, record: Id, key: &str, to: &Image) -> Result<(), DbErr> {
    if let Some(column) = table.put_away {
        let mut q = Query::new();
        q.push("UPDATE ").push(table.name).push(" SET ").push(column).push(" = ").bind(None::<i64>);
        matching(&mut q, tx, table, key);
        return sql::run(tx.conn(), &q.text, q.values).await.map(drop);
    }
    let (mut names, mut row): (Vec<&str>, Vec<Value>) = (vec!["tenant_id"], vec![tx.tenant().into()]);
    for (column, value) in key_values(table, key) {
        names.push(column.name);
        row.push(value);
    }
    if !names.contains(&table.record) {
        names.push(table.record);
        row.push(record.into());
    }
    for column in table.columns().filter(|c| !names.contains(&c.name)).collect::<Vec<_>>() {
        names.push(column.name);
        row.push(bound(column, to.get(column.name).unwrap_or(&serde_json::Value::Null)));
    }
    sql::insert(tx.conn(), table.name, &names, vec![row]).await
}

/// The journal: each record's changes under the record, those of what a store knows under that.
fn tell(tx: &mut Tx<'_>, reversible: &dyn Reversible, plan: &Plan, own: Vec<Change>) {
    let (kind, tables) = (reversible.kind(), reversible.tables());
    let mut told: BTreeMap<(&'static str, Id), Vec<Change>> = BTreeMap::new();
    told.entry((kind.name, plan.record)).or_default().extend(own);
    for step in plan.steps.iter().filter(|step| !naming::is_named(tables, step)) {
        let (table, key, field, before, after) = match step {
            Step::Away => continue,
            Step::Restore { table, key, field, now, to } => (*table, key, *field, Some(now), Some(to)),
            Step::Remove { table, key, now } => (*table, key, tables[*table].says, Some(now), None),
            Step::Lay { table, key, to } => (*table, key, tables[*table].says, None, Some(to)),
        };
        let described = &tables[table];
        let under = match described.journal.zip(key.parse::<Id>().ok()) {
            Some(own) => own,
            None => (kind.name, plan.record),
        };
        let entry = told.entry(under).or_default();
        let whole = !matches!(step, Step::Restore { .. });
        if whole && described.journal.is_some() {
            continue;
        }
        if whole && described.key.len() > 1 {
            // What tells the row apart is what it says: a tag.
            let text = key.rsplit('|').next().map(str::to_owned);
            entry.extend(Change::of(field, before.and(text.clone()), after.and(text)));
            continue;
        }
        let group = match step {
            Step::Restore { .. } => described.groups.iter().find(|g| g.field == field),
            _ => described.groups.first(),
        };
        let Some(group) = group.filter(|g| !g.silent) else { continue };
        if group.sealed {
            entry.push(Change { field: field.to_owned(), before: None, after: None });
            continue;
        }
        let text = |image: Option<&Image>| {
            image.and_then(|i| plain(kind.field(field).map(|f| f.kind), i.get(group.columns[0].name)?))
        };
        entry.extend(Change::of(field, text(before), text(after)));
    }
    for ((kind, id), changes) in told {
        tx.record(kind, id, ACTION, changes);
    }
}
