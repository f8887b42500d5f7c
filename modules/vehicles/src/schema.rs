//! The tables of vehicles.

use kernel::Migration;

/// The vehicle master with what is dated about it, the custodies that policy runs on, and the product catalogue.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611220030_vehicles_base",
        sql: "
-- The catalogue is the tenant's. wmis are the maker codes that suggest the brand, separated by blanks (domain.md §4.1).
CREATE TABLE brands (
    tenant_id bigint NOT NULL, id uuid NOT NULL, name text NOT NULL, name_en text, wmis text, position bigint NOT NULL,
    sort_key text {c} NOT NULL, version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id));
CREATE TABLE series (
    tenant_id bigint NOT NULL, id uuid NOT NULL, brand_id uuid NOT NULL, name text NOT NULL, name_en text, position bigint NOT NULL,
    sort_key text {c} NOT NULL, version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, brand_id) REFERENCES brands (tenant_id, id));
CREATE INDEX series_brand ON series (tenant_id, brand_id);
CREATE TABLE models (
    tenant_id bigint NOT NULL, id uuid NOT NULL, series_id uuid NOT NULL, name text NOT NULL, code text, model_year bigint, power text,
    guide_price bigint, on_sale boolean NOT NULL, position bigint NOT NULL, sort_key text {c} NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, series_id) REFERENCES series (tenant_id, id));
CREATE INDEX models_series ON models (tenant_id, series_id);
CREATE TABLE model_options (
    tenant_id bigint NOT NULL, id uuid NOT NULL, model_id uuid NOT NULL, name text NOT NULL, code text, price bigint, position bigint NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, model_id) REFERENCES models (tenant_id, id));
CREATE INDEX model_options_model ON model_options (tenant_id, model_id);
-- part is exterior or interior.
CREATE TABLE colours (
    tenant_id bigint NOT NULL, id uuid NOT NULL, model_id uuid NOT NULL, name text NOT NULL, code text, part text NOT NULL, price bigint,
    position bigint NOT NULL, version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, model_id) REFERENCES models (tenant_id, id));
CREATE INDEX colours_model ON colours (tenant_id, model_id);

-- A VIN stands once among what its reader may see, and that is checked where it is written: a unique key over stores
-- would tell a store of cars that only another store knows. So the index on vin is not unique, and a car that two
-- stores came to know apart from each other has two rows until someone who sees both joins them.
-- plate mirrors the current row of vehicle_plates, odometer_* the last plausible row of odometer_readings. brand,
-- series, model and colour are the words as given; model_id is their place in the catalogue where it is known.
-- vin_verdict is valid, suspect or overridden. motor_nos are separated by blanks; doubts and raw are JSON objects by field.
CREATE TABLE vehicles (
    tenant_id bigint NOT NULL, id uuid NOT NULL, vin text {c}, vin_verdict text, vin_raw text, chassis_no text, engine_no text, engine_folded text {c},
    motor_nos text, model_id uuid, brand text, series text, model text, colour text, model_year bigint,
    plate text {c}, plate_type text, sort_key text {c} NOT NULL, registered_on date, delivered_on date, insured_until date,
    odometer_km bigint, odometer_on date, usage text NOT NULL, status text NOT NULL, remark text, doubts text, raw text,
    version bigint NOT NULL, created_at bigint NOT NULL, created_by uuid, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, model_id) REFERENCES models (tenant_id, id));
CREATE INDEX vehicles_vin ON vehicles (tenant_id, vin) WHERE vin IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX vehicles_plate ON vehicles (tenant_id, plate) WHERE plate IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX vehicles_engine ON vehicles (tenant_id, engine_folded) WHERE engine_folded IS NOT NULL AND deleted_at IS NULL;

-- One row per vehicle and store that knows it: row policy and lists run here. It follows from the current parties'
-- engagements and from visits; entered_here keeps it for a store that entered the car without a customer. owner_id is the
-- consultant of the owning customer's engagement. touched_at is the last visit to or change at this store.
CREATE TABLE custodies (
    tenant_id bigint NOT NULL, id uuid NOT NULL, vehicle_id uuid NOT NULL, store_id uuid NOT NULL, owner_id uuid, path text {c} NOT NULL,
    sort_key text {c} NOT NULL, touched_at bigint NOT NULL, entered_here boolean NOT NULL, created_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicles (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));
