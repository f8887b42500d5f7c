//! The tables of privacy.

use kernel::Migration;

/// Requests, the steps they took, and the ledger of who was erased.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611230511_privacy_base",
        sql: "
-- What people ask of their files. asked_by, proof_note, wish and ground_note are words; they go when the person is erased.
-- copy_until is when the copy that was made is deleted; none where there is none. kept_until is the last day on which the
-- law keeps something of an erased person.
CREATE TABLE privacy_requests (
    tenant_id bigint NOT NULL, id uuid NOT NULL, number text NOT NULL, customer_id uuid NOT NULL, kind text NOT NULL, state text NOT NULL,
    asked_by text NOT NULL, asker text NOT NULL, proof text, proof_note text, wish text, received_on date NOT NULL, due_on date NOT NULL,
    ground text, ground_note text, copy_until bigint, kept_until date, reminded_on date,
    version bigint NOT NULL, created_at bigint NOT NULL, created_by uuid, closed_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE INDEX privacy_requests_due ON privacy_requests (tenant_id, due_on, id) WHERE closed_at IS NULL;
CREATE INDEX privacy_requests_customer ON privacy_requests (tenant_id, customer_id, id);
-- Facts: what was done with a request, by whom. Never changed, but for the words of an erased person.
CREATE TABLE privacy_steps (
    tenant_id bigint NOT NULL, id uuid NOT NULL, request_id uuid NOT NULL, deed text NOT NULL, state text NOT NULL, at bigint NOT NULL,
    by_id uuid, by_name text NOT NULL, note text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_requests (tenant_id, id));
CREATE INDEX privacy_steps_request ON privacy_steps (tenant_id, request_id, id);
-- Who was erased: ids and times only.
CREATE TABLE erasures (
    tenant_id bigint NOT NULL, customer_id uuid NOT NULL, at bigint NOT NULL, kept_until date, PRIMARY KEY (tenant_id, customer_id));
",
    }, Migration {
        name: "202611230801_privacy_second_person",
        sql: "
ALTER TABLE privacy_requests ADD COLUMN proposed_by uuid;
ALTER TABLE privacy_requests ADD COLUMN linked_to uuid;
CREATE INDEX privacy_requests_linked ON privacy_requests (tenant_id, linked_to) WHERE linked_to IS NOT NULL;
",
    }]
}
