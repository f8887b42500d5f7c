//! Cars and past visits in a store's sheet of customers (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use customers::import::CustomerImporter;
use fourfold_vehicles as vehicles;
use identifiers::sample;
use kernel::sql;
use organisation::Dictionaries;
use records::import::{Counts, Desk, FileOrder, Import, Importers, Mode, RowRecord, import_file, queries};
use support::{World, day, vin};
use testkit::Backend;
use vehicles::VEHICLE;

struct House {
    w: World,
    desk: Desk,
    folder: tempfile::TempDir,
}

impl House {
    async fn new(backend: Backend) -> House {
        let w = World::new(backend).await;
        let folder = tempfile::tempdir().unwrap();
        let importer = CustomerImporter::new(
            w.seams.clone(),
            Dictionaries::default(),
            vec![Arc::new(vehicles::import::VehiclePart)],
        );
        let scope_of: records::import::ScopeOf = Arc::new(|db, tenant, user| {
            Box::pin(async move {
                organisation::scope_of_user(&db, tenant, user, db.clock.new_id(), kernel::Lang::ZhCn).await
            })
        });
        let desk =
            Desk { importers: Importers(vec![Arc::new(importer)]), folder: folder.path().join("imports"), scope_of };
        House { w, desk, folder }
    }

    async fn run(&self, text: &str, dry_run: bool) -> (Import, Vec<RowRecord>) {
        let file = self.folder.path().join("list.csv");
        std::fs::write(&file, text).unwrap();
        let order = FileOrder {
            importer: "customers".into(),
            file,
            store: self.w.pudong,
            mode: Some(Mode::Both),
            key: None,
            mapping: None,
            dry_run,
        };
        self.w.db.clock.advance(1);
        let scope = self.w.scope(self.w.manager1).await;
        let import = import_file(&self.desk, &self.w.db, &scope, order, &mut |_| {}).await.unwrap();
        let rows = queries::rows(self.w.db.read(), &import, import.pass_of(import.step), 0, 1_000).await.unwrap();
        (import, rows)
    }

    async fn count(&self, table: &str) -> i64 {
        sql::number(self.w.db.read(), &format!("SELECT count(*) FROM {table}"), []).await.unwrap()
    }
}

fn sheet() -> String {
    let (a, b) = (vin(1), vin(2));
    let (p, q, r) = (sample::mobile(1), sample::mobile(2), sample::mobile(3));
    let mut text = String::from("姓名,手机,车牌,车架号,车型,颜色,购车日期,来店日期,里程,维修项目,金额,服务顾问\r\n");
    for line in [
        format!("刘洋,{p},沪A12345,{a},朗逸,白,2024-05-01,2026-03-01,12000,更换机油,880,吴顾问"),
        format!("刘洋,{p},沪A12345,{a},朗逸,白,2024-05-01,2026-09-01,18000,更换刹车片,1200,吴顾问"),
        format!("何平,{q},,{b},途观,黑,2025-01-08,,3000,,,"),
        format!("钱多,{r},,,帕萨特,,,,,,,"),
    ] {
        text.push_str(&line);
        text.push_str("\r\n");
    }
    text
}

