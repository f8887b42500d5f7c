//! The tables of the API and of the pages over all nouns.

use kernel::Migration;

/// Keys of requests, and what is counted of them.
pub fn migrations() -> Vec<Migration> {
    vec![keys(), crate::limits::migration(), crate::viewing::migration()]
}

/// Keys of requests that must not be done twice, with the record each one made. Answers are not kept: they would be a
/// second place where personal data lies.
fn keys() -> Migration {
    Migration {
        name: "202611220003_web_idempotency",
        sql: "
CREATE TABLE idempotency_keys (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, key text NOT NULL, request_hash text NOT NULL, record_id uuid, created_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, user_id, key));
CREATE INDEX idempotency_keys_age ON idempotency_keys (tenant_id, created_at);
",
    }
}
