//! The rows of a customer that operations change.

use records::operations::{Column, ColumnKind, Group, Table};
use records::{Field, FieldKind};

use crate::kind;

/// Places of the tables in [`all`].
pub(super) const CUSTOMERS: usize = 0;
/// See [`CUSTOMERS`].
pub(super) const ENGAGEMENTS: usize = 1;
/// See [`CUSTOMERS`].
pub(super) const PHONES: usize = 2;

/// The own table first.
pub(super) fn all() -> Vec<Table> {
    vec![customers(), engagements(), phones(), tags(), timeline(), records::custom::table()]
}

fn customers() -> Table {
    let mut groups: Vec<Group> = kind::facts()
        .map(|(field, column)| match field.name {
            "name" => Group::of("name", Column::text("name")).and(&[Column::text("sort_key")]),
            name => Group::of(name, column_of(field, column)),
        })
        .collect();
    groups.push(Group::of("phone", Column::text("phone")));
    let sealed = [Column::new("id_number", ColumnKind::Bytes), Column::text("id_tail")];
    groups.push(Group::of("id_number", Column::text("id_hash")).and(&sealed).sealed());
    groups.push(Group::of("raw", Column::text("raw")).silent());
    groups.push(Group::of("doubts", Column::text("doubts")).silent());
    Table { groups, put_away: Some("deleted_at"), versioned: true, ..Table::new("customers", "id", "customer") }
}

fn engagements() -> Table {
    // Whose they are goes with the place and the day since when.
    let owner = [Column::text("path"), Column::whole("assigned_at"), Column::whole("protected_until")];
    let mut groups = vec![
        Group::of("owner", Column::id("owner_id")).and(&owner),
        Group::of("class", Column::text("class")),
        Group::of("grade", Column::text("grade")),
        Group::of("touched_at", Column::whole("touched_at")).silent(),
    ];
    groups.extend(kind::engagement_facts().map(|(field, column)| Group::of(field.name, column_of(field, column))));
    Table {
        groups,
        rest: vec![Column::id("store_id")],
        put_away: Some("deleted_at"),
        versioned: true,
        journal: Some("engagement"),
        ..Table::new("engagements", "customer_id", "store")
    }
}

fn phones() -> Table {
    Table {
        groups: vec![
            Group::of("phones", Column::text("phone")),
            // Which of several is the first one: the journal tells that by the customer's own field.
            Group::of("phone", Column::new("is_primary", ColumnKind::Yes)).sealed(),
            Group::of("label", Column::text("label")).silent(),
        ],
        rest: vec![
            Column::new("is_virtual", ColumnKind::Yes),
            Column::text("doubt"),
            Column::text("raw"),
            Column::whole("created_at"),
        ],
        ..Table::new("customer_phones", "customer_id", "phones")
    }
}

fn tags() -> Table {
    Table {
        key: vec![Column::id("customer_id"), Column::id("store_id"), Column::text("tag")],
        rest: vec![Column::whole("added_at"), Column::id("added_by")],
        ..Table::new("customer_tags", "customer_id", "tags")
    }
}

/// What was told of visits goes when they do. Who had whom, and as what they were classed, is dated and stays told.
fn timeline() -> Table {
    Table { only: Some("t.kind NOT IN ('assignment', 'class')"), ..Table::new("timeline", "customer_id", "timeline") }
}

fn column_of(field: &Field, column: &'static str) -> Column {
    let kind = match field.kind {
        FieldKind::Date => ColumnKind::Day,
        FieldKind::Bool => ColumnKind::Yes,
        FieldKind::Reference { .. } => ColumnKind::Id,
        FieldKind::Integer | FieldKind::Money | FieldKind::Kilometres | FieldKind::Score | FieldKind::Instant => {
            ColumnKind::Whole
        }
        _ => ColumnKind::Text,
    };
    Column::new(column, kind)
}
