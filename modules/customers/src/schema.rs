//! The tables of customers.

use kernel::Migration;

/// Customers, their engagements with stores, and everything that hangs on the file.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611220020_customers_base",
        sql: "
-- phone mirrors the primary row of customer_phones. raw and doubts are JSON objects by field: what was typed beside a
-- doubtful value, and the code of the doubt.
CREATE TABLE customers (
    tenant_id bigint NOT NULL, id uuid NOT NULL, number text NOT NULL, kind text NOT NULL, name text NOT NULL, sort_key text {c} NOT NULL,
    salutation text, sex text, birthday date, phone text, email text, wechat text, wecom text,
    id_number {bytes}, id_hash text, id_tail text, uscc text,
    province text, city text, district text, address text, postcode text,
    income_band text, occupation text, industry text, hobbies text, family text, buying_habits text,
    preferred_channel text, preferred_time text, source text, raw text, doubts text, completeness bigint NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, created_by uuid, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id));
CREATE UNIQUE INDEX customers_number ON customers (tenant_id, number);
CREATE INDEX customers_id_hash ON customers (tenant_id, id_hash) WHERE id_hash IS NOT NULL;
CREATE INDEX customers_uscc ON customers (tenant_id, uscc) WHERE uscc IS NOT NULL;

-- One row per customer and store: lists and row policy run here. path is that of the owner's post inside the store, or
-- the store's own. touched_at is the last contact or change at this store; sort_key mirrors the customer's.
CREATE TABLE engagements (
    tenant_id bigint NOT NULL, id uuid NOT NULL, customer_id uuid NOT NULL, store_id uuid NOT NULL, owner_id uuid, path text {c} NOT NULL,
    class text NOT NULL, grade text, source text, remark text, assigned_at bigint, touched_at bigint NOT NULL, next_contact_on date,
    protected_until bigint, sort_key text {c} NOT NULL, created_at bigint NOT NULL, version bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES users (tenant_id, id));
