//! The journal is sealed: nothing in it is changed, taken out or put in unnoticed (SYS-09).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::chain::{self, Fault, Report};
use kernel::{ConnectionTrait, Db, Id, Tenant, Tx, sql};
use sea_orm::DbBackend;
use support::World;
use support::process::Site;
use testkit::Backend;

async fn check(db: &Db, tenant: Tenant) -> Report {
    chain::check(db.read(), &db.keys, tenant).await.unwrap()
}

/// What someone does who has the database in their hands.
async fn by_force(tx: &Tx<'_>, statement: &str) -> u64 {
    let unlock: &[&str] = match tx.conn().get_database_backend() {
        DbBackend::Postgres => &[
            "ALTER TABLE journal DISABLE TRIGGER ALL",
            "ALTER TABLE journal_values DISABLE TRIGGER ALL",
            "ALTER TABLE journal_chain DISABLE TRIGGER ALL",
        ],
        _ => &[
            "DROP TRIGGER IF EXISTS journal_unchanged",
            "DROP TRIGGER IF EXISTS journal_uncut",
            "DROP TRIGGER IF EXISTS journal_values_unchanged",
            "DROP TRIGGER IF EXISTS journal_chain_unchanged",
            "DROP TRIGGER IF EXISTS journal_chain_uncut",
        ],
    };
    for text in unlock {
        sql::run(tx.conn(), text, []).await.unwrap();
    }
    sql::run(tx.conn(), statement, []).await.unwrap()
}

/// SYS-09: whatever is done in the house is sealed, in one chain, and the chain is whole.
#[tokio::test]
async fn what_is_done_is_sealed() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        world.customer("sales1", "司徒静", "13855667788").await;
        let before = check(&world.db, world.tenant).await;
        assert!(before.entries == 0 && before.waiting > 20 && before.fault.is_none(), "{before:?}");
        let sealed = chain::seal(&world.db).await.unwrap();
        let all = sql::number(world.db.read(), "SELECT count(*) FROM journal", []).await.unwrap();
        assert_eq!(sealed as i64, all);
        let after = check(&world.db, world.tenant).await;
        assert_eq!((after.entries, after.waiting, after.fault), (all, 0, None));
        world.customer("sales1", "欧阳锋", "13855667799").await;
        assert!(chain::seal(&world.db).await.unwrap() > 0);
        let later = check(&world.db, world.tenant).await;
        assert!(later.fault.is_none() && later.position > after.position && later.hash != after.hash);
        let kept = chain::queries::hash_at(world.db.read(), world.tenant, after.position).await.unwrap().unwrap();
        assert_eq!(kernel::crypto::hex(&kept), after.hash, "earlier links stay");
        assert_eq!(chain::seal(&world.db).await.unwrap(), 0, "nothing waits");
    }
}

/// SYS-09: many writers and several sealers at once leave one whole chain.
#[tokio::test(flavor = "multi_thread")]
async fn writers_and_sealers_at_once() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let scope = world.system();
        let writers = (0..6).map(|n| {
            let (db, scope) = (world.db.clone(), scope.clone());
            tokio::spawn(async move {
                for k in 0..20 {
                    let mut tx = db.write(&scope).await.unwrap();
                    tx.record("customer", Id::from_u128(n * 100 + k), "update", Vec::new());
                    tx.record("customer", Id::from_u128(n * 100 + k), "reveal", Vec::new());
                    tx.commit().await.unwrap();
                }
            })
        });
        let sealers = (0..3).map(|_| {
            let db = world.db.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    chain::seal(&db).await.unwrap();
                }
            })
        });
        for task in writers.chain(sealers).collect::<Vec<_>>() {
            task.await.unwrap();
        }
        chain::seal(&world.db).await.unwrap();
        let report = check(&world.db, world.tenant).await;
        let all = sql::number(world.db.read(), "SELECT count(*) FROM journal", []).await.unwrap();
        assert_eq!((report.entries, report.waiting, report.fault), (all, 0, None));
    }
}

/// SYS-09: the database itself refuses to change or cut the journal, its chain and its anchors.
#[tokio::test]
async fn the_database_refuses() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        chain::seal(&world.db).await.unwrap();
        let scope = world.system();
        for statement in [
            "UPDATE journal SET actor_name = 'nobody'",
            "DELETE FROM journal",
            "UPDATE journal_values SET changes = '[]'",
            "UPDATE journal_chain SET position = position + 1",
            "DELETE FROM journal_chain",
        ] {
            let tx = world.db.write(&scope).await.unwrap();
            let refused = sql::run(tx.conn(), statement, []).await.unwrap_err().to_string();
            assert!(refused.contains("the journal only grows"), "{statement}: {refused}");
            tx.rollback().await.unwrap();
        }
    }
}

