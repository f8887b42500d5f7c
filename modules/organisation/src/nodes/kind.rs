//! The store as a noun of lists and the API.

use records::{Anchor, Field, FieldKind, Kind, Uses};

const LINE: Uses = Uses::FORM.and(Uses::IMPORT);

/// Stores: nodes of kind `store`. The other nodes are shown as a tree, not as lists.
pub static STORE: Kind = Kind {
    name: "store",
    collection: "stores",
    table: "nodes",
    anchor: Anchor { table: "nodes", record: "id" },
    only: Some("a.kind = 'store'"),
    fields: &[
        Field::new("code", FieldKind::Text).also(LINE).also(Uses::REQUIRED).also(Uses::DEFAULT),
        Field::new("name", FieldKind::Name).also(LINE).also(Uses::REQUIRED).also(Uses::DEFAULT).sorted_by("sort_key"),
        Field::new("short_name", FieldKind::Text).also(LINE),
        Field::new("grade", FieldKind::Choice("store_grade")).also(LINE).also(Uses::DEFAULT),
        Field::new("city", FieldKind::Text).also(LINE).also(Uses::DEFAULT).also(Uses::CARD),
        Field::new("phone", FieldKind::Phone).also(LINE).also(Uses::DEFAULT).also(Uses::CARD),
        Field::new("address", FieldKind::LongText).also(LINE),
        Field::new("parent", FieldKind::Reference { kind: "node", table: "nodes", label: "name" })
            .from(records::Source::Base("parent_id")),
        Field::new("opened_on", FieldKind::Date).also(LINE),
        Field::new("closed_on", FieldKind::Date).also(Uses::FORM),
        Field::new("created_at", FieldKind::Instant).sorted_by("id"),
    ],
    title: "name",
    default_sort: "name",
    pages: true,
};
