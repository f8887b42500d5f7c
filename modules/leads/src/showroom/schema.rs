//! The tables of the showroom.

use kernel::Migration;

/// Visits with their moves, and the floor rota.
pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611231130_leads_showroom",
        sql: "
-- A visit is its own anchor. path is that of the receiving consultant's post in the store, or the store's. lead_id and
-- customer_id are the person, once named.
CREATE TABLE showroom_visits (
    tenant_id bigint NOT NULL, id uuid NOT NULL, number text NOT NULL, arrived_at bigint NOT NULL, heads bigint NOT NULL,
    name text, phone text, sex text, age text, came text, turn text, model text, remark text,
    state text NOT NULL, result text, left_at bigint, store_id uuid NOT NULL, owner_id uuid, path text {c} NOT NULL,
    lead_id uuid, customer_id uuid, version bigint NOT NULL, created_at bigint NOT NULL, created_by uuid, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, lead_id) REFERENCES leads (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE UNIQUE INDEX showroom_visits_number ON showroom_visits (tenant_id, number);
CREATE INDEX showroom_visits_owner ON showroom_visits (tenant_id, owner_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX showroom_visits_store ON showroom_visits (tenant_id, store_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX showroom_visits_path ON showroom_visits (tenant_id, path, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX showroom_visits_owner_arrived ON showroom_visits (tenant_id, owner_id, arrived_at, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX showroom_visits_store_arrived ON showroom_visits (tenant_id, store_id, arrived_at, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX showroom_visits_arrived ON showroom_visits (tenant_id, arrived_at, id, deleted_at) WHERE deleted_at IS NULL;
-- Who is in the house now: few, however long the log.
CREATE INDEX showroom_visits_open ON showroom_visits (tenant_id, arrived_at, id) WHERE deleted_at IS NULL AND left_at IS NULL;
CREATE INDEX showroom_visits_lead ON showroom_visits (tenant_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX showroom_visits_customer ON showroom_visits (tenant_id, customer_id) WHERE customer_id IS NOT NULL;

-- Append-only: what was done with a visit. act is a name of the state machine, result how it ended.
CREATE TABLE showroom_moves (
    tenant_id bigint NOT NULL, id uuid NOT NULL, visit_id uuid NOT NULL, act text NOT NULL, from_state text NOT NULL, to_state text NOT NULL,
    result text, at bigint NOT NULL, by_id uuid, by_name text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES showroom_visits (tenant_id, id));
CREATE INDEX showroom_moves_visit ON showroom_moves (tenant_id, visit_id, id);

-- The floor rota: turn_at is when somebody last went to the end of it; whoever stands nowhere has never been there.
CREATE TABLE showroom_rota (
    tenant_id bigint NOT NULL, store_id uuid NOT NULL, user_id uuid NOT NULL, turn_at bigint NOT NULL, absent_on date,
    PRIMARY KEY (tenant_id, store_id, user_id)) {by_key};
",
    }]
}
