//! The rows of a vehicle that operations change.

use records::operations::{Column, ColumnKind, Group, Table};

/// Places of the tables in [`all`].
pub(super) const READINGS: usize = 3;

const fn day(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Day)
}

/// The own table first.
pub(super) fn all() -> Vec<Table> {
    vec![vehicles(), plates(), parties(), readings(), visits(), records::custom::table()]
}

fn vehicles() -> Table {
    let text = |name| Group::of(name, Column::text(name));
    let mut groups: Vec<Group> =
        ["chassis_no", "motor_nos", "brand", "series", "model", "colour", "usage", "status", "remark"].map(text).into();
    groups.extend(["registered_on", "delivered_on", "insured_until"].map(|name| Group::of(name, day(name))));
    groups.extend([
        Group::of("vin", Column::text("vin")).and(&[Column::text("vin_verdict"), Column::text("vin_raw")]),
        Group::of("engine_no", Column::text("engine_no")).and(&[Column::text("engine_folded")]),
        Group::of("plate", Column::text("plate")).and(&[Column::text("plate_type")]),
        Group::of("catalogue_model", Column::id("model_id")),
        Group::of("model_year", Column::whole("model_year")),
        // Follow from readings, plates and numbers.
        Group::of("odometer_km", Column::whole("odometer_km")).and(&[day("odometer_on")]).silent(),
        Group::of("sort_key", Column::text("sort_key")).silent(),
        Group::of("doubts", Column::text("doubts")).silent(),
        Group::of("raw", Column::text("raw")).silent(),
    ]);
    Table { groups, put_away: Some("deleted_at"), versioned: true, ..Table::new("vehicles", "id", "vehicle") }
}

/// A plate that was taken off since is no longer what the operation put on.
fn plates() -> Table {
    Table {
        groups: vec![Group::of("plate", Column::text("plate")), Group::of("plate_until", day("valid_to"))],
        rest: vec![
            Column::text("plate_type"),
            Column::text("raw"),
            day("valid_from"),
            Column::whole("created_at"),
            Column::id("created_by"),
        ],
        ..Table::new("vehicle_plates", "vehicle_id", "plate")
    }
}

fn parties() -> Table {
    Table {
        groups: vec![
            Group::of("owner", Column::id("customer_id")),
            Group::of("role", Column::text("role")),
            Group::of("owner_until", day("valid_to")),
        ],
        rest: vec![day("valid_from"), Column::whole("created_at"), Column::id("created_by")],
        ..Table::new("vehicle_parties", "vehicle_id", "owner")
    }
}

fn readings() -> Table {
    Table {
        rest: vec![
            Column::whole("km"),
            day("read_on"),
            Column::text("source"),
            Column::text("verdict"),
            Column::text("doubt"),
            Column::new("replaced", ColumnKind::Yes),
            Column::id("store_id"),
            Column::whole("created_at"),
            Column::id("created_by"),
        ],
        ..Table::new("odometer_readings", "vehicle_id", "odometer_km")
    }
}

/// Who came may have become part of another file since: the visit is the same one.
fn visits() -> Table {
    Table {
        groups: vec![Group::of("customer", Column::id("customer_id")).silent()],
        ..Table::new("visits", "vehicle_id", "visit")
    }
}