/// SYS-09: whoever has the database in their hands, but not the keys, is found out, at the right place.
#[tokio::test]
async fn force_is_found_out() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        world.customer("sales1", "司徒静", "13855667788").await;
        chain::seal(&world.db).await.unwrap();
        let scope = world.system();
        let entry = |position: i64| format!("(SELECT journal_id FROM journal_chain WHERE position = {position})");
        let valued = "SELECT min(c.position) FROM journal_chain c JOIN journal_values v ON v.journal_id = c.journal_id WHERE c.position > 5";
        let valued = sql::number(world.db.read(), valued, []).await.unwrap();
        let end = check(&world.db, world.tenant).await.position;
        let foreign = "INSERT INTO journal (tenant_id, id, at, actor_name, request_id, kind, record_id, action) \
             SELECT tenant_id, request_id, at, actor_name, request_id, kind, record_id, action FROM journal LIMIT 1";
        for (statement, fault) in [
            (format!("UPDATE journal SET actor_name = 'x' WHERE id = {}", entry(7)), Some((7, Fault::Changed))),
            (format!("UPDATE journal SET at = at + 1 WHERE id = {}", entry(1)), Some((1, Fault::Changed))),
            (format!("DELETE FROM journal WHERE id = {}", entry(9)), Some((9, Fault::EntryGone))),
            (
                format!("UPDATE journal_values SET changes = '[]' WHERE journal_id = {}", entry(valued)),
                Some((valued, Fault::ValuesChanged)),
            ),
            ("UPDATE journal_chain SET values_digest = NULL WHERE values_digest IS NOT NULL".into(), None),
            ("DELETE FROM journal_chain WHERE position = 11".into(), Some((11, Fault::LinkGone))),
            (format!("DELETE FROM journal_chain WHERE position > {}", end - 2), Some((end - 1, Fault::LinkGone))),
            (
                format!(
                    "UPDATE journal_heads SET position = {}, hash = (SELECT hash FROM journal_chain WHERE position = {0})",
                    end - 2
                ),
                Some((end - 2, Fault::EndChanged)),
            ),
            (foreign.to_owned(), Some((end, Fault::Beside))),
        ] {
            let tx = world.db.write(&scope).await.unwrap();
            assert!(by_force(&tx, &statement).await > 0, "{statement} touched nothing");
            let report = chain::check(tx.conn(), &world.db.keys, world.tenant).await.unwrap();
            match fault {
                Some(fault) => assert_eq!(report.fault, Some(fault), "{statement}"),
                None => assert!(report.fault.is_some_and(|(_, f)| f == Fault::Changed), "{statement}: {report:?}"),
            }
            tx.rollback().await.unwrap();
        }
        // Erasing values for their owner's sake is no fault, and is counted.
        let tx = world.db.write(&scope).await.unwrap();
        let erase = format!("DELETE FROM journal_values WHERE journal_id = {}", entry(valued));
        assert_eq!(sql::run(tx.conn(), &erase, []).await.unwrap(), 1);
        let report = chain::check(tx.conn(), &world.db.keys, world.tenant).await.unwrap();
        assert_eq!((report.fault, report.erased), (None, 1));
        tx.rollback().await.unwrap();
        // Other keys fit nothing.
        let others = kernel::Keys::from_secret(&[9; 32]);
        let report = chain::check(world.db.read(), &others, world.tenant).await.unwrap();
        assert_eq!(report.fault, Some((1, Fault::Changed)));
    }
}

