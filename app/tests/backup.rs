//! Backups are taken while the house works, checked, and brought back to the same point (SYS-13).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};

use kernel::{Db, chain, sql};
use support::process::{Elsewhere, Site};
use testkit::Backend;
use tokio::process::Command;

/// What a command says: whether it went well, and its words.
async fn say(mut command: Command) -> (bool, String) {
    let output = command.output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout) + &text(&output.stderr))
}

const SHEET: &str = "姓名,手机,身份证号\n司徒静,13855667788,11010519491231002X\n欧阳锋,13855667799,\n";

/// A site with two customers, one of them with a sealed identity number, a paper, and a sealed journal.
async fn lived_in(backend: Backend) -> Site {
    let site = Site::found(backend).await;
    let file = site.file("客户.csv", SHEET.as_bytes());
    let import = site.command(&["import", "customers", file.to_str().unwrap(), "--store", "PD", "--user", "admin"]);
    let (well, said) = say(import).await;
    assert!(well, "{said}");
    let paper = site.folder().join("attachments/ab");
    std::fs::create_dir_all(&paper).unwrap();
    std::fs::write(paper.join("abc"), b"a paper").unwrap();
    chain::seal(&site.db).await.unwrap();
    site
}

async fn taken(site: &Site) -> PathBuf {
    let file = site.folder().join("house.tar.gz");
    let (well, said) = say(site.command(&["backup", file.to_str().unwrap()])).await;
    assert!(well && said.contains("link 1:"), "{said}");
    file
}

fn keys(site: &Site) -> String {
    std::fs::read_to_string(site.folder().join("keys")).unwrap()
}

fn restore(there: &Elsewhere, file: &Path, more: &[&str]) -> Command {
    there.command(&[&["restore", file.to_str().unwrap()], more].concat())
}

async fn number(db: &Db, text: &str) -> i64 {
    sql::number(db.read(), text, []).await.unwrap()
}

/// SYS-13: what was there at the moment of the backup is there after the restore, and what came later is not; papers come
/// along, the journal is whole, and nobody is signed in.
#[tokio::test]
async fn a_house_comes_back_as_it_was() {
    for backend in Backend::all() {
        let site = lived_in(backend).await;
        // It is taken beside a running server at which somebody is signed in.
        let server = site.serve(&[]).await;
        let _browser = server.browser("admin").await;
        let file = taken(&site).await;
        let late = site.file("later.csv", "姓名,手机\n郭靖,13855667700\n".as_bytes());
        let import = site.command(&["import", "customers", late.to_str().unwrap(), "--store", "PD", "--user", "admin"]);
        assert!(say(import).await.0);
        server.kill().await;

        let there = Elsewhere::with_keys(backend, &keys(&site)).await;
        let (well, said) = say(restore(&there, &file, &["--check"])).await;
        assert!(well && said.contains("whole"), "{said}");
        assert!(!there.folder().join("attachments").exists() && !there.folder().join("restoring").exists());
        let (well, said) = say(restore(&there, &file, &[])).await;
        assert!(well && said.contains("restored"), "{said}");

        let db = there.db().await;
        assert_eq!(number(&db, "SELECT count(*) FROM customers").await, 2);
        assert_eq!(number(&site.db, "SELECT count(*) FROM customers").await, 3);
        assert!(number(&db, "SELECT count(*) FROM customers WHERE id_hash IS NOT NULL").await == 1);
        assert_eq!(number(&db, "SELECT count(*) FROM sessions").await, 0);
        assert_eq!(std::fs::read(there.folder().join("attachments/ab/abc")).unwrap(), b"a paper");
        let report = chain::check(db.read(), &db.keys, site.tenant).await.unwrap();
        assert!(report.fault.is_none() && report.entries > 0, "{report:?}");
        db.close().await.unwrap();

        // Nothing that is there is overwritten.
        let (well, said) = say(restore(&there, &file, &[])).await;
        assert!(!well && said.contains("already"), "{said}");
        if backend == Backend::Sqlite {
            let (well, said) = say(restore(&there, &file, &["--replace"])).await;
            assert!(well, "{said}");
            assert!(there.folder().join("before-restore-1/fourfold.db").exists());
            assert_eq!(number(&there.db().await, "SELECT count(*) FROM customers").await, 2);
        }
    }
}

