//! Importing a store's sheets of customers, on both databases: what goes in, what is said about it, who sees it, and
//! what a crash leaves (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use customers::import::{CustomerImporter, Part, PartIntake, PartOutcome, PartRow};
use fourfold_customers as customers;
use identifiers::sample;
use kernel::{DbError, Id, JobHandler, Tx, sql};
use organisation::Dictionaries;
use records::import::begin::{self, Arrival};
use records::import::queries::{self, RowFilter};
use records::import::report::{self, Form};
use records::import::{
    AnyLook, Counts, Desk, Draft, Fate, FileOrder, Halt, Import, ImportJob, Importers, JOB, Key, Mode, Options,
    RowRecord, Severity, State, Target, Upload, fix, import_file, steer,
};
use records::policy::Look;
use records::{FieldKind, Refusal};
use support::World;
use testkit::Backend;
use tokio::sync::Notify;

/// Cars as another module would bring them: kept in memory, found by VIN and plate.
#[derive(Default)]
struct Cars {
    owners: Mutex<HashMap<(Key, String), Id>>,
    taken: Mutex<Vec<(Id, String)>>,
    steps: AtomicUsize,
    /// Stops for ever at the step of this number.
    hang_at: AtomicUsize,
    hanging: Notify,
}

struct CarPart(Arc<Cars>);

struct CarsAtWork(Arc<Cars>);

#[async_trait]
impl Part for CarPart {
    fn targets(&self) -> Vec<Target> {
        vec![
            Target::new("vehicle.vin", FieldKind::Vin).key(Key::Vin),
            Target::new("vehicle.plate", FieldKind::Plate).key(Key::Plate),
            Target::new("vehicle.model", FieldKind::Text),
            Target::new("vehicle.delivered_on", FieldKind::Date),
        ]
    }

    async fn open(&self, _look: &AnyLook<'_>, _options: &Options) -> Result<Box<dyn PartIntake>, Refusal> {
        Ok(Box::new(CarsAtWork(self.0.clone())))
    }
}

#[async_trait]
impl PartIntake for CarsAtWork {
    async fn find(&self, _look: &AnyLook<'_>, keys: &[(Key, String)]) -> Result<Vec<(Key, String, Id)>, DbError> {
        let owners = self.0.owners.lock().unwrap();
        Ok(keys
            .iter()
            .filter_map(|(key, text)| Some((*key, text.clone(), *owners.get(&(*key, text.clone()))?)))
            .collect())
    }

    fn tells_owner(&self, draft: &Draft) -> bool {
        draft.has_noun("vehicle")
    }