CREATE UNIQUE INDEX custodies_once ON custodies (tenant_id, vehicle_id, store_id) WHERE deleted_at IS NULL;
CREATE INDEX custodies_owner_sorted ON custodies (tenant_id, owner_id, sort_key, vehicle_id) WHERE deleted_at IS NULL;
CREATE INDEX custodies_store_sorted ON custodies (tenant_id, store_id, sort_key, vehicle_id) WHERE deleted_at IS NULL;
CREATE INDEX custodies_sorted ON custodies (tenant_id, sort_key, vehicle_id) WHERE deleted_at IS NULL;
CREATE INDEX custodies_owner ON custodies (tenant_id, owner_id, vehicle_id) WHERE deleted_at IS NULL;
CREATE INDEX custodies_store ON custodies (tenant_id, store_id, vehicle_id) WHERE deleted_at IS NULL;

-- Dated: valid_to is the first day on which the plate was no longer worn, none while it is.
CREATE TABLE vehicle_plates (
    tenant_id bigint NOT NULL, id uuid NOT NULL, vehicle_id uuid NOT NULL, plate text {c} NOT NULL, plate_type text, raw text,
    valid_from date, valid_to date, created_at bigint NOT NULL, created_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicles (tenant_id, id));
CREATE INDEX vehicle_plates_vehicle ON vehicle_plates (tenant_id, vehicle_id);
CREATE INDEX vehicle_plates_plate ON vehicle_plates (tenant_id, plate);

-- role is owner, driver or payer; a car has one owner at a time. Dated as plates are.
CREATE TABLE vehicle_parties (
    tenant_id bigint NOT NULL, id uuid NOT NULL, vehicle_id uuid NOT NULL, customer_id uuid NOT NULL, role text NOT NULL,
    valid_from date, valid_to date, created_at bigint NOT NULL, created_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicles (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id));
CREATE INDEX vehicle_parties_vehicle ON vehicle_parties (tenant_id, vehicle_id);
CREATE INDEX vehicle_parties_customer ON vehicle_parties (tenant_id, customer_id, vehicle_id);

-- verdict is valid, suspect (kept, shown, not relied on).
CREATE TABLE odometer_readings (
    tenant_id bigint NOT NULL, id uuid NOT NULL, vehicle_id uuid NOT NULL, km bigint NOT NULL, read_on date NOT NULL, source text NOT NULL,
    verdict text NOT NULL, doubt text, replaced boolean NOT NULL, store_id uuid, created_at bigint NOT NULL, created_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicles (tenant_id, id));
CREATE INDEX odometer_readings_vehicle ON odometer_readings (tenant_id, vehicle_id, read_on);

-- Past service and sales visits as stores' own sheets have them. customer_id is who came; path is that of the store.
CREATE TABLE visits (
    tenant_id bigint NOT NULL, id uuid NOT NULL, vehicle_id uuid NOT NULL, customer_id uuid, store_id uuid NOT NULL, path text {c} NOT NULL,
    kind text NOT NULL, at bigint NOT NULL, number text, km bigint, work text, amount bigint, adviser text, created_at bigint NOT NULL, created_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicles (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));
CREATE INDEX visits_vehicle ON visits (tenant_id, vehicle_id, at);
CREATE INDEX visits_customer ON visits (tenant_id, customer_id, at) WHERE customer_id IS NOT NULL;
",
    }, Migration {
        name: "202611230901_vehicles_covering_lists",
        sql: "
-- With deleted_at the lists of an owner and of a store are counted from the index alone.
DROP INDEX custodies_owner;
DROP INDEX custodies_store;
CREATE INDEX custodies_owner ON custodies (tenant_id, owner_id, vehicle_id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX custodies_store ON custodies (tenant_id, store_id, vehicle_id, deleted_at) WHERE deleted_at IS NULL;
",
    }, Migration {
        name: "202611230910_vehicles_of_a_region",
        sql: "{sqlite} CREATE INDEX custodies_path ON custodies (tenant_id, path, vehicle_id, deleted_at) WHERE deleted_at IS NULL;",
    }, Migration {
        name: "202611231000_vehicles_counted_by_path",
        // PostgreSQL gathers by it no more than a quarter above a count's cap. Some houses have had it from the start.
        sql: "{postgres} CREATE INDEX IF NOT EXISTS custodies_path ON custodies (tenant_id, path, vehicle_id, deleted_at) WHERE deleted_at IS NULL;",
    }, Migration {
        name: "202611231001_vehicles_put_away",
        // Few are put away; those of one record are looked for when it changes or comes back.
        sql: "CREATE INDEX custodies_put_away ON custodies (tenant_id, vehicle_id, deleted_at) WHERE deleted_at IS NOT NULL;",
    }]
}