/// SYS-09: what is older than the house keeps goes by whole segments, and the chain goes on from the anchor.
#[tokio::test]
async fn old_segments_are_cut_off() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        chain::seal(&world.db).await.unwrap();
        let old = check(&world.db, world.tenant).await.position;
        world.db.clock.advance(400 * 86_400);
        world.customer("sales1", "司徒静", "13855667788").await;
        chain::seal(&world.db).await.unwrap();
        let (scope, limit) = (world.system(), world.db.clock.now().plus_days(-366));
        let cut = chain::cut(&world.db, &scope, limit, 10).await.unwrap();
        assert_eq!(cut, old / 10 * 10, "whole segments only");
        assert_eq!(chain::cut(&world.db, &scope, limit, 10).await.unwrap(), 0, "once");
        chain::seal(&world.db).await.unwrap();
        let report = check(&world.db, world.tenant).await;
        assert_eq!((report.cut, report.fault), (cut, None));
        let first = sql::number(world.db.read(), "SELECT min(position) FROM journal_chain", []).await.unwrap();
        assert_eq!(first, cut + 1);
        let noted = sql::number(world.db.read(), "SELECT count(*) FROM journal WHERE action = 'cut'", []);
        assert_eq!(noted.await.unwrap(), cut / 10);
        // An anchor that this house did not sign is found out.
        let tx = world.db.write(&scope).await.unwrap();
        let forged = "INSERT INTO journal_anchors (tenant_id, position, hash, entries, cut_at, signature) \
             SELECT tenant_id, position, hash, 1, 1, 'x' FROM journal_chain ORDER BY position DESC LIMIT 1";
        sql::run(tx.conn(), forged, []).await.unwrap();
        let report = chain::check(tx.conn(), &world.db.keys, world.tenant).await.unwrap();
        assert!(report.fault.is_some_and(|(_, fault)| fault == Fault::AnchorForged), "{report:?}");
        tx.rollback().await.unwrap();
        let anchor = sql::run(world.db.write(&scope).await.unwrap().conn(), "DELETE FROM journal_anchors", []).await;
        assert!(anchor.unwrap_err().to_string().contains("the journal only grows"));
    }
}

/// SYS-09: whoever may read the audit sees how far it is sealed, has it checked, and sees what was found.
#[tokio::test]
async fn the_page_tells_the_state() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut auditor = world.browser("audit").await;
        assert!(auditor.get("/audit").await.text().contains("尚未封存"));
        chain::seal(&world.db).await.unwrap();
        assert!(auditor.get("/audit").await.text().contains("已封存"));
        assert!(auditor.get("/audit/chain").await.text().contains("尚未校验"));
        assert_eq!(auditor.post("/audit/chain/check", &[]).await.location(), "/audit/chain?done=check-left");
        world.settle().await;
        let page = auditor.get("/audit/chain").await.text();
        assert!(page.contains("完好") && page.contains("最后的封印"), "{page}");
        let scope = world.system();
        let tx = world.db.write(&scope).await.unwrap();
        by_force(
            &tx,
            "UPDATE journal SET actor_name = 'x' WHERE id IN (SELECT journal_id FROM journal_chain WHERE position = 4)",
        )
        .await;
        tx.commit().await.unwrap();
        auditor.post("/audit/chain/check", &[]).await;
        world.settle().await;
        assert!(auditor.get("/audit/chain").await.text().contains("有已封存的审计记录被修改"));
        assert!(auditor.get("/audit").await.text().contains("校验不通过"));
    }
}

/// SYS-09: the command checks beside a running server, knows links that were kept elsewhere, and ends with an error when
/// something is wrong.
#[tokio::test]
async fn the_command_verifies() {
    for backend in Backend::all() {
        let site = Site::found(backend).await;
        chain::seal(&site.db).await.unwrap();
        let say = async |arguments: &[&str]| {
            let output = site.command(arguments).output().await.unwrap();
            (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let (well, told) = say(&["audit", "verify"]).await;
        assert!(well && told.contains("whole"), "{told}");
        let link = told.lines().find_map(|line| line.strip_prefix("link ")).unwrap().to_owned();
        let (well, told) = say(&["audit", "verify", "--link", &link]).await;
        assert!(well && told.contains("is as it was"), "{told}");
        let other = format!("{}:{}", link.rsplit_once(':').unwrap().0, "0".repeat(64));
        let (well, told) = say(&["audit", "verify", "--link", &other]).await;
        assert!(!well && told.contains("another one"), "{told}");
        let scope = kernel::Scope::system(site.tenant, site.db.clock.new_id(), "test");
        let tx = site.db.write(&scope).await.unwrap();
        by_force(
            &tx,
            "UPDATE journal SET action = 'x' WHERE id IN (SELECT journal_id FROM journal_chain WHERE position = 3)",
        )
        .await;
        tx.commit().await.unwrap();
        let (well, told) = say(&["audit", "verify"]).await;
        assert!(!well && told.contains("broken at 3: changed"), "{told}");
    }
}
