//! The tables of test drives.

use kernel::Migration;

/// Demo cars and drives.
pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611231131_leads_test_drives",
        sql: "
-- version counts changes and drives: whoever begins a drive changes it, so that two who want one car wait for each other.
CREATE TABLE demo_cars (
    tenant_id bigint NOT NULL, id uuid NOT NULL, store_id uuid NOT NULL, plate text NOT NULL, model text NOT NULL, automatic boolean NOT NULL,
    active boolean NOT NULL, version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));
CREATE UNIQUE INDEX demo_cars_plate ON demo_cars (tenant_id, store_id, plate);

-- licence_until is the last valid day, empty for good. checked_by looked at the licence. The car is away from starts_at
-- to ends_at, or until returned_at when it is back earlier.
CREATE TABLE test_drives (
    tenant_id bigint NOT NULL, id uuid NOT NULL, visit_id uuid NOT NULL, car_id uuid NOT NULL, driver text NOT NULL, licence_class text NOT NULL,
    licence_until date, checked_by uuid, checked_name text NOT NULL, agreed boolean NOT NULL, starts_at bigint NOT NULL, ends_at bigint NOT NULL,
    returned_at bigint, created_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, visit_id) REFERENCES showroom_visits (tenant_id, id),
    FOREIGN KEY (tenant_id, car_id) REFERENCES demo_cars (tenant_id, id));
CREATE INDEX test_drives_visit ON test_drives (tenant_id, visit_id, id);
CREATE INDEX test_drives_car ON test_drives (tenant_id, car_id, ends_at);
",
    }]
}
