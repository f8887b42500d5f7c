//! The tables of leads.

use kernel::Migration;

/// Sources with what they cost, the ledger of arrivals, leads with their moves and contacts, rules of distribution, the
/// counters of claims, and screening.
pub fn migrations() -> Vec<Migration> {
    vec![base(), crate::screening::migration(), came()]
}

fn came() -> Migration {
    Migration {
        name: "202611231500_leads_came",
        sql: "
-- Where a lead stands in figures: with its first owner, and until it has one where it stands itself; what becomes of it
-- later does not change that. limit_at is when that owner had to have reached them.
ALTER TABLE leads ADD COLUMN came_store_id uuid;
ALTER TABLE leads ADD COLUMN came_owner_id uuid;
ALTER TABLE leads ADD COLUMN came_path text {c} NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN limit_at bigint;
UPDATE leads SET came_store_id = store_id, came_owner_id = coalesce(owner_id, former_id), came_path = path, limit_at = CASE WHEN contacted_at IS NULL THEN due_at END;
CREATE INDEX leads_came ON leads (tenant_id, came_store_id, received_at) WHERE deleted_at IS NULL;
",
    }
}

fn base() -> Migration {
    Migration {
        name: "202611230830_leads_base",
        sql: "
-- The channel is a code of base data (dictionary source); platforms stand below a channel, campaigns below a platform
-- (domain.md §1.2). A code is never also a channel's.
CREATE TABLE lead_sources (
    tenant_id bigint NOT NULL, id uuid NOT NULL, parent_id uuid, level bigint NOT NULL, channel text NOT NULL, code text {c} NOT NULL,
    name text NOT NULL, paid boolean NOT NULL, active boolean NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES lead_sources (tenant_id, id));
CREATE UNIQUE INDEX lead_sources_code ON lead_sources (tenant_id, code) WHERE deleted_at IS NULL;
-- What a source cost in a month, in fen. month is its first day; code is that of a source or of a channel.
CREATE TABLE lead_source_costs (
    tenant_id bigint NOT NULL, code text {c} NOT NULL, month date NOT NULL, fen bigint NOT NULL, updated_at bigint NOT NULL, updated_by uuid,
    PRIMARY KEY (tenant_id, code, month)) {by_key};

-- A lead is its own anchor. store_id is null as long as the head office has it; path is that of the owner's post in the
-- store, of the store, or of the office. due_at is when the next contact is due, alarm_at when somebody is told that the
-- first one is late, alarms how often that was. former_id is from whom it was taken, pooled_at when.
CREATE TABLE leads (
    tenant_id bigint NOT NULL, id uuid NOT NULL, number text NOT NULL, name text NOT NULL, sort_key text {c} NOT NULL,
    phone text, phone_virtual boolean NOT NULL, wechat text, channel text NOT NULL, source_id uuid, paid boolean NOT NULL,
    level text, model text, model_id uuid, city text, district text, remark text,
    state text NOT NULL, store_id uuid, owner_id uuid, path text {c} NOT NULL, rule_id uuid,
    received_at bigint NOT NULL, assigned_at bigint, due_at bigint, alarm_at bigint, alarms bigint NOT NULL,
    contacted_at bigint, closed_at bigint, reason text, former_id uuid, pooled_at bigint, customer_id uuid, arrivals bigint NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, created_by uuid, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES lead_sources (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE UNIQUE INDEX leads_number ON leads (tenant_id, number);
CREATE INDEX leads_phone ON leads (tenant_id, phone) WHERE phone IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX leads_wechat ON leads (tenant_id, wechat) WHERE wechat IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX leads_customer ON leads (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
-- In the order of arrival in the house: the order of lists for whoever may know no other.
CREATE INDEX leads_owner ON leads (tenant_id, owner_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_store ON leads (tenant_id, store_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_owner_received ON leads (tenant_id, owner_id, received_at, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_store_received ON leads (tenant_id, store_id, received_at, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_received ON leads (tenant_id, received_at, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_owner_sorted ON leads (tenant_id, owner_id, sort_key, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_store_sorted ON leads (tenant_id, store_id, sort_key, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_sorted ON leads (tenant_id, sort_key, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_owner_due ON leads (tenant_id, owner_id, due_at, id) WHERE deleted_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX leads_store_due ON leads (tenant_id, store_id, due_at, id) WHERE deleted_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX leads_due ON leads (tenant_id, due_at, id) WHERE deleted_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX leads_path ON leads (tenant_id, path, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_load ON leads (tenant_id, owner_id, state, assigned_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_alarm ON leads (tenant_id, alarm_at, id) WHERE alarm_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX leads_pooled ON leads (tenant_id, store_id, state, pooled_at, id) WHERE pooled_at IS NOT NULL AND deleted_at IS NULL;

-- Append-only: every time a person arrives. person is a keyed hash of what they are known by, so that one person is
-- counted once and each source is credited. outcome is new, same_lead, owner or known.
CREATE TABLE lead_arrivals (
    tenant_id bigint NOT NULL, id uuid NOT NULL, lead_id uuid NOT NULL, person text {c} NOT NULL, channel text NOT NULL, source_id uuid,
    outcome text NOT NULL, store_id uuid, raw text, received_at bigint NOT NULL, created_at bigint NOT NULL, by_id uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, lead_id) REFERENCES leads (tenant_id, id));
CREATE INDEX lead_arrivals_lead ON lead_arrivals (tenant_id, lead_id, id);
CREATE INDEX lead_arrivals_person ON lead_arrivals (tenant_id, person, id);
CREATE INDEX lead_arrivals_received ON lead_arrivals (tenant_id, received_at, id);

-- Append-only: what was done with a lead. act is a name of the state machine.
CREATE TABLE lead_moves (
    tenant_id bigint NOT NULL, id uuid NOT NULL, lead_id uuid NOT NULL, act text NOT NULL, from_state text NOT NULL, to_state text NOT NULL,
    from_owner uuid, to_owner uuid, store_id uuid, at bigint NOT NULL, by_id uuid, by_name text NOT NULL, rule_id uuid, reason text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, lead_id) REFERENCES leads (tenant_id, id));
CREATE INDEX lead_moves_lead ON lead_moves (tenant_id, lead_id, id);

-- Append-only: contacts, and attempts that reached nobody.
CREATE TABLE lead_contacts (
    tenant_id bigint NOT NULL, id uuid NOT NULL, lead_id uuid NOT NULL, channel text NOT NULL, result text NOT NULL, content text,
    next_at bigint, at bigint NOT NULL, by_id uuid, by_name text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, lead_id) REFERENCES leads (tenant_id, id));
CREATE INDEX lead_contacts_lead ON lead_contacts (tenant_id, lead_id, id);

-- Which store a lead of the head office goes to: the first rule that fits. sources, cities and models are JSON lists.
CREATE TABLE lead_rules (
    tenant_id bigint NOT NULL, id uuid NOT NULL, name text NOT NULL, position bigint NOT NULL, active boolean NOT NULL,
    sources text NOT NULL, cities text NOT NULL, models text NOT NULL, store_id uuid NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));

-- How many leads someone took from the pool on a day.
CREATE TABLE lead_claims (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, day date NOT NULL, n bigint NOT NULL, PRIMARY KEY (tenant_id, user_id, day)) {by_key};
",
    }
}
