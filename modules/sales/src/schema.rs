//! The tables of the opportunity side of sales.

use kernel::Migration;

/// Opportunities with their facts, the levels and stages that a house has settled anew, and what figures are read by.
pub fn migrations() -> Vec<Migration> {
    vec![base(), figures(), review(), funnel()]
}

fn figures() -> Migration {
    Migration {
        name: "202611231500_sales_figures",
        sql: "
-- A contact is a fact: it carries the place of its moment, and whether it was made behind the day on which it was due.
ALTER TABLE follow_ups ADD COLUMN path text {c} NOT NULL DEFAULT '';
ALTER TABLE follow_ups ADD COLUMN late boolean NOT NULL DEFAULT false;
UPDATE follow_ups SET path = coalesce((SELECT o.path FROM opportunities o WHERE o.tenant_id = follow_ups.tenant_id AND o.id = follow_ups.opportunity_id), '');
{sqlite} UPDATE follow_ups SET late = true WHERE due_on < date(at / 1000000, 'unixepoch', '+8 hours');
{postgres} UPDATE follow_ups SET late = true WHERE due_on < (to_timestamp(at / 1000000) AT TIME ZONE 'Asia/Shanghai')::date;
-- What happened in a time, in the house and at a store.
CREATE INDEX follow_ups_at ON follow_ups (tenant_id, at);
CREATE INDEX follow_ups_store ON follow_ups (tenant_id, store_id, at);
CREATE INDEX opportunity_moves_store ON opportunity_moves (tenant_id, store_id, act, at);
-- What is open, by level and by the day that it is due: counted from the index alone, store by store.
CREATE INDEX opportunities_ready ON opportunities (tenant_id, store_id, level, owner_id, path, state, deleted_at) WHERE deleted_at IS NULL AND state = 'open';
CREATE INDEX opportunities_late ON opportunities (tenant_id, store_id, next_on, owner_id, path, state, deleted_at) WHERE deleted_at IS NULL AND state = 'open';
",
    }
}

fn review() -> Migration {
    Migration {
        name: "202611231516_sales_review",
        sql: "
-- Losses that wait for a verdict: few at any time, and asked for by the work list of whoever judges them.
CREATE INDEX opportunities_review ON opportunities (tenant_id, state, updated_at, id) WHERE deleted_at IS NULL AND state = 'defeat_pending';
",
    }
}

fn funnel() -> Migration {
    Migration {
        name: "202611231520_sales_funnel",
        sql: "
-- A month of the house, of a store and of a consultant are counted from an index alone, each from its own.
DROP INDEX opportunity_reached_at;
DROP INDEX opportunity_reached_store;
CREATE INDEX opportunity_reached_at ON opportunity_reached (tenant_id, at, stage, store_id, since, implied, owner_id, path, taken_back_at);
CREATE INDEX opportunity_reached_store ON opportunity_reached (tenant_id, store_id, at, stage, owner_id, since, implied, path, taken_back_at);
CREATE INDEX opportunity_reached_owner ON opportunity_reached (tenant_id, owner_id, at, stage, store_id, since, implied, path, taken_back_at);
CREATE INDEX opportunity_moves_owner ON opportunity_moves (tenant_id, owner_id, act, at);
",
    }
}

fn base() -> Migration {
    Migration {
        name: "202611230840_sales_base",
        sql: "
-- What differs from the defaults of domain.md §1.3; a code without a row stands as the code of the module says.
CREATE TABLE levels (
    tenant_id bigint NOT NULL, code text NOT NULL, purchase_days bigint, interval_days bigint, colour text NOT NULL, position bigint NOT NULL,
    is_open boolean NOT NULL, updated_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, code));
CREATE TABLE stages (
    tenant_id bigint NOT NULL, code text NOT NULL, position bigint NOT NULL, goal text, tasks text, active boolean NOT NULL, updated_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, code));

-- owner_id, store_id and path are those of the customer's engagement with the store: the row is its own anchor. next_on is
-- filled while the state is open. models mirrors opportunity_models. before_id is the lost one that this one takes up
-- again. parked is the state before the row became part of another file. source_id names a source of leads.
CREATE TABLE opportunities (
    tenant_id bigint NOT NULL, id uuid NOT NULL, number text NOT NULL, customer_id uuid NOT NULL, store_id uuid NOT NULL, owner_id uuid, path text {c} NOT NULL,
    state text NOT NULL, stage text NOT NULL, level text NOT NULL, models text, expected_on date, amount bigint, source text, source_id uuid, lead_id uuid,
    next_on date, reason text, competitor text, evidence text, asked_by uuid, wake_on date, before_id uuid, parked text, remark text,
    stage_at bigint NOT NULL, touched_at bigint NOT NULL, closed_at bigint, version bigint NOT NULL, created_at bigint NOT NULL, created_by uuid,
    updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));