/// SYS-13: a backup that was cut off or changed, other keys, and a running server are told, and nothing is touched.
#[tokio::test]
async fn what_is_not_whole_is_not_restored() {
    for backend in Backend::all() {
        let site = lived_in(backend).await;
        let file = taken(&site).await;
        let there = Elsewhere::with_keys(backend, &keys(&site)).await;
        let whole = std::fs::read(&file).unwrap();
        let bad = there.folder().join("bad.tar.gz");
        for bytes in [&whole[..whole.len() / 2], &whole[..whole.len() - 9], "no archive".as_bytes()] {
            std::fs::write(&bad, bytes).unwrap();
            let (well, said) = say(restore(&there, &bad, &[])).await;
            assert!(!well && said.contains("cut off or damaged"), "{said}");
        }

        std::fs::write(there.folder().join("keys"), "ab".repeat(32)).unwrap();
        let (well, said) = say(restore(&there, &file, &[])).await;
        assert!(!well && said.contains("does not hold the keys"), "{said}");
        std::fs::copy(site.folder().join("keys"), there.folder().join("keys")).unwrap();
        let left: Vec<_> = std::fs::read_dir(there.folder()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name == "fourfold.db" || name == "restoring"), "{left:?}");

        let server = site.serve(&[]).await;
        let (well, said) = say(site.command(&["restore", file.to_str().unwrap(), "--replace"])).await;
        assert!(!well && said.contains("stop it first"), "{said}");
        server.kill().await;

        // A second backup does not take the first one's place.
        let (well, said) = say(site.command(&["backup", file.to_str().unwrap()])).await;
        assert!(!well && said.contains("is there already"), "{said}");
        assert_eq!(std::fs::read(&file).unwrap(), whole);
    }
}

/// PIPL 47: who was erased after a backup was taken is erased again when it is restored: in the same place by itself, in
/// another place by the ledger of the first.
#[tokio::test]
async fn the_erased_stay_erased() {
    for backend in Backend::all() {
        let site = lived_in(backend).await;
        let file = taken(&site).await;
        let id = "SELECT id FROM customers WHERE name = '司徒静'";
        let row = sql::row(site.db.read(), id, []).await.unwrap().unwrap();
        let customer: kernel::Id = row.try_get_by_index(0).unwrap();
        let eraser = fourfold::compose::eraser(site.folder());
        let scope = kernel::Scope::system(site.tenant, site.db.clock.new_id(), "story");
        for step in 0..privacy::erasure::STEPS {
            let mut tx = site.db.write(&scope).await.unwrap();
            eraser.step(&mut tx, customer, step).await.unwrap();
            tx.commit().await.unwrap();
        }
        let ledger = privacy::erasure::ledger::path(site.folder());
        let there = Elsewhere::with_keys(backend, &keys(&site)).await;
        let (well, said) = say(restore(&there, &file, &["--erasures", ledger.to_str().unwrap()])).await;
        assert!(well && said.contains("1 people erased"), "{said}");
        let db = there.db().await;
        let known = "SELECT count(*) FROM customers WHERE name = '司徒静'";
        assert_eq!(number(&db, known).await, 0);
        assert_eq!(number(&db, "SELECT count(*) FROM customers WHERE erased_at IS NOT NULL").await, 1);
        assert_eq!(number(&db, "SELECT count(*) FROM customers WHERE name = '欧阳锋'").await, 1);
        assert_eq!(std::fs::read_to_string(there.folder().join("privacy.jsonl")).unwrap().lines().count(), 1);
        db.close().await.unwrap();
        if backend == Backend::Sqlite {
            // Once more in the same place, whose own ledger tells.
            let (well, said) = say(restore(&there, &file, &["--replace"])).await;
            assert!(well && said.contains("1 people erased"), "{said}");
            assert_eq!(number(&there.db().await, known).await, 0);
        }
    }
}