    async fn judge(&mut self, _look: &AnyLook<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError> {
        Ok(rows.iter().map(|_| PartOutcome::default()).collect())
    }

    async fn apply(&mut self, _tx: &mut Tx<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError> {
        if self.0.steps.fetch_add(1, Ordering::SeqCst) + 1 == self.0.hang_at.load(Ordering::SeqCst) {
            self.0.hanging.notify_one();
            std::future::pending::<()>().await;
        }
        let (mut owners, mut taken) = (self.0.owners.lock().unwrap(), self.0.taken.lock().unwrap());
        let outcomes = rows.iter().map(|row| {
            let Some(customer) = row.customer else { return PartOutcome::default() };
            let mut changed = false;
            for (key, target) in [(Key::Vin, "vehicle.vin"), (Key::Plate, "vehicle.plate")] {
                if let Some(text) = row.draft.text(target) {
                    changed |= owners.insert((key, text.to_owned()), customer) != Some(customer);
                    taken.push((customer, text.to_owned()));
                }
            }
            PartOutcome { changed, ..PartOutcome::default() }
        });
        Ok(outcomes.collect())
    }
}

struct House {
    w: World,
    desk: Desk,
    cars: Arc<Cars>,
    folder: tempfile::TempDir,
}

impl House {
    async fn new(backend: Backend) -> House {
        let w = World::new(backend).await;
        let folder = tempfile::tempdir().unwrap();
        let cars = Arc::new(Cars::default());
        let importer =
            CustomerImporter::new(w.seams.clone(), Dictionaries::default(), vec![Arc::new(CarPart(cars.clone()))]);
        let scope_of: records::import::ScopeOf = Arc::new(|db, tenant, user| {
            Box::pin(async move {
                organisation::scope_of_user(&db, tenant, user, db.clock.new_id(), kernel::Lang::ZhCn).await
            })
        });
        let desk =
            Desk { importers: Importers(vec![Arc::new(importer)]), folder: folder.path().join("imports"), scope_of };
        House { w, desk, cars, folder }
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn order(&self, file: PathBuf) -> FileOrder {
        FileOrder {
            importer: "customers".into(),
            file,
            store: self.w.pudong,
            mode: None,
            key: None,
            mapping: None,
            dry_run: false,
        }
    }

    async fn run(&self, who: Id, order: FileOrder) -> Result<Import, Halt> {
        self.w.db.clock.advance(1);
        let scope = self.w.scope(who).await;
        import_file(&self.desk, &self.w.db, &scope, order, &mut |_| {}).await
    }

    async fn import(&self, text: &str, mode: Mode) -> (Import, Vec<RowRecord>) {
        let order = FileOrder { mode: Some(mode), ..self.order(self.put("list.csv", text.as_bytes())) };
        let import = self.run(self.w.manager1, order).await.unwrap();
        let rows = self.rows(&import).await;
        (import, rows)
    }

    async fn rows(&self, import: &Import) -> Vec<RowRecord> {
        queries::rows(self.w.db.read(), import, import.pass_of(import.step), 0, 100_000).await.unwrap()
    }

    async fn number(&self, text: &str) -> i64 {
        sql::number(self.w.db.read(), text, []).await.unwrap()
    }

    async fn text(&self, text: &str) -> String {
        let row = sql::row(self.w.db.read(), text, []).await.unwrap().unwrap();
        row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default()
    }

    /// The import as its starter sees it now.
    async fn now(&self, import: &Import) -> Import {
        let scope = self.w.scope(import.owner).await;
        queries::find(&Look::at(&self.w.db, &scope), &customers::CUSTOMER, import.id).await.unwrap().unwrap()
    }

    /// Begins an import as the wizard does.
    async fn begin(&self, who: Id, name: &str, bytes: &[u8]) -> Import {
        let scope = self.w.scope(who).await;
        let id = self.w.db.clock.new_id();
        let mut upload = Upload::begin(&self.desk.folder, id).await.unwrap();
        for piece in bytes.chunks(1_000) {
            upload.write(piece).await.unwrap();
        }
        let kept = upload.finish().await.unwrap();
        let arrival = Arrival { id, importer: "customers".into(), store: self.w.pudong, file_name: name.into(), kept };
        begin::begin(&self.desk, &self.w.db, &scope, arrival).await.unwrap()
    }

    async fn act(
        &self,
        import: &Import,
        what: impl AsyncFnOnce(&mut Tx<'_>, &Import) -> Result<bool, DbError>,
    ) -> bool {
        let (scope, import) = (self.w.scope(import.owner).await, self.now(import).await);
        let mut tx = self.w.db.write(&scope).await.unwrap();
        let done = what(&mut tx, &import).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    async fn work(&self) {
        let handlers: HashMap<&'static str, Arc<dyn JobHandler>> =
            HashMap::from([(JOB, Arc::new(ImportJob(self.desk.clone())) as Arc<dyn JobHandler>)]);
        kernel::jobs::work(&self.w.db, &handlers, &AtomicBool::new(false)).await.unwrap();
    }
}

fn codes(row: &RowRecord) -> Vec<&str> {
    row.messages.iter().map(|m| m.code.as_ref()).collect()
}

fn counts(rows: i64, created: i64, updated: i64, unchanged: i64, duplicates: i64, rejected: i64) -> Counts {
    Counts { rows, created, updated, unchanged, duplicates, rejected }
}

const DIRTY: &str = "序号,客户姓名,手机号码,车牌号,车架号,客户级别,客户来源,出生日期,销售顾问,地址,备注\r\n\
    1,周海燕,138 0123 4561,沪AD12345,LSVAM4187C2184847,A级,转介绍,1988年3月7日,王敏,上海市浦东新区沪南路1000号,老客户介绍\r\n\
    2,陈先生,13801234562,,,B,汽车之家,1990/13/45,不认识的人,,\r\n\
    3,,13801234563,,,,,,,,没有姓名\r\n\
    4,刘洋,1.31E+10,,,,,,,,号码坏了\r\n\
    5,黄磊,1.31E+10,沪BF6789,,,,,,,有车牌\r\n\
    6,周海燕,+86 13801234561,沪AD54321,,,,,,,第二辆车\r\n\
    7,赵雪,没有,沪CA1234,LSVAM4187C2184848,钻石,,,,,坏车架号，好车牌\r\n\
    8,=HYPERLINK(\"http://x\"),13801234568,,,,,45210,,,公式\r\n";

/// CUS-14: a GB18030 sheet with all the dirt of daily life: every row has its account, what can be kept is kept.
#[tokio::test]
async fn a_dirty_sheet() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let (bytes, _, _) = encoding_rs::GB18030.encode(DIRTY);
        let import = h.run(h.w.manager1, h.order(h.put("客户.csv", &bytes))).await.unwrap();
        let rows = h.rows(&import).await;
        assert_eq!(import.tally(), counts(8, 5, 0, 0, 1, 2), "{rows:#?}");
        let fates: Vec<Fate> = rows.iter().map(|r| r.fate).collect();
        use Fate::{Created, Duplicate, Rejected};
        assert_eq!(fates, [Created, Created, Rejected, Rejected, Created, Duplicate, Created, Created]);
        assert!(rows[0].messages.is_empty() && rows[0].cells.is_empty(), "{:?}", rows[0]);
        assert_eq!(codes(&rows[1]), ["field-not-a-date", "import-owner-unknown"]);
        assert_eq!(codes(&rows[2]), ["import-no-name"]);
        assert_eq!(codes(&rows[3]), ["identifier-phone-scientific-notation", "import-no-usable-key"]);
        assert_eq!(codes(&rows[4]), ["identifier-phone-scientific-notation"]);
        assert_eq!(codes(&rows[5]), ["import-repeats-line", "import-repeat-taken-in"]);
        assert_eq!(rows[5].messages[0].detail.as_deref(), Some("2"));
        assert_eq!(codes(&rows[6]), ["identifier-phone-format", "identifier-vin-check-digit", "import-choice-unknown"]);
        assert_eq!(codes(&rows[7]), ["import-date-counted"]);
        assert_eq!(rows[3].cells[1], "刘洋", "what was in a row that was left out stays with its account");

        // The second car hangs on the first row's customer.
        let first = rows[0].record.unwrap();
        assert_eq!(h.cars.taken.lock().unwrap().iter().filter(|(id, _)| *id == first).count(), 3);
        // What could not be read stays beside the file.
        assert!(h.text("SELECT raw FROM customers WHERE name = '陈先生'").await.contains("1990/13/45"));
        assert!(h.text("SELECT raw FROM customers WHERE name = '黄磊'").await.contains("1.31E+10"));
        assert!(h.text("SELECT raw FROM customers WHERE name = '赵雪'").await.contains("钻石"));
        assert_eq!(h.text("SELECT phone FROM customers WHERE name = '周海燕'").await, "+8613801234561");
        // Grade, class, source, owner, region.
        let file = "SELECT e.grade || ' ' || e.class || ' ' || e.source || ' ' || u.name || ' ' || c.district FROM customers c \
             JOIN engagements e ON e.customer_id = c.id JOIN users u ON u.id = e.owner_id WHERE c.name = '周海燕'";
        assert_eq!(h.text(file).await, "A customer referral 王敏 浦东新区");
        // Found like anyone else, and journalled under who imported, as one batch.
        assert_eq!(h.w.found(h.w.manager1, "zhy").await, 1);
        let journal = format!(
            "SELECT count(*) FROM journal WHERE action = 'create' AND kind = 'customer' AND actor_name = '张强' AND batch_id = '{}'",
            import.id
        );
        if backend == Backend::Postgres {
            assert_eq!(h.number(&journal).await, 5);
        }
        assert_eq!(h.number("SELECT count(*) FROM journal WHERE action = 'create' AND kind = 'customer' AND batch_id IS NOT NULL AND actor_name = '张强'").await, 5);
    }
}

/// CUS-14: create, update and both on what is there already; the same sheet again changes nothing.
#[tokio::test]
async fn modes() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let sheet = "姓名,手机,地址\n周海燕,13801234561,\n刘洋,13801234562,上海市徐汇区漕溪路1号\n";
        assert_eq!(h.import(sheet, Mode::Both).await.0.tally(), counts(2, 2, 0, 0, 0, 0));
        assert_eq!(h.import(sheet, Mode::Both).await.0.tally(), counts(2, 0, 0, 2, 0, 0), "again");
        let (import, rows) = h.import(sheet, Mode::Create).await;
        assert_eq!(import.tally(), counts(2, 0, 0, 0, 2, 0));
        assert_eq!(codes(&rows[0]), ["import-known-already"]);
        let changed = "姓名,手机,地址,性别\n周海燕,13801234561,上海市浦东新区沪南路1000号,女\n新人,13801234569,,男\n李芳,13801234562,北京市海淀区中关村大街1号,女\n";
        let (import, rows) = h.import(changed, Mode::Update).await;
        assert_eq!(import.tally(), counts(3, 0, 1, 1, 0, 1), "{rows:#?}");
        assert_eq!(codes(&rows[1]), ["import-not-known"]);
        assert_eq!(codes(&rows[2]), ["import-name-differs"], "someone else under the number is left alone");
        assert_eq!(h.text("SELECT address FROM customers WHERE name = '周海燕'").await, "上海市浦东新区沪南路1000号");
        assert_eq!(h.text("SELECT sex FROM customers WHERE name = '周海燕'").await, "female");
        assert_eq!(h.text("SELECT district FROM customers WHERE name = '刘洋'").await, "徐汇区");
        let before: i64 = h
            .number(
                "SELECT count(*) FROM journal WHERE kind = 'customer' AND action = 'update' AND actor_name = '张强'",
            )
            .await;
        assert_eq!(before, 1);
        assert_eq!(h.number("SELECT count(*) FROM customers").await, 2);
    }
}

/// CUS-14: a dry run says beforehand what a run does, and writes no record.
#[tokio::test]
async fn a_dry_run_tells_the_same() {
    let h = House::new(Backend::Sqlite).await;
    h.import("姓名,手机\n周海燕,13801234561\n刘洋,13801234562\n", Mode::Both).await;
    let sheet =
        "姓名,手机,性别\n周海燕,13801234561,女\n刘洋,13801234562,\n新人,13801234563,\n新人,13801234563,\n无号,,\n";
    let path = h.put("next.csv", sheet.as_bytes());
    let dry = h.run(h.w.manager1, FileOrder { dry_run: true, ..h.order(path.clone()) }).await.unwrap();
    assert_eq!(dry.tally(), counts(5, 1, 1, 1, 1, 1));
    assert_eq!(h.number("SELECT count(*) FROM customers").await, 2);
    let ran = h.run(h.w.manager1, h.order(path)).await.unwrap();
    assert_eq!(ran.tally(), dry.tally());
}

/// CUS-14, SYS-05: what only another store knows is not found, not changed and not told.
#[tokio::test]
async fn another_store_is_not_there() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        h.w.file(h.w.sales3, &[("name", "周海燕"), ("phone", "13801234561")]).await;
        let (import, rows) =
            h.import("姓名,手机,地址\n周海燕,13801234561,上海市浦东新区沪南路1000号\n", Mode::Both).await;
        assert_eq!(import.tally(), counts(1, 1, 0, 0, 0, 0));
        assert!(rows[0].messages.is_empty());
        assert_eq!(
            h.number("SELECT count(*) FROM customers WHERE address IS NOT NULL").await,
            1,
            "the other store's file is as it was"
        );

