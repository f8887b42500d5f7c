//! The database as it stands.

use std::collections::BTreeMap;

use kernel::sql;
use testkit::Backend;

use crate::support::World;
use crate::tables::Described;

/// A row: its values as text, by column.
pub type Row = BTreeMap<String, String>;

/// All rows of all tables, by the table's place and the row's key.
pub type State = BTreeMap<(usize, String), Row>;

/// Reads everything.
pub async fn state(w: &World, backend: Backend, tables: &[Described]) -> State {
    let mut all = State::new();
    for (at, table) in tables.iter().enumerate() {
        let columns = columns(w, backend, table).await;
        let texts: Vec<String> = columns.iter().map(|c| text(backend, table, c)).collect();
        let select = format!("SELECT {} FROM {} t WHERE {}", texts.join(", "), table.name, table.rest);
        for row in sql::rows(w.db.read(), &select, []).await.unwrap() {
            let value = |n: usize| normal(row.try_get_by_index::<String>(n).unwrap());
            let row: Row = columns.iter().enumerate().map(|(n, c)| (c.clone(), value(n))).collect();
            let key: Vec<&str> = table.key.iter().map(|c| row[*c].as_str()).collect();
            assert!(all.insert((at, key.join("|")), row).is_none(), "{} is told apart by its key", table.name);
        }
    }
    all
}

async fn columns(w: &World, backend: Backend, table: &Described) -> Vec<String> {
    let text = match backend {
        Backend::Sqlite => format!("SELECT name FROM pragma_table_info('{}')", table.name),
        Backend::Postgres => format!(
            "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{}'",
            table.name
        ),
    };
    let rows = sql::rows(w.db.read(), &text, []).await.unwrap();
    let all: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    assert!(!all.is_empty(), "{} is there", table.name);
    let counts = |c: &String| c != "tenant_id" && !table.without.contains(&c.as_str());
    all.into_iter().filter(counts).collect()
}

/// A column as text. The number of a custom field reads as the field's name, which is what people are told.
fn text(backend: Backend, table: &Described, column: &str) -> String {
    if table.named == Some(column) {
        return format!(
            "(SELECT f.name FROM custom_fields f WHERE f.tenant_id = t.tenant_id AND f.number = t.{column})"
        );
    }
    match backend {
        Backend::Sqlite => format!("quote(t.{column})"),
        Backend::Postgres => format!("coalesce(t.{column}::text, 'NULL')"),
    }
}

/// Ids read the same on both databases, and text stands without its quotes.
pub fn normal(text: String) -> String {
    let id = text.strip_prefix("X'").and_then(|rest| rest.strip_suffix('\''));
    if let Some(id) = id.filter(|id| id.len() == 32) {
        return id.to_lowercase();
    }
    if text.parse::<kernel::Id>().is_ok() {
        return text.replace('-', "");
    }
    text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).map_or(text.clone(), str::to_owned)
}
