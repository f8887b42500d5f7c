//! The descriptor of the opportunity: every list, form, filter, export and answer of the API reads it.

use records::registry::Relation;
use records::{Anchor, Class, Field, FieldKind, Kind, Source, Uses};

const USER: FieldKind = FieldKind::Reference { kind: "user", table: "users", label: "name" };
const STORE: FieldKind = FieldKind::Reference { kind: "store", table: "nodes", label: "name" };
const CUSTOMER: FieldKind = FieldKind::Reference { kind: "customer", table: "customers", label: "name" };

const fn field(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind)
}

const FIELDS: &[Field] = &[
    field("number", FieldKind::Text).also(Uses::DEFAULT),
    field("customer", CUSTOMER)
        .from(Source::Base("customer_id"))
        .class(Class::Personal)
        .also(Uses::FORM.and(Uses::DEFAULT).and(Uses::CARD).and(Uses::REQUIRED)),
    field("level", FieldKind::Choice("customer-grade")).also(Uses::FORM.and(Uses::DEFAULT).and(Uses::CARD)),
    field("stage", FieldKind::Choice("opportunity-stage")).also(Uses::DEFAULT),
    field("models", FieldKind::Text).also(Uses::FORM.and(Uses::DEFAULT)),
    field("amount", FieldKind::Money).also(Uses::FORM.and(Uses::DEFAULT)),
    field("next_on", FieldKind::Date).sorted_when_filled("next_on").also(Uses::FORM.and(Uses::DEFAULT)),
    field("expected_on", FieldKind::Date).also(Uses::FORM),
    field("state", FieldKind::Choice("opportunity-state")).also(Uses::DEFAULT),
    field("consultant", USER).from(Source::Base("owner_id")).also(Uses::DEFAULT),
    field("store", STORE).from(Source::Base("store_id")).also(Uses::DEFAULT),
    field("source", FieldKind::Choice("source")).also(Uses::FORM),
    field("remark", FieldKind::LongText).also(Uses::FORM),
    field("reason", FieldKind::Choice("lost-reason")),
    field("competitor", FieldKind::Text),
    field("wake_on", FieldKind::Date),
    field("stage_at", FieldKind::Instant),
    field("touched_at", FieldKind::Instant),
    field("closed_at", FieldKind::Instant),
    field("created_at", FieldKind::Instant).sorted_by("id"),
    field("updated_at", FieldKind::Instant),
];

/// The opportunity (商机): what a customer may buy at a store. It belongs to one place and is its own anchor; owner and
/// place are those of the customer's engagement with the store (SALE-01).
pub static OPPORTUNITY: Kind = Kind {
    name: "opportunity",
    collection: "opportunities",
    table: "opportunities",
    anchor: Anchor { table: "opportunities", record: "id" },
    only: None,
    fields: FIELDS,
    title: "number",
    default_sort: "-created_at",
    pages: true,
};

/// The ways between customers and opportunities, for filters such as `opportunity.level:eq:H`.
pub const RELATIONS: [Relation; 2] = [
    Relation {
        from: "customer",
        name: "opportunity",
        to: "opportunity",
        link: "opportunities",
        near: "customer_id",
        far: "id",
        only: Some("l.deleted_at IS NULL"),
    },
    Relation {
        from: "opportunity",
        name: "customer",
        to: "customer",
        link: "opportunities",
        near: "id",
        far: "customer_id",
        only: None,
    },
];

/// Codes that stand in no form of the list but are held against their dictionaries all the same.
const fn codes(fields: &'static [Field]) -> Kind {
    Kind {
        name: "opportunity",
        collection: "opportunities",
        table: "opportunities",
        anchor: Anchor { table: "opportunities", record: "id" },
        only: None,
        fields,
        title: "number",
        default_sort: "-created_at",
        pages: false,
    }
}

/// What is said of a loss.
pub(crate) static LOSS: Kind = codes(&[Field::new("reason", FieldKind::Choice("lost-reason")).only(Uses::FORM)]);

/// What is said of a contact.
pub(crate) static CONTACT: Kind = codes(&[
    Field::new("channel", FieldKind::Choice("follow-up-channel")).only(Uses::FORM),
    Field::new("result", FieldKind::Choice("follow-up-result")).only(Uses::FORM),
]);
