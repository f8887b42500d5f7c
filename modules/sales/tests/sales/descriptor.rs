//! The descriptor, the schema, the words and the base data say the same.

use fourfold_sales as sales;
use kernel::sql;
use records::{FieldKind, Source};
use sales::{DICTIONARIES, LOCALE, OPPORTUNITY};
use testkit::Backend;

use super::world::World;

/// Columns that no field speaks of: keys, links, and what commands keep.
const UNSPOKEN: &[&str] = &[
    "tenant_id",
    "id",
    "path",
    "source_id",
    "lead_id",
    "evidence",
    "asked_by",
    "before_id",
    "parked",
    "version",
    "created_by",
    "deleted_at",
];

/// SALE-01: every field has its column, and every column its field or a reason.
#[tokio::test]
async fn fields_and_columns() {
    let world = World::new(Backend::Sqlite).await;
    let rows = sql::rows(world.db.read(), "SELECT name FROM pragma_table_info('opportunities')", []).await.unwrap();
    let columns: Vec<String> = rows.iter().map(|r| r.try_get("", "name").unwrap()).collect();
    let mut used = Vec::new();
    for field in OPPORTUNITY.fields {
        let Source::Base(column) = field.source else { panic!("{} stands elsewhere", field.name) };
        assert!(columns.iter().any(|c| c == column), "the column {column} is missing");
        used.push(column);
    }
    for column in columns.iter().filter(|c| !UNSPOKEN.contains(&c.as_str())) {
        assert!(used.contains(&column.as_str()), "{column} has no field: describe it or list it as unspoken");
    }
}

/// Every field, dictionary and kind has words in both languages, and both files the same keys.
#[test]
fn words() {
    assert_eq!(kernel::words::missing(&LOCALE), Vec::<String>::new());
    let keys = kernel::words::keys(LOCALE.zh_cn);
    for field in OPPORTUNITY.fields {
        let key = OPPORTUNITY.label(field.name);
        assert!(keys.contains(&key), "add `{key}` to both locales");
        let own = |name: &str| name != "source" && name != "customer-grade";
        if let FieldKind::Choice(name) = field.kind
            && own(name)
        {
            assert!(DICTIONARIES.iter().any(|d| d.name == name), "{name} has no entries");
        }
    }
    for dictionary in DICTIONARIES {
        let key = format!("dictionary-{}", dictionary.name);
        assert!(keys.contains(&key), "add `{key}` to both locales");
    }
}
