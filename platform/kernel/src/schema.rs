//! The kernel's own tables.

use crate::Migration;

/// Events, jobs, journal, counters, the chain that seals the journal.
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
    }, Migration {
        name: "202611230200_kernel_chain",
        sql: "
-- Entries of the journal that are committed and not sealed yet.
CREATE TABLE journal_waiting (tenant_id bigint NOT NULL, journal_id uuid NOT NULL, PRIMARY KEY (tenant_id, journal_id)) {by_key};
CREATE TABLE journal_chain (
    tenant_id bigint NOT NULL, position bigint NOT NULL, journal_id uuid NOT NULL, values_digest {bytes}, hash {bytes} NOT NULL,
    PRIMARY KEY (tenant_id, position)) {by_key};
CREATE TABLE journal_heads (
    tenant_id bigint PRIMARY KEY, position bigint NOT NULL, hash {bytes} NOT NULL, sealed_at bigint NOT NULL, signature text NOT NULL,
    checked_at bigint, checked_position bigint, fault_position bigint, fault text);
-- What was cut off for its age: the chain goes on from the hash that stands here.
CREATE TABLE journal_anchors (
    tenant_id bigint NOT NULL, position bigint NOT NULL, hash {bytes} NOT NULL, entries bigint NOT NULL, cut_at bigint NOT NULL, signature text NOT NULL,
    PRIMARY KEY (tenant_id, position));
-- A row stands here only within the transaction that cuts.
CREATE TABLE journal_openings (tenant_id bigint PRIMARY KEY);
INSERT INTO journal_waiting (tenant_id, journal_id) SELECT tenant_id, id FROM journal;
{sqlite} CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
{sqlite} CREATE TRIGGER journal_values_unchanged BEFORE UPDATE ON journal_values BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
{sqlite} CREATE TRIGGER journal_chain_unchanged BEFORE UPDATE ON journal_chain BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
{sqlite} CREATE TRIGGER journal_anchors_unchanged BEFORE UPDATE ON journal_anchors BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
{sqlite} CREATE TRIGGER journal_uncut BEFORE DELETE ON journal WHEN NOT EXISTS (SELECT 1 FROM journal_openings o WHERE o.tenant_id = OLD.tenant_id) BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
{sqlite} CREATE TRIGGER journal_chain_uncut BEFORE DELETE ON journal_chain WHEN NOT EXISTS (SELECT 1 FROM journal_openings o WHERE o.tenant_id = OLD.tenant_id) BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
{sqlite} CREATE TRIGGER journal_anchors_uncut BEFORE DELETE ON journal_anchors BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
{postgres} CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' AND TG_TABLE_NAME <> 'journal_anchors' AND EXISTS (SELECT 1 FROM journal_openings o WHERE o.tenant_id = OLD.tenant_id) THEN RETURN OLD; END IF; RAISE EXCEPTION 'the journal only grows'; END $$;
{postgres} CREATE TRIGGER journal_only_grows BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
{postgres} CREATE TRIGGER journal_only_grows BEFORE UPDATE ON journal_values FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
{postgres} CREATE TRIGGER journal_only_grows BEFORE UPDATE OR DELETE ON journal_chain FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
{postgres} CREATE TRIGGER journal_only_grows BEFORE UPDATE OR DELETE ON journal_anchors FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
{postgres} CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
{postgres} CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON journal_chain FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
{postgres} CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON journal_anchors FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
",
    }]
}