CREATE UNIQUE INDEX opportunities_number ON opportunities (tenant_id, number);
CREATE UNIQUE INDEX opportunities_once ON opportunities (tenant_id, customer_id, store_id)
    WHERE deleted_at IS NULL AND state IN ('open', 'defeat_pending', 'dormant', 'pool');
CREATE INDEX opportunities_customer ON opportunities (tenant_id, customer_id, id);
CREATE INDEX opportunities_owner ON opportunities (tenant_id, owner_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_store ON opportunities (tenant_id, store_id, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_path ON opportunities (tenant_id, path, id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_owner_next ON opportunities (tenant_id, owner_id, next_on, id, deleted_at) WHERE deleted_at IS NULL AND next_on IS NOT NULL;
CREATE INDEX opportunities_store_next ON opportunities (tenant_id, store_id, next_on, id, deleted_at) WHERE deleted_at IS NULL AND next_on IS NOT NULL;
CREATE INDEX opportunities_next ON opportunities (tenant_id, next_on, id, deleted_at) WHERE deleted_at IS NULL AND next_on IS NOT NULL;
-- The columns of the board, the most urgent first.
CREATE INDEX opportunities_owner_board ON opportunities (tenant_id, owner_id, stage, next_on, id) WHERE deleted_at IS NULL AND state = 'open';
CREATE INDEX opportunities_store_board ON opportunities (tenant_id, store_id, stage, next_on, id) WHERE deleted_at IS NULL AND state = 'open';
CREATE INDEX opportunities_board ON opportunities (tenant_id, stage, next_on, id) WHERE deleted_at IS NULL AND state = 'open';
-- What waits for a verdict, and what colleagues may take up again.
CREATE INDEX opportunities_waiting ON opportunities (tenant_id, store_id, state, closed_at, id)
    WHERE deleted_at IS NULL AND state IN ('defeat_pending', 'pool', 'defeated', 'dormant');

CREATE TABLE opportunity_models (
    tenant_id bigint NOT NULL, id uuid NOT NULL, opportunity_id uuid NOT NULL, model_id uuid, name text NOT NULL, position bigint NOT NULL, created_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, opportunity_id) REFERENCES opportunities (tenant_id, id));
CREATE INDEX opportunity_models_opportunity ON opportunity_models (tenant_id, opportunity_id, position);

-- Facts; they carry store, owner, place and level of their moment, so that a transfer does not change the past.
CREATE TABLE opportunity_moves (
    tenant_id bigint NOT NULL, id uuid NOT NULL, opportunity_id uuid NOT NULL, at bigint NOT NULL, act text NOT NULL, from_state text, state text NOT NULL,
    from_stage text, stage text NOT NULL, level text NOT NULL, amount bigint, store_id uuid NOT NULL, owner_id uuid, path text {c} NOT NULL,
    reason text, competitor text, note text, by_id uuid, by_name text NOT NULL,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX opportunity_moves_opportunity ON opportunity_moves (tenant_id, opportunity_id, at, id);
CREATE INDEX opportunity_moves_at ON opportunity_moves (tenant_id, act, at);
CREATE TABLE opportunity_levels (
    tenant_id bigint NOT NULL, id uuid NOT NULL, opportunity_id uuid NOT NULL, at bigint NOT NULL, from_level text, level text NOT NULL,
    store_id uuid NOT NULL, owner_id uuid, by_id uuid, by_name text NOT NULL,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX opportunity_levels_opportunity ON opportunity_levels (tenant_id, opportunity_id, at, id);
-- due_on is the day on which the contact was due before it was made.
CREATE TABLE follow_ups (
    tenant_id bigint NOT NULL, id uuid NOT NULL, opportunity_id uuid NOT NULL, at bigint NOT NULL, channel text NOT NULL, content text, result text NOT NULL,
    from_level text NOT NULL, level text NOT NULL, due_on date, next_on date, store_id uuid NOT NULL, owner_id uuid, by_id uuid, by_name text NOT NULL,
    PRIMARY KEY (tenant_id, id));
CREATE INDEX follow_ups_opportunity ON follow_ups (tenant_id, opportunity_id, at, id);

-- When an opportunity first stood in a stage or behind it. since is when it stood in the one before. opened_at is that of
-- the opportunity. A stage that was named by mistake is taken back and counts no longer.
CREATE TABLE opportunity_reached (
    tenant_id bigint NOT NULL, opportunity_id uuid NOT NULL, stage text NOT NULL, at bigint NOT NULL, since bigint NOT NULL, opened_at bigint NOT NULL,
    level text NOT NULL, store_id uuid NOT NULL, owner_id uuid, path text {c} NOT NULL, implied boolean NOT NULL, taken_back_at bigint,
    PRIMARY KEY (tenant_id, opportunity_id, stage)) {by_key};
CREATE INDEX opportunity_reached_at ON opportunity_reached (tenant_id, at, stage);
CREATE INDEX opportunity_reached_store ON opportunity_reached (tenant_id, store_id, at, stage);
CREATE INDEX opportunity_reached_opened ON opportunity_reached (tenant_id, opened_at, stage);

-- How many are open and what they come to, by where they stand: the board reads this and not a hundred thousand rows. Kept
-- by the database itself, whoever writes. owner_id is nil for nobody.
CREATE TABLE opportunity_totals (
    tenant_id bigint NOT NULL, store_id uuid NOT NULL, owner_id uuid NOT NULL, path text {c} NOT NULL, stage text NOT NULL, open bigint NOT NULL, amount bigint NOT NULL,
    PRIMARY KEY (tenant_id, store_id, owner_id, path, stage)) {by_key};
CREATE INDEX opportunity_totals_owner ON opportunity_totals (tenant_id, owner_id);
{sqlite} CREATE TRIGGER opportunities_counted_in AFTER INSERT ON opportunities WHEN NEW.state = 'open' AND NEW.deleted_at IS NULL BEGIN INSERT INTO opportunity_totals (tenant_id, store_id, owner_id, path, stage, open, amount) VALUES (NEW.tenant_id, NEW.store_id, coalesce(NEW.owner_id, zeroblob(16)), NEW.path, NEW.stage, 1, coalesce(NEW.amount, 0)) ON CONFLICT (tenant_id, store_id, owner_id, path, stage) DO UPDATE SET open = open + 1, amount = amount + excluded.amount; END;
{sqlite} CREATE TRIGGER opportunities_counted_out AFTER UPDATE OF store_id, owner_id, path, stage, amount, state, deleted_at ON opportunities WHEN OLD.state = 'open' AND OLD.deleted_at IS NULL BEGIN UPDATE opportunity_totals SET open = open - 1, amount = amount - coalesce(OLD.amount, 0) WHERE tenant_id = OLD.tenant_id AND store_id = OLD.store_id AND owner_id = coalesce(OLD.owner_id, zeroblob(16)) AND path = OLD.path AND stage = OLD.stage; END;
{sqlite} CREATE TRIGGER opportunities_counted_on AFTER UPDATE OF store_id, owner_id, path, stage, amount, state, deleted_at ON opportunities WHEN NEW.state = 'open' AND NEW.deleted_at IS NULL BEGIN INSERT INTO opportunity_totals (tenant_id, store_id, owner_id, path, stage, open, amount) VALUES (NEW.tenant_id, NEW.store_id, coalesce(NEW.owner_id, zeroblob(16)), NEW.path, NEW.stage, 1, coalesce(NEW.amount, 0)) ON CONFLICT (tenant_id, store_id, owner_id, path, stage) DO UPDATE SET open = open + 1, amount = amount + excluded.amount; END;
{sqlite} CREATE TRIGGER opportunities_counted_off AFTER DELETE ON opportunities WHEN OLD.state = 'open' AND OLD.deleted_at IS NULL BEGIN UPDATE opportunity_totals SET open = open - 1, amount = amount - coalesce(OLD.amount, 0) WHERE tenant_id = OLD.tenant_id AND store_id = OLD.store_id AND owner_id = coalesce(OLD.owner_id, zeroblob(16)) AND path = OLD.path AND stage = OLD.stage; END;
{postgres} CREATE FUNCTION opportunities_count(t bigint, s uuid, o uuid, p text, g text, n bigint, a bigint) RETURNS void LANGUAGE sql AS $$ INSERT INTO opportunity_totals (tenant_id, store_id, owner_id, path, stage, open, amount) VALUES (t, s, coalesce(o, '00000000-0000-0000-0000-000000000000'), p, g, n, n * coalesce(a, 0)) ON CONFLICT (tenant_id, store_id, owner_id, path, stage) DO UPDATE SET open = opportunity_totals.open + excluded.open, amount = opportunity_totals.amount + excluded.amount $$;
-- People of one store take turns at its totals, so that two of them never wait for each other.
{postgres} CREATE FUNCTION opportunities_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(hashtextextended('opportunities ' || coalesce(NEW.store_id, OLD.store_id)::text, coalesce(NEW.tenant_id, OLD.tenant_id))); IF TG_OP <> 'INSERT' AND OLD.state = 'open' AND OLD.deleted_at IS NULL THEN PERFORM opportunities_count(OLD.tenant_id, OLD.store_id, OLD.owner_id, OLD.path, OLD.stage, -1, OLD.amount); END IF; IF TG_OP <> 'DELETE' AND NEW.state = 'open' AND NEW.deleted_at IS NULL THEN PERFORM opportunities_count(NEW.tenant_id, NEW.store_id, NEW.owner_id, NEW.path, NEW.stage, 1, NEW.amount); END IF; RETURN NULL; END $$;
{postgres} CREATE TRIGGER opportunities_counted AFTER INSERT OR DELETE OR UPDATE OF store_id, owner_id, path, stage, amount, state, deleted_at ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunities_counted();
",
    }
}
