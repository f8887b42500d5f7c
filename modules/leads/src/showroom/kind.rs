//! The descriptor of the visit: the log of the showroom, its board, forms, filters, exports and API read it.

use records::{Anchor, Class, Field, FieldKind, Kind, Source, Uses};

const USER: FieldKind = FieldKind::Reference { kind: "user", table: "users", label: "name" };
const STORE: FieldKind = FieldKind::Reference { kind: "store", table: "nodes", label: "name" };

/// A fact about a person, as they said it or as it seems.
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
    kept("number", FieldKind::Text).also(Uses::DEFAULT),
    kept("arrived_at", FieldKind::Instant).sorted_by("arrived_at").also(Uses::DEFAULT),
    personal("name", FieldKind::Name).also(Uses::DEFAULT.and(Uses::CARD)),
    plain("heads", FieldKind::Integer).also(Uses::REQUIRED.and(Uses::DEFAULT)),
    kept("state", FieldKind::Choice("visit-state")).also(Uses::DEFAULT.and(Uses::CARD)),
    personal("phone", FieldKind::Phone),
    plain("came", FieldKind::Choice("visit-came")),
    plain("turn", FieldKind::Choice("visit-turn")),
    plain("model", FieldKind::Text).also(Uses::DEFAULT),
    plain("owner", USER).from(Source::Base("owner_id")).also(Uses::DEFAULT),
    plain("store", STORE).from(Source::Base("store_id")),
    kept("result", FieldKind::Choice("visit-result")).also(Uses::DEFAULT),
    kept("left_at", FieldKind::Instant),
    personal("sex", FieldKind::Choice("sex")),
    personal("age", FieldKind::Choice("visit-age")),
    personal("remark", FieldKind::LongText),
    kept("created_at", FieldKind::Instant).sorted_by("id"),
    kept("updated_at", FieldKind::Instant),
];

/// The visit (来店): a group of people in the showroom, from their arrival to their leaving, also those who only look
/// (LEAD-04). Figures count groups, not heads (domain.md §1.2). It is its own anchor: it belongs to one store and to who
/// receives them, if anybody does.
pub static VISIT: Kind = described(FIELDS, true);

/// How a visit ended: no field of a form, but held against its dictionary all the same.
pub(super) static RESULTS: Kind =
    described(&[Field::new("result", FieldKind::Choice("visit-result")).only(Uses::FORM)], false);

const fn described(fields: &'static [Field], pages: bool) -> Kind {
    Kind {
        name: "visit",
        collection: "visits",
        table: "showroom_visits",
        anchor: Anchor { table: "showroom_visits", record: "id" },
        only: None,
        fields,
        title: "number",
        default_sort: "-arrived_at",
        pages,
    }
}
