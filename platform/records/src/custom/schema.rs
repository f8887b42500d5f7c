//! The tables of custom fields.

use kernel::Migration;

use crate::operations::{Column, ColumnKind, Group, Table};

/// Definitions, and values as typed rows. A value stands in the column of its field's type; a field of several choices
/// has a row for each. Each index holds only the rows that have such a value; text beyond a line is not looked up by
/// value, and would not fit into PostgreSQL's index.
pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611240200_records_custom_fields",
        sql: "
CREATE TABLE custom_fields (
    tenant_id bigint NOT NULL, id uuid NOT NULL, number bigint NOT NULL, kind text NOT NULL, name text NOT NULL,
    label_zh text NOT NULL, label_en text NOT NULL, help_zh text NOT NULL, help_en text NOT NULL, type text NOT NULL, class text NOT NULL,
    required boolean NOT NULL, searchable boolean NOT NULL, position bigint NOT NULL, retired_at bigint, version bigint NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id));
CREATE UNIQUE INDEX custom_fields_number ON custom_fields (tenant_id, number);
CREATE UNIQUE INDEX custom_fields_name ON custom_fields (tenant_id, kind, name);

CREATE TABLE custom_values (
    tenant_id bigint NOT NULL, record_id uuid NOT NULL, field bigint NOT NULL, place bigint NOT NULL,
    text_value text {c}, number_value bigint, date_value date, bool_value boolean, id_value uuid,
    PRIMARY KEY (tenant_id, record_id, field, place)) {by_key};
CREATE INDEX custom_values_text ON custom_values (tenant_id, field, text_value, record_id) WHERE length(text_value) <= 400;
CREATE INDEX custom_values_number ON custom_values (tenant_id, field, number_value, record_id) WHERE number_value IS NOT NULL;
CREATE INDEX custom_values_date ON custom_values (tenant_id, field, date_value, record_id) WHERE date_value IS NOT NULL;
CREATE INDEX custom_values_bool ON custom_values (tenant_id, field, bool_value, record_id) WHERE bool_value IS NOT NULL;
CREATE INDEX custom_values_id ON custom_values (tenant_id, field, id_value, record_id) WHERE id_value IS NOT NULL;
",
    }, sealing()]
}

/// Values of sensitive fields are sealed: bytes for their record, and a keyed hash by which equal ones meet. What stood
/// there before is sealed by a job ([`super::RestingJob`]), which finds long texts by an index of their own.
fn sealing() -> Migration {
    Migration {
        name: "202611240800_records_sealed_custom_values",
        sql: "
ALTER TABLE custom_values ADD COLUMN sealed_value {bytes};
ALTER TABLE custom_values ADD COLUMN sealed_hash text {c};
CREATE INDEX custom_values_sealed ON custom_values (tenant_id, field, sealed_hash, record_id) WHERE sealed_hash IS NOT NULL;
CREATE INDEX custom_values_long ON custom_values (tenant_id, field, record_id) WHERE length(text_value) > 400;
ALTER TABLE custom_fields ADD COLUMN was_sealed boolean NOT NULL DEFAULT false;
UPDATE custom_fields SET was_sealed = true WHERE class = 'sensitive' AND type IN ('text', 'long_text', 'phone', 'integer', 'money');
",
    }
}

/// The values of a record as operations photograph them (decision 0016): they go back with all else of it. What was
/// changed since stays, and is told without its value, because a photograph knows numbers of fields and no policy.
pub fn table() -> Table {
    let columns = [
        Column::text("text_value"),
        Column::whole("number_value"),
        Column::new("date_value", ColumnKind::Day),
        Column::new("bool_value", ColumnKind::Yes),
        Column::id("id_value"),
    ];
    // A value is sealed anew each time it is written: its hash tells whether it is another one.
    let mut groups: Vec<Group> = columns.map(|column| Group::of("custom", column).sealed()).into();
    let bytes = [Column::new("sealed_value", ColumnKind::Bytes)];
    groups.push(Group::of("custom", Column::text("sealed_hash")).and(&bytes).sealed());
    Table {
        key: vec![Column::id("record_id"), Column::whole("field"), Column::whole("place")],
        groups,
        named: Some("field"),
        ..Table::new("custom_values", "record_id", "custom")
    }
}
