//! The descriptor of the customer: every list, form, filter, import and export of customers reads it.

use records::{Anchor, Class, Field, FieldKind, Kind, Source, Uses};

/// In a form, an import and an export, besides lists and filters.
const FULL: Uses = Uses::FORM.and(Uses::IMPORT);

const USER: FieldKind = FieldKind::Reference { kind: "user", table: "users", label: "name" };
const STORE: FieldKind = FieldKind::Reference { kind: "store", table: "nodes", label: "name" };

/// A fact about a person.
const fn personal(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind).class(Class::Personal).also(FULL)
}

/// A business fact that people write.
const fn plain(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind).also(FULL)
}

/// A fact that the house keeps by itself.
const fn kept(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind)
}

const FIELDS: &[Field] = &[
    personal("name", FieldKind::Name).also(Uses::REQUIRED.and(Uses::DEFAULT).and(Uses::CARD)).sorted_by("sort_key"),
    kept("number", FieldKind::Text).also(Uses::DEFAULT),
    plain("kind", FieldKind::Choice("customer-kind")),
    personal("phone", FieldKind::Phone).also(Uses::DEFAULT.and(Uses::CARD)),
    plain("class", FieldKind::Choice("customer-class")).on_anchor().also(Uses::DEFAULT.and(Uses::CARD)),
    plain("grade", FieldKind::Choice("customer-grade")).on_anchor().also(Uses::DEFAULT),
    plain("owner", USER).from(Source::Anchor("owner_id")).also(Uses::DEFAULT),
    plain("store", STORE).from(Source::Anchor("store_id")).also(Uses::DEFAULT),
    kept("touched_at", FieldKind::Instant).on_anchor().sorted_by("touched_at").also(Uses::DEFAULT),
    plain("next_contact_on", FieldKind::Date).on_anchor().sorted_when_filled("next_contact_on"),
    plain("source", FieldKind::Choice("source")),
    plain("engagement_source", FieldKind::Choice("source")).from(Source::Anchor("source")),
    personal("remark", FieldKind::LongText).on_anchor(),
    personal("salutation", FieldKind::Text),
    personal("sex", FieldKind::Choice("sex")),
    personal("birthday", FieldKind::Date),
    personal("email", FieldKind::Email),
    personal("wechat", FieldKind::Text),
    personal("wecom", FieldKind::Text),
    Field::new("id_number", FieldKind::ResidentId)
        .class(Class::Sensitive)
        .from(Source::Sealed { column: "id_number", hash: "id_hash", tail: "id_tail" })
        .also(FULL),
    plain("uscc", FieldKind::Uscc),
    plain("province", FieldKind::Text),
    plain("city", FieldKind::Text),
    plain("district", FieldKind::Text),
    personal("address", FieldKind::Text),
    personal("postcode", FieldKind::Text),
    personal("income_band", FieldKind::Choice("income-band")),
    personal("occupation", FieldKind::Choice("occupation")),
    plain("industry", FieldKind::Choice("industry")),
    personal("hobbies", FieldKind::Text),
    personal("family", FieldKind::Text),
    personal("buying_habits", FieldKind::Text),
    plain("preferred_channel", FieldKind::Choice("channel")),
    plain("preferred_time", FieldKind::Text),
    kept("completeness", FieldKind::Score),
    kept("assigned_at", FieldKind::Instant).on_anchor(),
    kept("protected_until", FieldKind::Instant).on_anchor(),
    kept("created_at", FieldKind::Instant).sorted_by("customer_id"),
    kept("updated_at", FieldKind::Instant),
];

/// The customer: one file per person or organisation in the tenant, one engagement per store (CUS-01).
pub static CUSTOMER: Kind = Kind {
    name: "customer",
    collection: "customers",
    table: "customers",
    anchor: Anchor { table: "engagements", record: "customer_id" },
    only: None,
    fields: FIELDS,
    title: "name",
    default_sort: "-created_at",
    pages: true,
};

/// The columns of the customer's own table that people write, with the phone left to `customer_phones` and sealed
/// values left to their own way.
pub fn facts() -> impl Iterator<Item = (&'static Field, &'static str)> {
    FIELDS.iter().filter(|f| f.uses.has(Uses::FORM) && f.name != "phone").filter_map(|f| match f.source {
        Source::Base(column) => Some((f, column)),
        _ => None,
    })
}

/// The columns of the engagement that people write as they are; owner, store, class and grade have their own verbs.
pub fn engagement_facts() -> impl Iterator<Item = (&'static Field, &'static str)> {
    FIELDS
        .iter()
        .filter(|f| f.uses.has(Uses::FORM) && !matches!(f.name, "owner" | "store" | "class" | "grade"))
        .filter_map(|f| match f.source {
            Source::Anchor(column) => Some((f, column)),
            _ => None,
        })
}
