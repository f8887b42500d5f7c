//! The tables of imports.

use kernel::Migration;

/// Imports, remembered mappings, the account of rows, corrections.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611220003_records_import",
        sql: "
-- line is the last line committed in the step at hand (check or run). counts, checked and problems are JSON; problem is
-- why the file could not be read. pass counts the checks: rows of the run stand under pass 0.
CREATE TABLE imports (
    tenant_id bigint NOT NULL, id uuid NOT NULL, importer text NOT NULL, store_id uuid NOT NULL, path text {c} NOT NULL, owner_id uuid NOT NULL,
    owner_name text NOT NULL, file_name text NOT NULL, stored text NOT NULL, digest text NOT NULL, bytes bigint NOT NULL,
    mapping text NOT NULL, fingerprint text NOT NULL, mode text NOT NULL, keys text NOT NULL,
    state text NOT NULL, step text NOT NULL, pass bigint NOT NULL, line bigint NOT NULL, total bigint NOT NULL,
    counts text NOT NULL, checked text NOT NULL, problems text NOT NULL, problem text, job_id uuid,
    created_at bigint NOT NULL, started_at bigint, finished_at bigint, deleted_at bigint,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX imports_owner ON imports (tenant_id, owner_id, id);
CREATE INDEX imports_store ON imports (tenant_id, store_id, id);
CREATE INDEX imports_digest ON imports (tenant_id, digest);

CREATE TABLE import_mappings (
    tenant_id bigint NOT NULL, importer text NOT NULL, fingerprint text NOT NULL, columns text NOT NULL, used_at bigint NOT NULL, used_by uuid,
    PRIMARY KEY (tenant_id, importer, fingerprint));

-- problem is the gravest severity of the row's messages, codes their codes between bars; both are absent for clean rows.
CREATE TABLE import_rows (
    tenant_id bigint NOT NULL, import_id uuid NOT NULL, pass bigint NOT NULL, line bigint NOT NULL, outcome text NOT NULL, record_id uuid,
    problem text, codes text, messages text, cells text,
    PRIMARY KEY (tenant_id, import_id, pass, line));
CREATE INDEX import_rows_problem ON import_rows (tenant_id, import_id, pass, problem, line) WHERE problem IS NOT NULL;

CREATE TABLE import_fixes (
    tenant_id bigint NOT NULL, import_id uuid NOT NULL, line bigint NOT NULL, col bigint NOT NULL, value text NOT NULL, fixed_at bigint NOT NULL, fixed_by uuid,
    PRIMARY KEY (tenant_id, import_id, line, col));
",
    }]
}
