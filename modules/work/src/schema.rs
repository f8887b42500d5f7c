//! The tables of work.

use kernel::Migration;

/// Days off, tasks and calendar feeds.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611230820_work_base",
        sql: "
-- Days that are not as their weekday, for a node and all below it: 'closed', or 'working' with hours of its own if any.
CREATE TABLE work_days_off (
    tenant_id bigint NOT NULL, id uuid NOT NULL, node_id uuid NOT NULL, day date NOT NULL, kind text NOT NULL, name text NOT NULL, hours text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, id));
CREATE UNIQUE INDEX work_days_off_once ON work_days_off (tenant_id, node_id, day);

-- What people are to do. about_kind and about_id name the record it is about, of any module. store_id and path are those of
-- the owner's main post. waiting_at is due_at while the task is open, and empty afterwards: lists of what waits walk it and
-- never meet what was done. remind_at is when the owner is told, until they were. made_by is the rule that made it, empty
-- where a person did.
CREATE TABLE tasks (
    tenant_id bigint NOT NULL, id uuid NOT NULL, title text NOT NULL, kind text NOT NULL, state text NOT NULL,
    about_kind text, about_id uuid, note text, result text, owner_id uuid NOT NULL, store_id uuid, path text {c} NOT NULL,
    due_at bigint NOT NULL, waiting_at bigint, remind_at bigint, made_by text, created_by uuid, closed_at bigint, closed_by uuid,
    version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));
CREATE INDEX tasks_owner ON tasks (tenant_id, owner_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX tasks_store ON tasks (tenant_id, store_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX tasks_path ON tasks (tenant_id, path, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX tasks_owner_waiting ON tasks (tenant_id, owner_id, waiting_at, id, deleted_at) WHERE deleted_at IS NULL AND waiting_at IS NOT NULL;
CREATE INDEX tasks_store_waiting ON tasks (tenant_id, store_id, waiting_at, id, deleted_at) WHERE deleted_at IS NULL AND waiting_at IS NOT NULL;
CREATE INDEX tasks_waiting ON tasks (tenant_id, waiting_at, id, deleted_at) WHERE deleted_at IS NULL AND waiting_at IS NOT NULL;
CREATE INDEX tasks_about ON tasks (tenant_id, about_id, id) WHERE about_id IS NOT NULL;
CREATE INDEX tasks_remind ON tasks (tenant_id, remind_at, id) WHERE remind_at IS NOT NULL;

-- Addresses under which someone's work list can be subscribed to. Of the secret in the address only the digest is kept.
CREATE TABLE calendar_feeds (
    tenant_id bigint NOT NULL, id uuid NOT NULL, user_id uuid NOT NULL, digest text NOT NULL, created_at bigint NOT NULL,
    last_used_at bigint, revoked_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE UNIQUE INDEX calendar_feeds_digest ON calendar_feeds (digest);
CREATE INDEX calendar_feeds_user ON calendar_feeds (tenant_id, user_id, id);
",
    }]
}
