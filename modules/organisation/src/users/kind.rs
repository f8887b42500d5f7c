//! The user as a noun of lists and the API.

use records::{Anchor, Class, Field, FieldKind, Kind, Source, Uses};

/// Users. Each owns themselves and stands where their main post is.
pub static USER: Kind = Kind {
    name: "user",
    collection: "users",
    table: "users",
    anchor: Anchor { table: "users", record: "id" },
    only: None,
    fields: &[
        Field::new("login", FieldKind::Text).also(Uses::FORM).also(Uses::REQUIRED).also(Uses::DEFAULT),
        Field::new("name", FieldKind::Name)
            .also(Uses::FORM)
            .also(Uses::REQUIRED)
            .also(Uses::DEFAULT)
            .sorted_by("sort_key"),
        Field::new("phone", FieldKind::Phone)
            .class(Class::Personal)
            .also(Uses::FORM)
            .also(Uses::DEFAULT)
            .also(Uses::CARD),
        Field::new("email", FieldKind::Email).class(Class::Personal).also(Uses::FORM),
        Field::new("store", FieldKind::Reference { kind: "store", table: "nodes", label: "name" })
            .from(Source::Base("store_id"))
            .also(Uses::DEFAULT)
            .also(Uses::CARD),
        Field::new("status", FieldKind::Choice("user_status")).also(Uses::FORM).also(Uses::DEFAULT),
        Field::new("last_seen_at", FieldKind::Instant),
        Field::new("created_at", FieldKind::Instant).sorted_by("id"),
    ],
    title: "name",
    default_sort: "name",
    pages: true,
};