/// CUS-14, CUS-03: a row brings its customer, the car and the visit; a second visit hangs on the same car; a model that
/// a prospect has in mind makes no car; the same sheet again changes nothing.
#[tokio::test]
async fn a_sheet_brings_cars_and_visits() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let (judged, _) = h.run(&sheet(), true).await;
        assert_eq!((h.count("vehicles").await, h.count("customers").await), (0, 0), "a check writes nothing");
        let (import, rows) = h.run(&sheet(), false).await;
        assert_eq!(judged.checked, import.counts, "the check foretells the run");
        assert_eq!(import.counts, Counts { rows: 4, created: 3, updated: 0, unchanged: 0, duplicates: 1, rejected: 0 });
        let told: Vec<&str> = rows.iter().flat_map(|r| r.messages.iter().map(|m| m.code.as_ref())).collect();
        assert!(told.contains(&"vehicle-import-only-a-model"), "{told:?}");
        assert_eq!((h.count("vehicles").await, h.count("visits").await, h.count("odometer_readings").await), (2, 2, 3));
        let mut listed = h.w.listed(h.w.manager1).await;
        listed.sort();
        assert_eq!(listed, ["", "沪A12345"]);
        let found = h.w.found(h.w.manager1, &VEHICLE, &vin(1)[11..]).await;
        let car = h.w.vehicle(found[0]).await;
        assert_eq!(
            (car.odometer_km, car.delivered_on, car.colour.as_deref()),
            (Some(18_000), Some(day("2024-05-01")), Some("白"))
        );
        let owner = h.w.found(h.w.manager1, &customers::CUSTOMER, "沪A12345").await;
        assert_eq!(h.w.told(h.w.manager1, owner[0]).await.iter().filter(|k| *k == "service").count(), 2);
        let classes =
            sql::number(h.w.db.read(), "SELECT count(*) FROM engagements WHERE class = 'customer'", []).await.unwrap();
        assert_eq!(classes, 2, "who has a car has bought");
        // The same sheet again.
        let (again, _) = h.run(&sheet(), false).await;
        assert_eq!(again.counts, Counts { rows: 4, created: 0, updated: 0, unchanged: 3, duplicates: 1, rejected: 0 });
        assert_eq!((h.count("vehicles").await, h.count("visits").await, h.count("odometer_readings").await), (2, 2, 3));
    }
}

/// CUS-14: by VIN and plate a row finds its customer; what the file lacks is filled, another plate is told and left.
#[tokio::test]
async fn a_sheet_fills_what_is_missing() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        h.run(&sheet(), false).await;
        let text = format!(
            "车牌,车架号,发动机号,保险到期\r\n沪B99999,{},EA211-123456,2027-04-30\r\n沪C54321,{},,\r\n",
            vin(1),
            vin(2)
        );
        let (import, rows) = h.run(&text, false).await;
        assert_eq!(
            import.counts,
            Counts { rows: 2, created: 0, updated: 2, unchanged: 0, duplicates: 0, rejected: 0 },
            "{rows:?}"
        );
        assert!(rows[0].messages.iter().any(|m| m.code == "vehicle-import-other-plate"));
        let found = h.w.found(h.w.manager1, &VEHICLE, &vin(1)).await;
        let car = h.w.vehicle(found[0]).await;
        assert_eq!(
            (car.plate.as_deref(), car.engine_no.as_deref(), car.insured_until),
            (Some("沪A12345"), Some("EA211-123456"), Some(day("2027-04-30")))
        );
        assert_eq!(
            h.w.found(h.w.manager1, &VEHICLE, "沪C54321").await,
            h.w.found(h.w.manager1, &VEHICLE, &vin(2)).await
        );
        assert_eq!(h.w.found(h.w.manager1, &customers::CUSTOMER, "沪C54321").await.len(), 1);
    }
}

/// CUS-14: a car that only another store knows is no key, no duplicate and no word in the report.
#[tokio::test]
async fn another_stores_car_is_not_there() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let there = h.w.customer(h.w.sales3, "陈明", &sample::mobile(9)[3..]).await;
        h.w.car_of(h.w.sales3, there, &vin(1), "沪A12345").await;
        let (import, rows) = h.run(&sheet(), false).await;
        assert_eq!(import.counts.created, 3);
        let words: Vec<&str> = rows.iter().flat_map(|r| r.messages.iter().map(|m| m.code.as_ref())).collect();
        assert!(!words.contains(&"vehicle-plate-worn") && !words.contains(&"vehicle-import-other-owner"), "{words:?}");
        assert_eq!(h.count("vehicles").await, 3);
        assert_eq!(h.w.listed(h.w.manager2).await, ["沪A12345"], "and the other store sees only its own");
    }
}
