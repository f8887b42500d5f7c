//! Tables that serve all nouns.

use kernel::Migration;

/// Shares, search terms, saved views; terms that wait.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611220002_records_base",
        sql: "
CREATE TABLE shares (
    tenant_id bigint NOT NULL, id uuid NOT NULL, kind text NOT NULL, anchor_id uuid NOT NULL, grantee_id uuid NOT NULL, access text NOT NULL,
    granted_by uuid, granted_at bigint NOT NULL, until bigint, ended_at bigint, ended_by uuid,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX shares_grantee ON shares (tenant_id, grantee_id, kind, anchor_id);
CREATE INDEX shares_anchor ON shares (tenant_id, anchor_id);

CREATE TABLE search_terms (
    tenant_id bigint NOT NULL, term text {c} NOT NULL, kind text NOT NULL, anchor_id uuid NOT NULL, record_id uuid NOT NULL, store_id uuid,
    PRIMARY KEY (tenant_id, term, kind, anchor_id)) {by_key};
CREATE INDEX search_terms_store ON search_terms (tenant_id, store_id, term, kind, anchor_id, record_id);

CREATE TABLE saved_views (
    tenant_id bigint NOT NULL, id uuid NOT NULL, kind text NOT NULL, name text NOT NULL, query text NOT NULL,
    owner_id uuid NOT NULL, shared_with uuid, pinned boolean NOT NULL, position bigint NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX saved_views_owner ON saved_views (tenant_id, kind, owner_id) WHERE deleted_at IS NULL;
CREATE TABLE list_preferences (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, kind text NOT NULL, columns text, density text, sort text,
    PRIMARY KEY (tenant_id, user_id, kind));
",
    }, Migration {
        name: "202611230900_records_waiting_terms",
        sql: "
-- Terms of large batches, a row per record and step, until they are brought to their places together.
CREATE TABLE search_terms_waiting (
    tenant_id bigint NOT NULL, anchor_id uuid NOT NULL, id uuid NOT NULL, kind text NOT NULL, record_id uuid NOT NULL, store_id uuid,
    terms text NOT NULL,
    PRIMARY KEY (tenant_id, anchor_id, id)) {by_key};
",
    }]
}