        // Nor does the other store see this import, and nobody imports into a store that is not theirs.
        let other = h.w.scope(h.w.manager2).await;
        assert!(queries::find(&Look::at(&h.w.db, &other), &customers::CUSTOMER, import.id).await.unwrap().is_none());
        let boss = h.w.scope(h.w.manager1).await;
        assert_eq!(
            queries::list(&Look::at(&h.w.db, &boss), "customers", &customers::CUSTOMER, None, 10).await.unwrap().len(),
            1
        );
        let path = h.put("list.csv", "姓名,手机\n新人,13801234569\n".as_bytes());
        match h.run(h.w.manager2, h.order(path)).await {
            Err(Halt::Problem(problem)) => assert_eq!(problem.code, "import-no-store"),
            other => panic!("{other:?}"),
        }
    }
}

/// CUS-14: a consultant who reaches only their own imports their own; colleagues' customers are not theirs to change.
#[tokio::test]
async fn a_consultant_imports_their_own() {
    let h = House::new(Backend::Sqlite).await;
    h.w.file(h.w.sales2, &[("name", "李芳"), ("phone", "13801234562")]).await;
    let path = h.put("mine.csv", "姓名,手机,销售顾问\n周海燕,13801234561,李伟\n李芳,13801234562,\n".as_bytes());
    let import = h.run(h.w.sales1, h.order(path)).await.unwrap();
    let rows = h.rows(&import).await;
    assert_eq!(import.tally(), counts(2, 2, 0, 0, 0, 0), "{rows:#?}");
    assert_eq!(codes(&rows[0]), ["import-owner-self"]);
    let mut mine = h.w.listed(h.w.sales1).await;
    mine.sort();
    assert_eq!(mine, ["周海燕", "李芳"]);
}

