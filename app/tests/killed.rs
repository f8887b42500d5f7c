//! kill -9 in the middle of an import: nothing acknowledged is lost, nothing is done twice, every row has its account
//! (CUS-14; the Foundation's "can be killed in the middle and resumed").

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use support::process::{Site, until, until_beyond};
use testkit::Backend;

/// Rows of the sheet.
const ROWS: i64 = 1_600;
/// The row after which the process is killed at the latest moment it can know of.
const KILLED_AFTER: i64 = 500;

/// A sheet of a store as stores keep them: every hundredth row repeats the phone of the one before, and every hundredth
/// has neither name nor phone.
fn sheet() -> String {
    let mut text = String::from("姓名,手机,备注\n");
    for row in 0..ROWS {
        match row % 100 {
            7 => text.push_str(&format!("重复{row},139{:08},\n", row - 1)),
            50 => text.push_str(&format!(",,第{row}行没有人\n")),
            _ => text.push_str(&format!("客户{row},139{row:08},第{row}行\n")),
        }
    }
    text
}

/// What such a sheet comes to, whole and once.
const CREATED: i64 = ROWS - 2 * (ROWS / 100);

/// Every row once, in the account and in the data.
async fn whole_and_once(site: &Site) {
    assert_eq!(site.number("SELECT count(*) FROM imports WHERE state = 'done'").await, 1);
    assert_eq!(site.number("SELECT count(*) FROM imports").await, 1, "no second import of the same file");
    assert_eq!(site.number("SELECT count(*) FROM import_rows WHERE pass = 0").await, ROWS);
    assert_eq!(site.number("SELECT count(DISTINCT line) FROM import_rows WHERE pass = 0").await, ROWS);
    assert_eq!(site.number("SELECT count(*) FROM customers").await, CREATED);
    assert_eq!(site.number("SELECT count(DISTINCT phone) FROM customer_phones").await, CREATED, "no phone twice");
    let created = "SELECT count(DISTINCT record_id) FROM journal WHERE kind = 'customer' AND action = 'create'";
    assert_eq!(site.number(created).await, CREATED);
    let created = "SELECT count(*) FROM journal WHERE kind = 'customer' AND action = 'create'";
    assert_eq!(site.number(created).await, CREATED, "nothing was journalled twice");
    let done = "SELECT count(*) FROM journal WHERE kind = 'import' AND action = 'done'";
    assert_eq!(site.number(done).await, 1);
}

/// How often each fate and each line stands in the account.
fn account(text: &str) -> (BTreeMap<String, i64>, BTreeSet<i64>) {
    let (mut fates, mut lines, mut rows) = (BTreeMap::new(), BTreeSet::new(), 0);
    for line in text.trim_start_matches('\u{feff}').lines().skip(1) {
        let mut cells = line.split(',').map(|cell| cell.trim_matches('"'));
        lines.insert(cells.next().unwrap().parse().unwrap());
        *fates.entry(cells.next().unwrap().to_owned()).or_default() += 1;
        rows += 1;
    }
    assert_eq!(rows as usize, lines.len(), "a line stands in the account twice");
    (fates, lines)
}

fn holds_every_row(report: &str) {
    let (fates, lines) = account(report);
    assert_eq!(lines, (2..ROWS + 2).collect());
    let wanted = [("新建", CREATED), ("重复", ROWS / 100), ("未导入", ROWS / 100)];
    let wanted: BTreeMap<String, i64> = wanted.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    assert_eq!(fates.values().sum::<i64>(), ROWS);
    assert_eq!(fates, wanted);
}

/// CUS-14: the same command goes on where the killed one was.
#[tokio::test]
async fn a_killed_command_goes_on() {
    for backend in Backend::all() {
        let site = Site::found(backend).await;
        let file = site.file("客户.csv", sheet().as_bytes());
        let report = site.folder().join("report.csv");
        let command = || {
            let mut command = site.command(&["import", "customers"]);
            command.arg(&file).args(["--store", "PD", "--user", "admin", "--json", "--report"]).arg(&report);
            command
        };
        let mut first = command().spawn().unwrap();
        until_beyond(KILLED_AFTER, &mut first.stderr.take().unwrap()).await;
        first.kill().await.unwrap();
        let came = site.number("SELECT count(*) FROM import_rows WHERE pass = 0").await;
        assert!((KILLED_AFTER..ROWS).contains(&came), "it was killed in the middle: {came}");
        assert!(!Path::new(&report).exists(), "no account of half a file");

        let second = command().output().await.unwrap();
        let said = String::from_utf8_lossy(&second.stderr).into_owned();
        assert!(second.status.success(), "{said}");
        assert!(said.contains(&format!("going on after {came} of {ROWS} rows")), "{said}");
        let result: serde_json::Value = serde_json::from_slice(&second.stdout).unwrap();
        let wanted = serde_json::json!({
            "rows": ROWS, "created": CREATED, "updated": 0, "unchanged": 0, "duplicates": ROWS / 100, "rejected": ROWS / 100,
        });
        assert_eq!(result, wanted);
        whole_and_once(&site).await;
        holds_every_row(&std::fs::read_to_string(&report).unwrap());
        if backend == Backend::Postgres {
            let known = "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass('customers')";
            assert!(site.number(known).await >= 150, "the planner has heard of a first import");
        }
    }
}

/// CUS-14: a killed server goes on with the wizard's import when it is started again, and nobody has to do anything.
#[tokio::test]
async fn a_killed_server_goes_on() {
    for backend in Backend::all() {
        let site = Site::found(backend).await;
        let server = site.serve(&[]).await;
        let browser = server.browser("admin").await;
        let store = site.store.to_string();
        let answer = browser.upload("/imports", "客户.csv", sheet().into_bytes(), &[("store", &store)]).await;
        let at = answer.url().path().trim_end_matches("/mapping").to_owned();
        let form = [
            ("sheet", "0"),
            ("header", "1"),
            ("c0", "customer.name"),
            ("c1", "customer.phone"),
            ("c2", "customer.remark"),
            ("mode", "both"),
            ("key", "phone"),
        ];
        assert!(browser.post(&format!("{at}/mapping"), &form).await.status().is_success());
        until(&site, "SELECT count(*) FROM imports WHERE state = 'ready'", 1).await;
        assert!(browser.post(&format!("{at}/run"), &[]).await.status().is_success());
        until(&site, "SELECT max(line) FROM imports WHERE step = 'run'", KILLED_AFTER).await;
        server.kill().await;
        let came = site.number("SELECT count(*) FROM import_rows WHERE pass = 0").await;
        assert!((KILLED_AFTER - 1..ROWS).contains(&came), "it was killed in the middle: {came}");

        site.let_leases_run_out().await;
        let server = site.serve(&[]).await;
        until(&site, "SELECT count(*) FROM imports WHERE state = 'done'", 1).await;
        whole_and_once(&site).await;
        let browser = server.browser("admin").await;
        holds_every_row(&browser.get(&format!("{at}/report?form=csv")).await);
        until(&site, "SELECT count(*) FROM jobs WHERE state = 'done' AND kind = 'import'", 2).await;
        server.kill().await;
    }
}
