//! Importing a store's sheets of customers, on both databases: what goes in, what is said about it, and who sees it
//! (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/importing.rs"]
mod house;
mod support;

use std::path::PathBuf;

use fourfold_customers as customers;
use house::{House, codes, counts};
use identifiers::sample;
use records::import::queries;
use records::import::{Fate, FileOrder, Halt, Key, Mode};
use records::policy::Look;
use testkit::Backend;

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

/// CUS-14, SYS-05: what only another store knows is not found, not changed and not told; that somebody knows them is all
/// that the guard says (CUS-10).
#[tokio::test]
async fn another_store_is_not_there() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        h.w.file(h.w.sales3, &[("name", "周海燕"), ("phone", "13801234561")]).await;
        let (import, rows) =
            h.import("姓名,手机,地址\n周海燕,13801234561,上海市浦东新区沪南路1000号\n", Mode::Both).await;
        assert_eq!(import.tally(), counts(1, 1, 0, 0, 0, 0));
        let said: Vec<&str> = rows[0].messages.iter().map(|m| m.code.as_ref()).collect();
        assert_eq!(said, ["customer-known-in-group"]);
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