/// CUS-14: keyed by VIN or plate, where the sheet has no phone.
#[tokio::test]
async fn keys_in_their_order() {
    let h = House::new(Backend::Sqlite).await;
    let vin = sample::vin(1, "LSV", 'S');
    h.import(&format!("车主,联系电话,车牌,车架号\n周海燕,13801234561,沪AD12345,{vin}\n"), Mode::Both).await;
    let (import, _) = h.import(&format!("车主,车架号,生日\n周海燕,{vin},1988-03-07\n"), Mode::Both).await;
    assert_eq!(import.tally(), counts(1, 0, 1, 0, 0, 0));
    let (import, _) = h.import("车主,牌照,性别\n周海燕,沪A·D12345,女\n", Mode::Update).await;
    assert_eq!(import.tally(), counts(1, 0, 1, 0, 0, 0));
    // The plate first: the phone in the sheet is another one, and is added.
    let path = h.put("plates.csv", "车主,手机,车牌\n周海燕,13901234561,沪AD12345\n".as_bytes());
    let import = h.run(h.w.manager1, FileOrder { key: Some(Key::Plate), ..h.order(path) }).await.unwrap();
    assert_eq!(import.tally(), counts(1, 0, 1, 0, 0, 0));
    assert_eq!(h.number("SELECT count(*) FROM customer_phones").await, 2);
    assert_eq!(h.number("SELECT count(*) FROM customers").await, 1);
}

