//! Photographs of records: their rows with all facts, and what differs between two of them.

use std::collections::{BTreeMap, HashMap};

use kernel::sql::Query;
use kernel::{ConnectionTrait, Id, Tenant, Value};
use sea_orm::DbErr;
use serde_json::Value as Json;

use super::place::{bound, read};
use super::table::{Column, Table};

/// Columns with values.
pub type Image = BTreeMap<String, Json>;

/// The rows of some records: by the table's place in the noun's list and the row's key.
pub(super) type Photo = HashMap<(usize, String), (Id, Image)>;

/// What an operation did to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub record: Id,
    pub table: usize,
    pub key: String,
    /// What stood there; none for a row that came.
    pub before: Option<Image>,
    /// What stands there now; none for a row that went.
    pub after: Option<Image>,
}

/// Reads the rows of records as they stand. One statement a table.
pub(super) async fn photograph(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    tables: &[Table],
    records: &[Id],
) -> Result<Photo, DbErr> {
    let mut photo = Photo::new();
    if records.is_empty() {
        return Ok(photo);
    }
    for (at, table) in tables.iter().enumerate() {
        for row in select(tenant, table, records).rows(conn).await? {
            let record: Id = row.try_get_by_index(0)?;
            let mut key = Vec::with_capacity(table.key.len());
            for (n, column) in table.key.iter().enumerate() {
                key.push(text(&read(&row, 1 + n, column.kind)?));
            }
            let mut image = Image::new();
            for (n, column) in table.columns().enumerate() {
                image.insert(column.name.to_owned(), read(&row, 1 + table.key.len() + n, column.kind)?);
            }
            photo.insert((at, key.join("|")), (record, image));
        }
    }
    Ok(photo)
}

fn select(tenant: Tenant, table: &Table, records: &[Id]) -> Query {
    let mut q = Query::new();
    q.push("SELECT t.").push(table.record);
    for column in table.key.iter().copied().chain(table.columns()) {
        q.push(", t.").push(column.name);
    }
    q.push(" FROM ").push(table.name).push(" t WHERE t.tenant_id = ").bind(tenant);
    q.push(" AND t.").push(table.record).push(" IN (").bind_all(records.iter().copied()).push(")");
    if let Some(gone) = table.put_away {
        q.push(" AND t.").push(gone).push(" IS NULL");
    }
    if let Some(only) = table.only {
        q.push(" AND ").push(only);
    }
    q
}

/// What differs, row by row; of rows that stayed only the facts that changed.
pub(super) fn differences(tables: &[Table], before: Photo, mut after: Photo) -> Vec<Difference> {
    let mut list = Vec::new();
    for ((table, key), (record, old)) in before {
        match after.remove(&(table, key.clone())) {
            None => list.push(Difference { record, table, key, before: Some(old), after: None }),
            Some((_, new)) => {
                let (mut was, mut is) = (Image::new(), Image::new());
                for group in &tables[table].groups {
                    if group.columns.iter().any(|c| old.get(c.name) != new.get(c.name)) {
                        for column in &group.columns {
                            was.insert(column.name.to_owned(), old.get(column.name).cloned().unwrap_or_default());
                            is.insert(column.name.to_owned(), new.get(column.name).cloned().unwrap_or_default());
                        }
                    }
                }
                if !was.is_empty() {
                    list.push(Difference { record, table, key, before: Some(was), after: Some(is) });
                }
            }
        }
    }
    list.extend(after.into_iter().map(|((table, key), (record, new))| Difference {
        record,
        table,
        key,
        before: None,
        after: Some(new),
    }));
    list.sort_by(|a, b| (a.record, a.table, &a.key).cmp(&(b.record, b.table, &b.key)));
    list
}

/// The values of a row's key, with their columns.
pub(super) fn key_values(table: &Table, key: &str) -> Vec<(Column, Value)> {
    let parts = key.splitn(table.key.len(), '|');
    table.key.iter().zip(parts).map(|(column, part)| (*column, bound(*column, &Json::from(part)))).collect()
}

fn text(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::{Column, Group};

    fn table() -> Table {
        Table {
            groups: vec![
                Group::of("name", Column::text("name")).and(&[Column::text("sort_key")]),
                Group::of("city", Column::text("city")),
            ],
            ..Table::new("people", "id", "person")
        }
    }

    fn photo(rows: &[(u128, &str, &str)]) -> Photo {
        rows.iter()
            .map(|(id, name, city)| {
                let id = Id::from_u128(*id);
                let image = [("name", *name), ("sort_key", *name), ("city", *city)];
                let image = image.into_iter().map(|(c, v)| (c.to_owned(), Json::from(v))).collect();
                ((0, id.to_string()), (id, image))
            })
            .collect()
    }

    /// SYS-09: of a row that stayed only what changed is kept, a fact with all its columns; rows that came or went are
    /// kept whole.
    #[test]
    fn only_what_differs_is_kept() {
        let before = photo(&[(1, "a", "x"), (2, "b", "x"), (3, "c", "x")]);
        let after = photo(&[(1, "a2", "x"), (2, "b", "x"), (4, "d", "x")]);
        let found = differences(&[table()], before, after);
        assert_eq!(found.len(), 3);
        let of = |id: u128| found.iter().find(|d| d.record == Id::from_u128(id)).unwrap();
        assert_eq!(of(1).before.as_ref().unwrap().keys().collect::<Vec<_>>(), ["name", "sort_key"]);
        assert_eq!((of(3).before.as_ref().map(Image::len), of(3).after.is_none()), (Some(3), true));
        assert_eq!((of(4).before.is_none(), of(4).after.as_ref().map(Image::len)), (true, Some(3)));
    }
}