CREATE UNIQUE INDEX engagements_once ON engagements (tenant_id, customer_id, store_id) WHERE deleted_at IS NULL;
-- With id, so that SQLite does not walk the whole tenant for one customer's
-- engagements in the order of ids. deleted_at is always NULL here; SQLite counts from the index alone only when it
-- stands in it.
CREATE INDEX engagements_customer ON engagements (tenant_id, customer_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX engagements_owner_sorted ON engagements (tenant_id, owner_id, sort_key, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX engagements_owner_touched ON engagements (tenant_id, owner_id, touched_at, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX engagements_owner ON engagements (tenant_id, owner_id, customer_id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX engagements_store_sorted ON engagements (tenant_id, store_id, sort_key, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX engagements_store_touched ON engagements (tenant_id, store_id, touched_at, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX engagements_store ON engagements (tenant_id, store_id, customer_id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX engagements_class ON engagements (tenant_id, class, customer_id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX engagements_sorted ON engagements (tenant_id, sort_key, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX engagements_touched ON engagements (tenant_id, touched_at, customer_id) WHERE deleted_at IS NULL;

CREATE TABLE customer_phones (
    tenant_id bigint NOT NULL, id uuid NOT NULL, customer_id uuid NOT NULL, phone text NOT NULL, label text, is_primary boolean NOT NULL,
    is_virtual boolean NOT NULL, doubt text, raw text, created_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE INDEX customer_phones_phone ON customer_phones (tenant_id, phone);
CREATE INDEX customer_phones_customer ON customer_phones (tenant_id, customer_id, id);

CREATE TABLE customer_contacts (
    tenant_id bigint NOT NULL, id uuid NOT NULL, customer_id uuid NOT NULL, name text NOT NULL, role text, phone text, email text,
    linked_id uuid, created_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE INDEX customer_contacts_customer ON customer_contacts (tenant_id, customer_id, id);
CREATE INDEX customer_contacts_phone ON customer_contacts (tenant_id, phone) WHERE phone IS NOT NULL;

-- customer_id stands to other_id as kind says; valid_to is the first day on which it no longer holds.
CREATE TABLE customer_relations (
    tenant_id bigint NOT NULL, id uuid NOT NULL, customer_id uuid NOT NULL, other_id uuid NOT NULL, kind text NOT NULL, remark text,
    valid_from date, valid_to date, created_at bigint NOT NULL, created_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    FOREIGN KEY (tenant_id, other_id) REFERENCES customers (tenant_id, id));
CREATE INDEX customer_relations_customer ON customer_relations (tenant_id, customer_id, id);
CREATE INDEX customer_relations_other ON customer_relations (tenant_id, other_id, id);

-- Append-only: the newest row of a purpose and channel holds.
CREATE TABLE customer_consents (
    tenant_id bigint NOT NULL, id uuid NOT NULL, customer_id uuid NOT NULL, purpose text NOT NULL, channel text NOT NULL, given boolean NOT NULL,
    at bigint NOT NULL, text_version text, evidence text, collector_id uuid, collector_name text NOT NULL, store_id uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE INDEX customer_consents_customer ON customer_consents (tenant_id, customer_id, id);

CREATE TABLE customer_tags (
    tenant_id bigint NOT NULL, customer_id uuid NOT NULL, store_id uuid NOT NULL, tag text NOT NULL, added_at bigint NOT NULL, added_by uuid,
    PRIMARY KEY (tenant_id, customer_id, store_id, tag),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE INDEX customer_tags_store ON customer_tags (tenant_id, store_id, tag, customer_id);

-- Facts with who, when, why; never changed. A row says what held from then on, and what held before.
CREATE TABLE engagement_owners (
    tenant_id bigint NOT NULL, id uuid NOT NULL, engagement_id uuid NOT NULL, customer_id uuid NOT NULL, store_id uuid NOT NULL,
    from_owner_id uuid, owner_id uuid, at bigint NOT NULL, rule_id uuid, by_id uuid, by_name text NOT NULL, reason text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, engagement_id) REFERENCES engagements (tenant_id, id));
CREATE INDEX engagement_owners_engagement ON engagement_owners (tenant_id, engagement_id, id);
CREATE INDEX engagement_owners_owner ON engagement_owners (tenant_id, owner_id, at);
CREATE TABLE engagement_classes (
    tenant_id bigint NOT NULL, id uuid NOT NULL, engagement_id uuid NOT NULL, customer_id uuid NOT NULL, store_id uuid NOT NULL,
    from_class text, class text NOT NULL, from_grade text, grade text, at bigint NOT NULL, by_id uuid, by_name text NOT NULL, reason text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, engagement_id) REFERENCES engagements (tenant_id, id));
CREATE INDEX engagement_classes_engagement ON engagement_classes (tenant_id, engagement_id, id);

-- Conditions are JSON lists; an absent one is no condition. turn counts what a rule has given out.
CREATE TABLE assignment_rules (
    tenant_id bigint NOT NULL, id uuid NOT NULL, store_id uuid NOT NULL, name text NOT NULL, position bigint NOT NULL, active boolean NOT NULL,
    sources text, districts text, grades text, method text NOT NULL, owners text NOT NULL, turn bigint NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));
CREATE INDEX assignment_rules_store ON assignment_rules (tenant_id, store_id, position) WHERE deleted_at IS NULL;

CREATE TABLE timeline (
    tenant_id bigint NOT NULL, id uuid NOT NULL, customer_id uuid NOT NULL, store_id uuid, path text {c} NOT NULL, kind text NOT NULL, at bigint NOT NULL,
    actor_id uuid, actor_name text NOT NULL, subject_kind text, subject_id uuid, body text, data text,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX timeline_customer ON timeline (tenant_id, customer_id, at, id);

-- record_id is the record of record_kind; store_id is whose paper it is. digest is SHA-256 of the stored bytes.
CREATE TABLE attachments (
    tenant_id bigint NOT NULL, id uuid NOT NULL, record_kind text NOT NULL, record_id uuid NOT NULL, store_id uuid, path text {c} NOT NULL,
    name text NOT NULL, mime text NOT NULL, size bigint NOT NULL, digest text NOT NULL, width bigint, height bigint, purpose text,
    made_by uuid, made_by_name text NOT NULL, at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX attachments_record ON attachments (tenant_id, record_kind, record_id, id);
",
    }, Migration {
        name: "202611230010_customers_attachments_digest",
        // For tidying: whether anyone still names some bytes.
        sql: "CREATE INDEX attachments_digest ON attachments (digest);",
    }, Migration {
        name: "202611230040_customers_next_contact",
        // Who is to be contacted next, in order of the day. Most engagements have no such day and stand in none of these.
        sql: "
CREATE INDEX engagements_owner_next ON engagements (tenant_id, owner_id, next_contact_on, customer_id, deleted_at)
    WHERE deleted_at IS NULL AND next_contact_on IS NOT NULL;
CREATE INDEX engagements_store_next ON engagements (tenant_id, store_id, next_contact_on, customer_id, deleted_at)
    WHERE deleted_at IS NULL AND next_contact_on IS NOT NULL;
CREATE INDEX engagements_next ON engagements (tenant_id, next_contact_on, customer_id, deleted_at)
    WHERE deleted_at IS NULL AND next_contact_on IS NOT NULL;
",
    }, Migration {
        name: "202611230200_customers_merge",
        sql: "
-- One row per file that became part of another. keeper_id is whose file answers for the absorbed one now: the survivor,
-- or the one that the survivor became part of later. kept is JSON: what stood on the survivor before.
CREATE TABLE customer_merges (
    tenant_id bigint NOT NULL, id uuid NOT NULL, survivor_id uuid NOT NULL, absorbed_id uuid NOT NULL, keeper_id uuid NOT NULL,
    absorbed_number text NOT NULL, at bigint NOT NULL, by_id uuid, by_name text NOT NULL, reason text, kept text NOT NULL,
    undone_at bigint, undone_by_id uuid, undone_by_name text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, survivor_id) REFERENCES customers (tenant_id, id),
    FOREIGN KEY (tenant_id, absorbed_id) REFERENCES customers (tenant_id, id));
CREATE UNIQUE INDEX customer_merges_absorbed ON customer_merges (tenant_id, absorbed_id) WHERE undone_at IS NULL;
CREATE INDEX customer_merges_keeper ON customer_merges (tenant_id, keeper_id);
-- The rows that went along, by the part of the house that knows them.
CREATE TABLE customer_merge_rows (
    tenant_id bigint NOT NULL, merge_id uuid NOT NULL, part text NOT NULL, row_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, merge_id, part, row_id),
    FOREIGN KEY (tenant_id, merge_id) REFERENCES customer_merges (tenant_id, id));
CREATE INDEX customer_contacts_linked ON customer_contacts (tenant_id, linked_id) WHERE linked_id IS NOT NULL;
",
    }, Migration {
        name: "202611230020_customers_duplicates",
        sql: "
-- What brings customers together that may be one person: hashes of a number, a name with a birthday … A customer is
-- compared with those who share a key that few have.
CREATE TABLE customer_keys (
    tenant_id bigint NOT NULL, hash bigint NOT NULL, customer_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, hash, customer_id)) {by_key};
CREATE INDEX customer_keys_customer ON customer_keys (tenant_id, customer_id, hash);

-- Two customers that may be one person; a_id is the smaller id. score is the probability in ten-thousandths, reasons a
-- JSON list. state is open, to_merge (the same), apart (not the same) or household. evidence is a hash of what was
-- compared when the verdict was given: while it stands, the pair stays judged.
CREATE TABLE customer_pairs (
    tenant_id bigint NOT NULL, id uuid NOT NULL, a_id uuid NOT NULL, b_id uuid NOT NULL, score bigint NOT NULL, reasons text NOT NULL,
    evidence text NOT NULL, state text NOT NULL, judged_by uuid, judged_by_name text, judged_at bigint, relation_id uuid,
    scored_at bigint NOT NULL, version bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, a_id) REFERENCES customers (tenant_id, id),
    FOREIGN KEY (tenant_id, b_id) REFERENCES customers (tenant_id, id));
CREATE UNIQUE INDEX customer_pairs_once ON customer_pairs (tenant_id, a_id, b_id);
CREATE INDEX customer_pairs_second ON customer_pairs (tenant_id, b_id, a_id);
CREATE INDEX customer_pairs_waiting ON customer_pairs (tenant_id, state, score, id);

-- The weights as estimated from the tenant's own customers, and how frequent their names are; JSON.
CREATE TABLE customer_weights (
    tenant_id bigint NOT NULL, weights text NOT NULL, customers bigint NOT NULL, learned_at bigint NOT NULL, PRIMARY KEY (tenant_id));
",
    }, Migration {
        name: "202611230530_customers_collisions",
        sql: "
-- Somebody who was filed while others, out of the reach of who filed, knew them. first_engagement_id is who was there
-- first. relation is store, group or dealers; key_hash a keyed hash of what they were recognised by; told silent, known or
-- named; held_back says that silence was for the number of tellings. wish says that the customer wants the newcomer.
CREATE TABLE collisions (
    tenant_id bigint NOT NULL, id uuid NOT NULL, state text NOT NULL, relation text NOT NULL, key_kind text NOT NULL, key_hash text NOT NULL,
    customer_id uuid NOT NULL, engagement_id uuid NOT NULL, store_id uuid NOT NULL, by_id uuid, by_name text NOT NULL, at bigint NOT NULL,
    first_engagement_id uuid NOT NULL, first_store_id uuid NOT NULL, first_at bigint NOT NULL, told text NOT NULL, held_back boolean NOT NULL,
    import_id uuid, wish boolean NOT NULL DEFAULT FALSE, asked_at bigint, asked_by_id uuid, asked_by_name text, ask_reason text,
    decided_at bigint, decided_by_name text, decide_reason text, until bigint, escalated_at bigint, version bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    FOREIGN KEY (tenant_id, engagement_id) REFERENCES engagements (tenant_id, id),
    FOREIGN KEY (tenant_id, first_engagement_id) REFERENCES engagements (tenant_id, id));
CREATE UNIQUE INDEX collisions_once ON collisions (tenant_id, customer_id);
CREATE INDEX collisions_at ON collisions (tenant_id, at, id);
CREATE INDEX collisions_engagement ON collisions (tenant_id, engagement_id);
CREATE INDEX collisions_first ON collisions (tenant_id, first_engagement_id);
CREATE INDEX collisions_store ON collisions (tenant_id, store_id, at);
CREATE INDEX collisions_asked ON collisions (tenant_id, asked_at) WHERE state = 'asked';
CREATE INDEX customers_wechat ON customers (tenant_id, wechat) WHERE wechat IS NOT NULL;
CREATE INDEX customers_wecom ON customers (tenant_id, wecom) WHERE wecom IS NOT NULL;
",
    }, Migration {
        name: "202611230802_customers_collision_appeal",
        // A file may meet several others, by keys that are added to it.
        sql: "
ALTER TABLE collisions ADD COLUMN decided_by_id uuid;
ALTER TABLE collisions ADD COLUMN appealed_at bigint;
ALTER TABLE collisions ADD COLUMN appealed_by_name text;
ALTER TABLE collisions ADD COLUMN appeal_reason text;
ALTER TABLE collisions ADD COLUMN refused_at bigint;
ALTER TABLE collisions ADD COLUMN refused_by_id uuid;
ALTER TABLE collisions ADD COLUMN refused_by_name text;
ALTER TABLE collisions ADD COLUMN refuse_reason text;
DROP INDEX collisions_once;
CREATE UNIQUE INDEX collisions_once ON collisions (tenant_id, customer_id, first_engagement_id);
",
    }, Migration {
        name: "202611230300_customers_of_a_region",
        // On SQLite a region's customers are counted from this alone; walking lists needs the order, not the path.
        sql: "{sqlite} CREATE INDEX engagements_path ON engagements (tenant_id, path, customer_id, deleted_at) WHERE deleted_at IS NULL;",
    }, Migration {
        name: "202611230510_customers_restriction",
        sql: "
-- Since when nothing is done with a file but keeping it (PIPL 47): it is put away at the same moment, and comes back when
-- that is lifted. erased_at is when the person was erased: nothing of them is left to bring back.
ALTER TABLE customers ADD COLUMN restricted_at bigint;
ALTER TABLE customers ADD COLUMN erased_at bigint;
CREATE INDEX customers_restricted ON customers (tenant_id, restricted_at, id) WHERE restricted_at IS NOT NULL;
",
    }, Migration {
        name: "202611230600_customers_counted_by_path",
        // PostgreSQL gathers by it no more than a quarter above a count's cap. Some houses have had it from the start.
        sql: "{postgres} CREATE INDEX IF NOT EXISTS engagements_path ON engagements (tenant_id, path, customer_id, deleted_at) WHERE deleted_at IS NULL;",
    }, Migration {
        name: "202611230602_customers_put_away",
        // Few are put away; those of one record are looked for when it changes or comes back.
        sql: "CREATE INDEX engagements_put_away ON engagements (tenant_id, customer_id, deleted_at) WHERE deleted_at IS NOT NULL;",
    }]
}