/// CUS-14: past visits become the timeline's, each once, with their own dates.
#[tokio::test]
async fn past_visits() {
    let h = House::new(Backend::Sqlite).await;
    let sheet = "客户,手机,来店日期,里程,维修项目,金额\n周海燕,13801234561,2025-03-07 09:30,12000,首保,0\n周海燕,13801234561,2025-09-08,2.1万公里,更换机油、机滤,\"¥680.00\"\n";
    for _ in 0..2 {
        let (import, _) = h.import(sheet, Mode::Both).await;
        assert_eq!(import.tally().duplicates, 1);
    }
    assert_eq!(h.number("SELECT count(*) FROM timeline WHERE kind = 'service'").await, 2);
    assert_eq!(
        h.text("SELECT data FROM timeline WHERE body = '更换机油、机滤'").await,
        r#"{"amount":68000,"km":21000}"#
    );
    // 09:30 in Shanghai.
    assert_eq!(h.number("SELECT at FROM timeline WHERE body = '首保'").await, 1_741_311_000_000_000);
}

/// CUS-14: groups above the names, titles above the groups, and dates of both epochs.
#[tokio::test]
async fn headers_and_epochs() {
    let h = House::new(Backend::Sqlite).await;
    let merged = "浦东店客户资料,,,\n客户信息,,车辆信息,\n姓名,手机,车牌号,车型\n周海燕,13801234561,沪AD12345,帕萨特\n";
    let (import, rows) = h.import(merged, Mode::Both).await;
    assert_eq!(import.tally(), counts(1, 1, 0, 0, 0, 0));
    assert_eq!(rows[0].line, 4);
    for (n, file) in ["customers.xls", "customers-1904.xls"].into_iter().enumerate() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../platform/sheets/tests/fixtures").join(file);
        let import = h.run(h.w.manager1, h.order(path)).await.unwrap();
        let first = if n == 0 { counts(2, 2, 0, 0, 0, 0) } else { counts(2, 0, 0, 2, 0, 0) };
        assert_eq!(import.tally(), first, "{file}");
    }
    // 2024-03-05 14:30 in both files.
    assert_eq!(h.number("SELECT count(*) FROM timeline WHERE kind = 'visit'").await, 1);
    assert_eq!(h.number("SELECT at FROM timeline WHERE kind = 'visit'").await, 1_709_620_200_000_000);
}

