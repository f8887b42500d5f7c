//! The descriptor against the columns, and the words.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use fourfold_leads as leads;
use kernel::sql;
use leads::{DICTIONARIES, LEAD, LOCALE, VISIT};
use records::{FieldKind, Kind, Source};
use testkit::Backend;

/// Columns that no field speaks of: keys, mirrors, the clock, and links whose records have a policy of their own.
const UNSPOKEN: &[&str] = &[
    "tenant_id",
    "id",
    "sort_key",
    "phone_virtual",
    "paid",
    "model_id",
    "path",
    "rule_id",
    "alarm_at",
    "alarms",
    "former_id",
    "came_store_id",
    "came_owner_id",
    "came_path",
    "limit_at",
    "pooled_at",
    "customer_id",
    "lead_id",
    "version",
    "created_by",
    "deleted_at",
];

/// LEAD-01, LEAD-04: every field has its column, and every column its field or a reason.
#[tokio::test]
async fn fields_and_columns() {
    let steps: Vec<_> = [
        kernel::migrations(),
        records::migrations(),
        organisation::migrations(),
        customers::migrations(),
        vehicles::migrations(),
        leads::migrations(),
    ]
    .concat();
    let fresh = testkit::fresh(Backend::Sqlite, &steps).await;
    for kind in [&LEAD, &VISIT] {
        described(&fresh, kind).await;
    }
}

async fn described(fresh: &testkit::Fresh, kind: &'static Kind) {
    let table = kind.table;
    let text = format!("SELECT name FROM pragma_table_info('{table}')");
    let rows = sql::rows(fresh.db.read(), &text, []).await.unwrap();
    let columns: Vec<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    let used: Vec<&str> = kind
        .fields
        .iter()
        .map(|field| match field.source {
            Source::Base(column) => column,
            _ => panic!("{} stands in no column", field.name),
        })
        .collect();
    for column in &used {
        assert!(columns.iter().any(|c| c == column), "{table} lacks the column {column}");
    }
    for column in columns.iter().filter(|c| !UNSPOKEN.contains(&c.as_str())) {
        assert!(used.contains(&column.as_str()), "{table}.{column} has no field: describe it or list it as unspoken");
    }
}

/// Every field, dictionary and kind has words in both languages, and both files the same keys.
#[test]
fn words() {
    assert_eq!(kernel::words::missing(&LOCALE), Vec::<String>::new());
    let keys = kernel::words::keys(LOCALE.zh_cn);
    let both = || [&LEAD, &VISIT].into_iter();
    let fields = both().flat_map(|kind| kind.fields.iter().map(|field| kind.label(field.name)));
    let dictionaries = DICTIONARIES.iter().map(|d| format!("dictionary-{}", d.name));
    for key in fields.chain(dictionaries) {
        assert!(keys.contains(&key), "add `{key}` to both locales");
    }
    for field in both().flat_map(|kind| kind.fields) {
        if let FieldKind::Choice(name) = field.kind {
            let known = DICTIONARIES.iter().chain(customers::DICTIONARIES).any(|d| d.name == name);
            assert!(known, "{name} has no entries");
        }
    }
}
