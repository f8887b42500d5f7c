//! What stories about undoing share: a sheet that comes in, people who change things, and the whole data as text.

#![allow(dead_code, reason = "each story file uses its own part")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use fourfold::compose;
use identifiers::{Sex, sample};
use kernel::{Id, sql};
use records::Input;
use records::import::{FileOrder, Import, Mode, import_file};
use testkit::Backend;

use super::World;

/// Tables with the columns that undoing must bring back, and which rows count. What the house keeps for locking and what
/// is dated for itself (owners and classes) is left out.
const TABLES: [(&str, &str, &str); 13] = [
    (
        "customers",
        "id number kind name sort_key sex birthday phone email id_hash id_tail city district source raw doubts completeness",
        "t.deleted_at IS NULL",
    ),
    (
        "engagements",
        "id customer_id store_id owner_id path class grade source remark assigned_at touched_at next_contact_on protected_until sort_key",
        "t.deleted_at IS NULL",
    ),
    ("customer_phones", "customer_id phone label is_primary is_virtual doubt raw created_at", CUSTOMER),
    ("customer_tags", "customer_id store_id tag", CUSTOMER),
    ("timeline", "id customer_id kind at body data", TOLD),
    (
        "vehicles",
        "id vin vin_verdict chassis_no engine_no brand series model colour plate plate_type sort_key delivered_on odometer_km odometer_on",
        "t.deleted_at IS NULL",
    ),
    ("vehicle_plates", "id vehicle_id plate valid_from valid_to", VEHICLE),
    ("vehicle_parties", "id vehicle_id customer_id role valid_from valid_to", VEHICLE),
    ("odometer_readings", "id vehicle_id km read_on verdict", VEHICLE),
    ("visits", "id vehicle_id customer_id at km work", VEHICLE),
    ("custodies", "vehicle_id store_id owner_id path sort_key", "t.deleted_at IS NULL"),
    ("search_terms", "term kind anchor_id record_id store_id", "1 = 1"),
    ("customer_keys", "hash customer_id", "1 = 1"),
];
const CUSTOMER: &str = "EXISTS (SELECT 1 FROM customers c WHERE c.tenant_id = t.tenant_id AND c.id = t.customer_id AND c.deleted_at IS NULL)";
const TOLD: &str = "t.kind NOT IN ('assignment', 'class') AND EXISTS (SELECT 1 FROM customers c WHERE c.tenant_id = t.tenant_id AND c.id = t.customer_id AND c.deleted_at IS NULL)";
const VEHICLE: &str = "EXISTS (SELECT 1 FROM vehicles v WHERE v.tenant_id = t.tenant_id AND v.id = t.vehicle_id AND v.deleted_at IS NULL)";

/// All rows as text.
pub type Dump = BTreeMap<&'static str, BTreeSet<String>>;

impl World {
    /// The whole data.
    pub async fn dump(&self, backend: Backend) -> Dump {
        let mut all = Dump::new();
        for (table, columns, rest) in TABLES {
            let text = |column: &str| match backend {
                Backend::Sqlite => format!("'{column}=' || quote(t.{column})"),
                Backend::Postgres => format!("'{column}=' || coalesce(t.{column}::text, 'NULL')"),
            };
            let columns: Vec<String> = columns.split(' ').map(text).collect();
            let select = format!("SELECT {} FROM {table} t WHERE {rest}", columns.join(" || ' ' || "));
            let rows = sql::rows(self.db.read(), &select, []).await.unwrap();
            all.insert(table, rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect());
        }
        all
    }

    /// Brings a sheet in, in someone's name, to 浦东店.
    pub async fn bring_in(&self, login: &str, text: &str) -> Import {
        self.db.clock.advance(60);
        let desk = compose::import_desk(&compose::Wiring::new(), self.fresh.folder.path());
        let file = self.fresh.folder.path().join("客户名单.csv");
        std::fs::write(&file, text).unwrap();
        let order = FileOrder {
            importer: "customers".into(),
            file,
            store: self.pudong,
            mode: Some(Mode::Both),
            key: None,
            mapping: None,
            dry_run: false,
        };
        let scope = self.scope(login).await;
        let import = import_file(&desk, &self.db, &scope, order, &mut |_| {}).await.unwrap();
        self.settle().await;
        self.db.clock.advance(60);
        import
    }

