//! The descriptor, the schema, the words and the base data say the same.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use customers::{CUSTOMER, DICTIONARIES, LOCALE};
use fourfold_customers as customers;
use kernel::sql;
use records::{FieldKind, Source};
use testkit::Backend;

/// Columns of the tables that no field speaks of: keys, mirrors, and what the house keeps beside the fields.
const UNSPOKEN: &[&str] = &[
    "restricted_at",
    "erased_at",
    "tenant_id",
    "id",
    "customer_id",
    "path",
    "sort_key",
    "id_hash",
    "id_tail",
    "raw",
    "doubts",
    "version",
    "created_by",
    "deleted_at",
];

/// CUS-01: every field has its column, and every column its field or a reason.
#[tokio::test]
async fn fields_and_columns() {
    let steps: Vec<_> =
        [kernel::migrations(), records::migrations(), organisation::migrations(), customers::migrations()].concat();
    let fresh = testkit::fresh(Backend::Sqlite, &steps).await;
    let columns = async |table: &str| -> Vec<String> {
        let rows =
            sql::rows(fresh.db.read(), &format!("SELECT name FROM pragma_table_info('{table}')"), []).await.unwrap();
        rows.iter().map(|r| r.try_get("", "name").unwrap()).collect()
    };
    let (base, anchor) = (columns(CUSTOMER.table).await, columns(CUSTOMER.anchor.table).await);
    let (mut used_base, mut used_anchor) = (Vec::new(), Vec::new());
    for field in CUSTOMER.fields {
        match field.source {
            Source::Base(column) => used_base.push(column),
            Source::Anchor(column) => used_anchor.push(column),
            Source::Sealed { column, hash, tail } => used_base.extend([column, hash, tail]),
            Source::Custom(_) => panic!("{} is no field of the code", field.name),
        }
        if let Some(sort) = field.sort {
            assert!(anchor.iter().any(|c| c == sort), "{} is sorted by {sort}, which the anchor lacks", field.name);
        }
    }
    for (table, has, used) in [("customers", &base, &used_base), ("engagements", &anchor, &used_anchor)] {
        for column in used {
            assert!(has.iter().any(|c| c == column), "{table} lacks the column {column}");
        }
        for column in has.iter().filter(|c| !UNSPOKEN.contains(&c.as_str())) {
            let mirrored = table == "engagements" && column == "created_at";
            assert!(
                mirrored || used.contains(&column.as_str()),
                "{table}.{column} has no field: describe it or list it as unspoken"
            );
        }
    }
}

/// Every field, dictionary and kind has words in both languages, and both files the same keys.
#[test]
fn words() {
    assert_eq!(kernel::words::missing(&LOCALE), Vec::<String>::new());
    let keys = kernel::words::keys(LOCALE.zh_cn);
    for field in CUSTOMER.fields {
        let key = CUSTOMER.label(field.name);
        assert!(keys.contains(&key), "add `{key}` to both locales");
    }
    for dictionary in DICTIONARIES {
        let key = format!("dictionary-{}", dictionary.name.replace('_', "-"));
        assert!(keys.contains(&key), "add `{key}` to both locales");
    }
}

/// Every choice has its base data, codes stand once, and classes and grades are those of the rules.
#[test]
fn base_data() {
    for field in CUSTOMER.fields {
        if let FieldKind::Choice(name) = field.kind {
            assert!(DICTIONARIES.iter().any(|d| d.name == name), "{name} has no entries");
        }
    }
    for dictionary in DICTIONARIES {
        let mut codes: Vec<_> = dictionary.entries.iter().map(|(code, ..)| code).collect();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), dictionary.entries.len(), "{}", dictionary.name);
    }
    let codes = |name: &str| -> Vec<&str> {
        DICTIONARIES.iter().find(|d| d.name == name).unwrap().entries.iter().map(|(code, ..)| *code).collect()
    };
    assert_eq!(codes("customer-class"), customers::engagements::Class::ALL.map(|c| c.name()));
    assert_eq!(
        codes("customer-grade"),
        customers::engagements::GRADES.iter().map(|(code, _)| *code).collect::<Vec<_>>()
    );
}