fn large(rows: u64) -> Vec<u8> {
    let mut text = "姓名,手机,车牌\n".to_owned();
    for n in 0..rows {
        // Every tenth repeats the row nine before it.
        let of = if n % 10 == 9 { n - 9 } else { n };
        text.push_str(&format!(
            "客户{},{},{}\n",
            ["甲", "乙", "丙"][(n % 3) as usize],
            sample::mobile(of),
            sample::plate(of)
        ));
    }
    text.into_bytes()
}

/// CUS-14: kill -9 in the middle of a step. The next worker goes on from the last commit: every row exactly once, and
/// the counts are those of an import that nobody killed.
#[tokio::test]
async fn killed_in_the_middle() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let import = h.begin(h.w.manager1, "large.csv", &large(2_000)).await;
        assert!(h.act(&import, async |tx, import| steer::check(tx, import).await).await);
        h.work().await;
        let checked = h.now(&import).await;
        assert_eq!((checked.state, checked.checked), (State::Ready, counts(2_000, 1_800, 0, 0, 200, 0)));
        assert!(h.act(&import, async |tx, import| steer::run(tx, import).await).await);
        assert!(!h.act(&import, async |tx, import| steer::run(tx, import).await).await, "a second click does nothing");
        h.cars.hang_at.store(7, Ordering::SeqCst);
        tokio::select! {
            () = h.work() => panic!("it hangs"),
            () = h.cars.hanging.notified() => {}
        }
        h.cars.hang_at.store(0, Ordering::SeqCst);
        let cut = h.now(&import).await;
        assert_eq!(cut.state, State::Running);
        assert!((1..2_000).contains(&cut.counts.rows), "{:?}", cut.counts);
        assert_eq!(h.number("SELECT count(*) FROM customers").await, cut.counts.created, "nothing half");
        h.work().await;
        assert_eq!(h.now(&import).await.counts, cut.counts, "nobody takes it over while the lease runs");
        h.w.db.clock.advance(16);
        h.work().await;
        let done = h.now(&import).await;
        assert_eq!((done.state, done.counts), (State::Done, counts(2_000, 1_800, 0, 0, 200, 0)));
        assert_eq!(h.number("SELECT count(*) FROM customers").await, 1_800);
        let lines: Vec<u64> = h.rows(&done).await.iter().map(|r| r.line).collect();
        assert_eq!(lines, (2..2_002).collect::<Vec<_>>());
    }
}

