//! The descriptor of the vehicle: every list, form, filter, import and export of vehicles reads it.

use records::registry::Relation;
use records::{Anchor, Class, Field, FieldKind, Kind, Source, Uses};

/// In a form and an import, besides lists, filters and exports.
const FULL: Uses = Uses::FORM.and(Uses::IMPORT);

/// In a form only: what a store's sheet never has.
const FORM: Uses = Uses::FORM;

const USER: FieldKind = FieldKind::Reference { kind: "user", table: "users", label: "name" };
const STORE: FieldKind = FieldKind::Reference { kind: "store", table: "nodes", label: "name" };
const MODEL: FieldKind = FieldKind::Reference { kind: "model", table: "models", label: "name" };

const fn field(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind)
}

const fn personal(name: &'static str, kind: FieldKind) -> Field {
    Field::new(name, kind).class(Class::Personal)
}

const FIELDS: &[Field] = &[
    personal("plate", FieldKind::Plate).sorted_by("sort_key").also(FULL.and(Uses::DEFAULT).and(Uses::CARD)),
    personal("vin", FieldKind::Vin).also(FULL.and(Uses::DEFAULT)),
    field("brand", FieldKind::Text).also(FULL),
    field("series", FieldKind::Text).also(FULL),
    field("model", FieldKind::Text).also(FULL.and(Uses::DEFAULT).and(Uses::CARD)),
    field("catalogue_model", MODEL).from(Source::Base("model_id")).only(FORM),
    field("colour", FieldKind::Text).also(FULL.and(Uses::DEFAULT)),
    field("model_year", FieldKind::Integer).also(FORM),
    field("odometer_km", FieldKind::Kilometres).also(Uses::DEFAULT.and(Uses::IMPORT)),
    field("odometer_on", FieldKind::Date),
    field("delivered_on", FieldKind::Date).also(FULL.and(Uses::DEFAULT)),
    field("registered_on", FieldKind::Date).also(FULL),
    field("insured_until", FieldKind::Date).also(FULL),
    field("consultant", USER).from(Source::Anchor("owner_id")).also(Uses::DEFAULT),
    field("store", STORE).from(Source::Anchor("store_id")).also(Uses::DEFAULT),
    personal("engine_no", FieldKind::Text).also(FULL),
    personal("motor_nos", FieldKind::Text).also(FORM),
    personal("chassis_no", FieldKind::Text).also(FULL),
    field("plate_type", FieldKind::Choice("plate-type")),
    field("usage", FieldKind::Choice("vehicle-usage")).also(FORM),
    field("status", FieldKind::Choice("vehicle-status")).also(FORM),
    field("remark", FieldKind::LongText).also(FORM),
    field("touched_at", FieldKind::Instant).on_anchor(),
    field("created_at", FieldKind::Instant).sorted_by("vehicle_id"),
    field("updated_at", FieldKind::Instant),
];

/// The vehicle: one row per car in the tenant, one custody per store that knows it (CUS-03).
pub static VEHICLE: Kind = Kind {
    name: "vehicle",
    collection: "vehicles",
    table: "vehicles",
    anchor: Anchor { table: "custodies", record: "vehicle_id" },
    only: None,
    fields: FIELDS,
    title: "plate",
    default_sort: "-created_at",
    pages: true,
};

/// The ways between customers and vehicles, for filters such as `vehicle.model:contains:Q5`.
pub const RELATIONS: [Relation; 3] = [
    Relation {
        from: "customer",
        name: "vehicle",
        to: "vehicle",
        link: "vehicle_parties",
        near: "customer_id",
        far: "vehicle_id",
        only: Some("l.valid_to IS NULL"),
    },
    Relation {
        from: "vehicle",
        name: "owner",
        to: "customer",
        link: "vehicle_parties",
        near: "vehicle_id",
        far: "customer_id",
        only: Some("l.valid_to IS NULL AND l.role = 'owner'"),
    },
    Relation {
        from: "vehicle",
        name: "customer",
        to: "customer",
        link: "vehicle_parties",
        near: "vehicle_id",
        far: "customer_id",
        only: Some("l.valid_to IS NULL"),
    },
];
