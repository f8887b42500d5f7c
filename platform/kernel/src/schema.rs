//! The kernel's own tables.

use crate::Migration;

/// Events, jobs, journal, counters.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611220001_kernel_base",
        sql: "
CREATE TABLE counters (tenant_id bigint NOT NULL, series text NOT NULL, value bigint NOT NULL, PRIMARY KEY (tenant_id, series));

CREATE TABLE journal (
    tenant_id bigint NOT NULL, id uuid NOT NULL, at bigint NOT NULL, actor_id uuid, actor_name text NOT NULL, request_id uuid NOT NULL,
    kind text NOT NULL, record_id uuid NOT NULL, action text NOT NULL, reason text, batch_id uuid,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX journal_record ON journal (tenant_id, record_id, id);
CREATE INDEX journal_batch ON journal (tenant_id, batch_id) WHERE batch_id IS NOT NULL;
CREATE TABLE journal_values (tenant_id bigint NOT NULL, journal_id uuid NOT NULL, changes text NOT NULL, PRIMARY KEY (tenant_id, journal_id));

CREATE TABLE events (
    tenant_id bigint NOT NULL, id uuid NOT NULL, position bigint, name text NOT NULL, kind text NOT NULL, subject_id uuid NOT NULL,
    payload text NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id));
CREATE UNIQUE INDEX events_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_waiting ON events (id) WHERE position IS NULL;
CREATE TABLE consumers (name text PRIMARY KEY, position bigint NOT NULL, failures bigint NOT NULL, error text);
CREATE TABLE event_failures (tenant_id bigint NOT NULL, consumer text NOT NULL, event_id uuid NOT NULL, error text NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (tenant_id, consumer, event_id));

CREATE TABLE jobs (
    tenant_id bigint NOT NULL, id uuid NOT NULL, kind text NOT NULL, payload text NOT NULL, state text NOT NULL,
    progress text NOT NULL, done bigint NOT NULL, total bigint NOT NULL, attempts bigint NOT NULL,
    run_at bigint NOT NULL, lease_until bigint, lease_owner uuid, unique_key text,
    created_at bigint NOT NULL, created_by uuid, finished_at bigint, error text,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('queued', 'running');
CREATE UNIQUE INDEX jobs_unique ON jobs (tenant_id, kind, unique_key) WHERE unique_key IS NOT NULL AND state IN ('queued', 'running', 'paused');
CREATE TABLE schedule_runs (schedule text NOT NULL, due_at bigint NOT NULL, PRIMARY KEY (schedule, due_at));
",
    }]
}