/// CUS-14: paused by hand, gone on with, and given up.
#[tokio::test]
async fn pause_and_go_on() {
    let h = House::new(Backend::Sqlite).await;
    let import = h.begin(h.w.manager1, "large.csv", &large(1_000)).await;
    h.act(&import, async |tx, import| steer::check(tx, import).await).await;
    h.work().await;
    h.act(&import, async |tx, import| steer::run(tx, import).await).await;
    assert!(h.act(&import, async |tx, import| steer::pause(tx, import).await).await);
    h.work().await;
    assert_eq!((h.now(&import).await.state, h.number("SELECT count(*) FROM customers").await), (State::Paused, 0));
    assert!(h.act(&import, async |tx, import| steer::resume(tx, import).await).await);
    h.work().await;
    assert_eq!((h.now(&import).await.state, h.now(&import).await.counts.created), (State::Done, 900));
    assert!(!h.act(&import, async |tx, import| steer::cancel(tx, import).await).await, "what is done is done");
    let other = h.begin(h.w.manager1, "other.csv", &large(10)).await;
    assert!(h.act(&other, async |tx, import| steer::cancel(tx, import).await).await);
    assert!(!h.act(&other, async |tx, import| steer::check(tx, import).await).await);
}

/// CUS-14: a command line that was killed goes on when it is given again.
#[tokio::test]
async fn a_command_line_goes_on() {
    let h = House::new(Backend::Sqlite).await;
    let path = h.put("large.csv", &large(1_000));
    h.cars.hang_at.store(4, Ordering::SeqCst);
    tokio::select! {
        _ = h.run(h.w.manager1, h.order(path.clone())) => panic!("it hangs"),
        () = h.cars.hanging.notified() => {}
    }
    h.cars.hang_at.store(0, Ordering::SeqCst);
    let before = h.number("SELECT count(*) FROM customers").await;
    assert!((1..900).contains(&before));
    let done = h.run(h.w.manager1, h.order(path)).await.unwrap();
    assert_eq!(done.tally(), counts(1_000, 900, 0, 0, 100, 0));
    assert_eq!(h.number("SELECT count(*) FROM customers").await, 900);
    assert_eq!(h.number("SELECT count(*) FROM imports").await, 1);
    assert_eq!(std::fs::read_dir(&h.desk.folder).unwrap().count(), 1, "one file is kept");
}

