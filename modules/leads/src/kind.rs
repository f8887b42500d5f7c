//! The descriptor of the lead: every list, form, filter, export and the API of leads read it.

use records::{Anchor, Class, Field, FieldKind, Kind, Source, Uses};

const USER: FieldKind = FieldKind::Reference { kind: "user", table: "users", label: "name" };
const STORE: FieldKind = FieldKind::Reference { kind: "store", table: "nodes", label: "name" };
const SOURCE: FieldKind = FieldKind::Reference { kind: "lead_source", table: "lead_sources", label: "name" };

/// A fact about a person, as they or somebody else wrote it.
const fn personal(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind).class(Class::Personal).also(Uses::FORM)
}

/// A business fact that people write.
const fn plain(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind).also(Uses::FORM)
}

/// A fact that the house keeps by itself.
const fn kept(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind)
}

const FIELDS: &[Field] = &[
    personal("name", FieldKind::Name).also(Uses::REQUIRED.and(Uses::DEFAULT).and(Uses::CARD)).sorted_by("sort_key"),
    kept("number", FieldKind::Text),
    kept("state", FieldKind::Choice("lead-state")).also(Uses::DEFAULT.and(Uses::CARD)),
    personal("phone", FieldKind::Phone).also(Uses::DEFAULT.and(Uses::CARD)),
    personal("wechat", FieldKind::Text),
    plain("model", FieldKind::Text).also(Uses::DEFAULT),
    plain("level", FieldKind::Choice("customer-grade")),
    kept("channel", FieldKind::Choice("source")).also(Uses::DEFAULT),
    kept("source", SOURCE).from(Source::Base("source_id")).only(Uses::LIST.and(Uses::EXPORT).and(Uses::DEFAULT)),
    plain("city", FieldKind::Text),
    plain("district", FieldKind::Text),
    personal("remark", FieldKind::LongText),
    plain("owner", USER).from(Source::Base("owner_id")).also(Uses::DEFAULT),
    plain("store", STORE).from(Source::Base("store_id")).also(Uses::DEFAULT),
    kept("received_at", FieldKind::Instant).sorted_by("received_at").also(Uses::DEFAULT),
    kept("due_at", FieldKind::Instant).sorted_when_filled("due_at").also(Uses::DEFAULT),
    kept("assigned_at", FieldKind::Instant),
    kept("contacted_at", FieldKind::Instant),
    kept("closed_at", FieldKind::Instant),
    kept("reason", FieldKind::Choice("lead-invalid")),
    kept("arrivals", FieldKind::Integer),
    kept("created_at", FieldKind::Instant).sorted_by("id"),
    kept("updated_at", FieldKind::Instant),
];

/// The lead: someone who arrived and may want a car, from the arrival to the filing (LEAD-01, LEAD-03). It is its own
/// anchor: it belongs to one owner and one store, or to the head office.
pub static LEAD: Kind = Kind {
    name: "lead",
    collection: "leads",
    table: "leads",
    anchor: Anchor { table: "leads", record: "id" },
    only: None,
    fields: FIELDS,
    title: "name",
    default_sort: "-received_at",
    pages: true,
};
