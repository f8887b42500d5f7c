//! The tables of custom fields.

use kernel::Migration;

use crate::operations::{Column, ColumnKind, Group, Table};

/// Definitions, and values as typed rows. A value stands in the column of its field's type; a field of several choices
/// has a row for each. Each index holds only the rows that have such a value; text beyond a line is not looked up by
/// value, and would not fit into PostgreSQL's index.
pub(crate) fn migration() -> Migration {
    Migration {
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
    Table {
        key: vec![Column::id("record_id"), Column::whole("field"), Column::whole("place")],
        groups: columns.map(|column| Group::of("custom", column).sealed()).into(),
        ..Table::new("custom_values", "record_id", "custom")
    }
}