/// CUS-14: the wizard: bad cells are mended in place, the row is judged anew, and the mapping is remembered.
#[tokio::test]
async fn mending_in_the_grid() {
    let h = House::new(Backend::Sqlite).await;
    let import =
        h.begin(h.w.manager1, "list.csv", "甲,乙,丙\n周海燕,1.31E+10,\n刘洋,13801234562,1990-13-01\n".as_bytes()).await;
    let mut mapping = import.mapping.clone();
    mapping.columns =
        vec![Some("customer.name".into()), Some("customer.phone".into()), Some("customer.birthday".into())];
    let fingerprint = import.fingerprint.clone();
    let chosen = mapping.clone();
    assert!(
        h.act(&import, async move |tx, import| steer::choose(tx, import, &chosen, &fingerprint, Mode::Both, &Key::ALL)
            .await)
            .await
    );
    h.act(&import, async |tx, import| steer::check(tx, import).await).await;
    h.work().await;
    let ready = h.now(&import).await;
    assert_eq!(ready.checked, counts(2, 1, 0, 0, 0, 1));
    assert_eq!(ready.problems.get("field-not-a-date"), Some(&1));
    let told = queries::filtered(
        h.w.db.read(),
        &ready,
        ready.pass,
        &RowFilter { severity: Some(Severity::Error), ..RowFilter::default() },
        0,
        50,
    )
    .await
    .unwrap();
    assert_eq!(told.len(), 1);
    let scope = h.w.scope(h.w.manager1).await;
    let mended = fix::fix(&h.desk, &h.w.db, &scope, &ready, 2, 1, "13801234561").await.unwrap().unwrap();
    assert_eq!((mended.fate, codes(&mended)), (Fate::Created, vec!["import-mended"]));
    let ready = h.now(&import).await;
    assert_eq!(ready.checked, counts(2, 2, 0, 0, 0, 0));
    assert_eq!(ready.problems.get("import-no-usable-key"), None);
    h.act(&import, async |tx, import| steer::run(tx, import).await).await;
    h.work().await;
    assert_eq!(h.now(&import).await.counts, counts(2, 2, 0, 0, 0, 0));
    assert_eq!(h.text("SELECT phone FROM customers WHERE name = '周海燕'").await, "+8613801234561");
    let next = h.begin(h.w.manager1, "next.csv", "甲,乙,丙\n黄磊,13801234563,\n".as_bytes()).await;
    assert_eq!(next.mapping.columns, mapping.columns, "remembered by layout");
    assert!(matches!(fix::fix(&h.desk, &h.w.db, &scope, &next, 2, 1, "x").await, Err(Refusal::Rule("import-not-now"))));
}

/// CUS-14: the report has a line for every row, with the corrections, and no formula runs in it.
#[tokio::test]
async fn the_report() {
    let h = House::new(Backend::Sqlite).await;
    let (import, _) =
        h.import("姓名,手机,备注\n周海燕,13801234561,=1+1\n周海燕,13801234561,\n无号,,@SUM(A1)\n", Mode::Both).await;
    let say = |key: &str, args: &[(&str, &str)]| format!("{key}{}", args.iter().map(|(_, v)| *v).collect::<String>());
    for form in [Form::Csv, Form::Xlsx] {
        let to = h.folder.path().join(format!("report.{}", form.extension()));
        assert_eq!(report::write(&h.desk, &h.w.db, &import, form, to.clone(), &say).await.unwrap(), 3);
        let mut book = sheets::open(to.as_path(), "report", &sheets::Limits::default()).unwrap();
        let rows = book.sheet(0).unwrap().head(10).unwrap();
        let texts: Vec<String> = rows[2].cells.iter().map(sheets::Cell::as_text).collect();
        assert_eq!(texts[..5], ["3", "import-fate-duplicate", "import-repeats-line2", "周海燕", "13801234561"]);
        assert_eq!(rows[3].text(1), "import-fate-rejected");
        if form == Form::Csv {
            let text = std::fs::read_to_string(&to).unwrap();
            assert!(text.contains("'=1+1") && text.contains("'@SUM"), "{text}");
        }
    }
}

/// CUS-14: what is said carries a code that has a sentence in both languages.
#[test]
fn every_code_of_the_importer_has_its_sentence() {
    let words =
        [include_str!("../../../platform/web/locales/zh-CN.ftl"), include_str!("../../../platform/web/locales/en.ftl")];
    for source in [
        include_str!("../src/import/decide.rs"),
        include_str!("../src/import/difference.rs"),
        include_str!("../src/import/wish.rs"),
        include_str!("../src/import/create.rs"),
        include_str!("../src/import/intake.rs"),
        include_str!("../src/import/setting.rs"),
    ] {
        for code in source
            .split('"')
            .filter(|part| part.starts_with("import-") && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
        {
            for text in words {
                assert!(text.contains(&format!("\n{code} = ")), "{code}");
            }
        }
    }
}
