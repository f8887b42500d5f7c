//! The tables of operations.

use kernel::Migration;

/// Operations, what became of each record, and what each row was like before and after.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611231400_records_operations",
        sql: "
-- asked, counts and undo_counts are JSON. store_id and path are where it was done; none and empty for one of many places.
CREATE TABLE operations (
    tenant_id bigint NOT NULL, id uuid NOT NULL, kind text NOT NULL, noun text NOT NULL, title text NOT NULL, asked text NOT NULL,
    store_id uuid, path text {c} NOT NULL, owner_id uuid, owner_name text NOT NULL, state text NOT NULL, total bigint NOT NULL,
    counts text NOT NULL, job_id uuid, created_at bigint NOT NULL, finished_at bigint,
    undone_by_id uuid, undone_by_name text, undo_started_at bigint, undone_at bigint, undo_counts text NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX operations_owner ON operations (tenant_id, owner_id, id);
CREATE INDEX operations_store ON operations (tenant_id, store_id, id);

-- One row per record: fate is what the operation did, back what became of that when it was undone; conflicts is JSON.
CREATE TABLE operation_records (
    tenant_id bigint NOT NULL, operation_id uuid NOT NULL, noun text NOT NULL, record_id uuid NOT NULL, fate text NOT NULL, reason text,
    at bigint NOT NULL, back text, conflicts text,
    PRIMARY KEY (tenant_id, operation_id, noun, record_id)) {by_key};

-- What a row of a record was like before and after, as JSON by column; none before for a row that came.
CREATE TABLE operation_rows (
    tenant_id bigint NOT NULL, operation_id uuid NOT NULL, noun text NOT NULL, record_id uuid NOT NULL, part text NOT NULL, row_key text NOT NULL,
    was text, became text,
    PRIMARY KEY (tenant_id, operation_id, noun, record_id, part, row_key)) {by_key};
",
    }]
}
