//! Databases of earlier releases are brought up to date and lose nothing (SYS-13). Each is a backup that `keep` made with
//! the release's own program; see docs/CONTRIBUTING.md, "Before a release".

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};

use fourfold::compose;
use kernel::{Db, chain, sql};
use support::process::{Elsewhere, Site};
use testkit::{Backend, fresh};
use tokio::process::Command;

/// The keys of the houses kept here, in which nobody lives.
const KEYS: &str = "0404040404040404040404040404040404040404040404040404040404040404";

/// Customers, their cars and visits; the second sheet changes some of the first.
const SHEETS: [&str; 2] = [
    "姓名,手机,身份证号,车牌,车架号,到店日期,备注\n\
     司徒静,13855667788,11010519491231002X,沪A12345,LFV2A21K6C3123451,2026-03-01,老客户\n\
     欧阳锋,13855667799,,沪B54321,,2026-04-02,\n\
     上海和顺商贸有限公司,13855667700,,沪AD12345,,2026-05-03,公司用车\n\
     郭靖,138-5566-7711,,,,,\n\
     黄蓉,1385566771,,,,,号码少一位\n",
    "姓名,手机,备注\n司徒静,13855667788,已转介绍\n郭靖,13855667711,邮件联系\n",
];

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/releases")
}

fn name(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    }
}

async fn run(mut command: Command) -> String {
    let output = command.output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    said
}

/// Keeps a house of this release: `RELEASE=0.1.0 cargo test -p fourfold --test releases keep -- --ignored`.
#[tokio::test]
#[ignore = "once a release"]
async fn keep() {
    let release = std::env::var("RELEASE").expect("RELEASE names it");
    for backend in Backend::all() {
        let site = Site::with_keys(backend, KEYS).await;
        for (n, sheet) in SHEETS.iter().enumerate() {
            let file = site.file(&format!("客户{n}.csv"), sheet.as_bytes());
            run(site.command(&["import", "customers", file.to_str().unwrap(), "--store", "PD", "--user", "admin"]))
                .await;
        }
        chain::seal(&site.db).await.unwrap();
        let file = kept().join(format!("{release}-{}.tar.gz", name(backend)));
        run(site.command(&["backup", file.to_str().unwrap()])).await;
    }
}

/// SYS-13: each house that was kept is restored, brought up to date by this release, and is as it was.
#[tokio::test]
async fn earlier_releases_are_brought_up_to_date() {
    for backend in Backend::all() {
        let wanted = steps(&fresh(backend, &compose::migrations()).await.db).await;
        let mut houses = 0;
        for entry in std::fs::read_dir(kept()).unwrap() {
            let file = entry.unwrap().path();
            if !file.to_string_lossy().ends_with(&format!("-{}.tar.gz", name(backend))) {
                continue;
            }
            houses += 1;
            let there = Elsewhere::with_keys(backend, KEYS).await;
            run(there.command(&["restore", file.to_str().unwrap()])).await;
            run(there.command(&["migrate"])).await;
            let db = there.db().await;
            assert_eq!(steps(&db).await, wanted, "{}", file.display());
            let number = async |text: &str| sql::number(db.read(), text, []).await.unwrap();
            assert_eq!(number("SELECT count(*) FROM customers WHERE deleted_at IS NULL").await, 4);
            assert_eq!(number("SELECT count(*) FROM engagements WHERE remark = '已转介绍'").await, 1);
            assert!(number("SELECT count(*) FROM vehicles").await >= 2);
            let report = chain::check(db.read(), &db.keys, 1).await.unwrap();
            assert!(report.fault.is_none() && report.entries > 5, "{report:?}");
            // Found as they were, by whoever sees them, under the roles of now.
            let list =
                run(there.command(&["export", "customers", "--user", "admin", "--filter", "name:eq:司徒静"])).await;
            assert!(list.contains("13855667788"), "{list}");
        }
        assert!(houses > 0, "a house of {} was kept", name(backend));
    }
}

async fn steps(db: &Db) -> Vec<String> {
    let rows = sql::rows(db.read(), "SELECT name FROM schema_migrations ORDER BY name", []).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}