    /// Changes a record in someone's name.
    pub async fn change(&self, login: &str, kind: &str, id: Id, fields: &[(&str, &str)]) {
        let table = if kind == "vehicle" { "vehicles" } else { "customers" };
        let text = format!("SELECT version FROM {table} WHERE tenant_id = $1 AND id = $2");
        let version = sql::number(self.db.read(), &text, [self.tenant.into(), id.into()]).await.unwrap();
        let input: Input = fields.iter().map(|(k, v)| (*k, *v)).collect();
        let scope = self.scope(login).await;
        let mut tx = self.db.write(&scope).await.unwrap();
        let commands = self.assembly.app.registry.commands(kind).unwrap();
        commands.update(&mut tx, id, version, &input).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Writes a note in someone's name.
    pub async fn note(&self, login: &str, customer: Id, text: &str) {
        let scope = self.scope(login).await;
        let mut tx = self.db.write(&scope).await.unwrap();
        customers::timeline::add_note(&mut tx, customer, Some(self.pudong), text).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The one row of a query.
    pub async fn id_of(&self, name: &str) -> Option<Id> {
        let text = "SELECT id FROM customers WHERE tenant_id = $1 AND name = $2 AND deleted_at IS NULL";
        let row = sql::row(self.db.read(), text, [self.tenant.into(), name.into()]).await.unwrap()?;
        Some(row.try_get_by_index(0).unwrap())
    }

    /// A number of the database.
    pub async fn number(&self, text: &str) -> i64 {
        sql::number(self.db.read(), text, []).await.unwrap()
    }

    /// Undoes an operation as someone, and lets the house do it.
    pub async fn undo(&self, login: &str, operation: Id) {
        let mut browser = self.browser(login).await;
        let answer = browser.post(&format!("/operations/{operation}/undo"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.settle().await;
        let state = "SELECT count(*) FROM operations WHERE state = 'undone' AND id = $1";
        assert_eq!(sql::number(self.db.read(), state, [operation.into()]).await.unwrap(), 1, "it is undone");
    }

    /// Three customers whom the store knows, one with a car: 司徒静, 欧阳锋, 何平.
    pub async fn known(&self) -> [Id; 3] {
        let mut ids = Vec::new();
        for (login, name, n) in [("sales1", "司徒静", 1), ("manager1", "欧阳锋", 2), ("manager1", "何平", 3)] {
            ids.push(self.customer(login, name, &sample::mobile(n)).await.parse::<Id>().unwrap());
        }
        self.change(
            "manager1",
            "customer",
            ids[0],
            &[("city", "上海"), ("email", "jing@example.com"), ("remark", "爱喝茶")],
        )
        .await;
        let mut script = self.script("manager1").await;
        let car = serde_json::json!({ "vin": vin(1), "plate": "沪A12345", "customer": ids[1] });
        let made = script.json(axum::http::Method::POST, "/api/v1/vehicles", &car).await;
        assert_eq!(made.status, 201, "{}", made.text());
        self.settle().await;
        [ids[0], ids[1], ids[2]]
    }
}

/// A VIN.
pub fn vin(n: u64) -> String {
    sample::vin(n, "LSV", 'R')
}

/// A sheet that changes the three of [`World::known`] and brings three more, with cars and visits.
pub fn sheet() -> String {
    let id = sample::resident_id(1, chrono::NaiveDate::from_ymd_opt(1988, 5, 6).unwrap(), Sex::Female);
    let mut text =
        String::from("姓名,手机,邮箱,城市,级别,标签,备注,身份证号,车牌,车架号,车型,颜色,来店日期,里程,维修项目\r\n");
    for line in [
        // Another address and city, a tag, a grade, an identity number, and a car of their own.
        format!(
            "司徒静,{},si@example.com,苏州,A,老客户,换车,{id},沪B54321,{},朗逸,白,2026-03-01,12000,更换机油",
            sample::mobile(1),
            vin(2)
        ),
        // The car that the house knows gets a colour and a visit.
        format!(
            "欧阳锋,{},ou@example.com,杭州,,,,,沪A12345,{},途观,黑,2026-05-01,30000,更换刹车片",
            sample::mobile(2),
            vin(1)
        ),
        format!("何平,{},,,B,,想看车,,,,,,,,", sample::mobile(3)),
        format!(
            "钱多,{},qian@example.com,无锡,,新客户,,,沪C11111,{},帕萨特,灰,2026-06-01,500,首保",
            sample::mobile(4),
            vin(3)
        ),
        format!("冯程程,{},,,H,,,,,,,,,,", sample::mobile(5)),
        format!("许文强,{},,上海,,,,,,,,,,,", sample::mobile(6)),
        // The same person again, with another visit.
        format!("欧阳锋,{},,,,,,,沪A12345,{},,,2026-07-01,33000,换轮胎", sample::mobile(2), vin(1)),
    ] {
        text.push_str(&line);
        text.push_str("\r\n");
    }
    text
}

/// What stands in one dump and not in the other.
pub fn apart(before: &Dump, after: &Dump) -> Vec<String> {
    let mut list = Vec::new();
    for (table, rows) in before {
        list.extend(rows.difference(&after[table]).map(|row| format!("- {table}: {row}")));
        list.extend(after[table].difference(rows).map(|row| format!("+ {table}: {row}")));
    }
    list
}

/// Lets the jobs run until they have read so many pages of records, and some turns further, and kills them there.
pub async fn die(w: &World, reading: usize, turns: usize) {
    let mut db = w.db.clone();
    let handle: Arc<Mutex<Option<tokio::task::AbortHandle>>> = Arc::default();
    let (seen, at) = (Arc::new(AtomicUsize::new(0)), handle.clone());
    db.on_statement(move |info| {
        let page = info.statement.sql.contains("FROM operation_records") && info.statement.sql.contains("LIMIT");
        if page && seen.fetch_add(1, Ordering::SeqCst) + 1 == reading {
            let at = at.clone();
            tokio::spawn(async move {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                if let Some(handle) = at.lock().unwrap().take() {
                    handle.abort();
                }
            });
        }
    });
    let jobs = w.assembly.jobs.clone();
    let task = tokio::spawn(async move {
        // The handle must be there before the first page is read.
        tokio::task::yield_now().await;
        kernel::jobs::work(&db, &jobs, &AtomicBool::new(false)).await
    });
    *handle.lock().unwrap() = Some(task.abort_handle());
    assert!(task.await.unwrap_err().is_cancelled());
}
