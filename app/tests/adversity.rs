//! What happens around a house that it cannot help: a start that is cut off, a database that goes away, a disk that is full, a
//! clock that is set back (SYS-13, SYS-11; ARCHITECTURE, invariant 8).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fourfold::compose;
use kernel::db::Location;
use kernel::{Db, Lang, chain, sql};
use reqwest::StatusCode;
use serde_json::{Value, json};
use support::World;
use support::process::{Server, Site, until};
use testkit::{Backend, fresh};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Everything the schema consists of.
async fn schema(db: &Db, backend: Backend) -> Vec<String> {
    let text = match backend {
        Backend::Sqlite => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_schema ORDER BY type, name"
        }
        Backend::Postgres => {
            "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable AS line FROM information_schema.columns WHERE table_schema = current_schema() \
             UNION SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
        }
    };
    sql::rows(db.read(), text, []).await.unwrap().iter().map(|row| row.try_get("", "line").unwrap()).collect()
}

/// SYS-13: bringing the schema up to date may be killed at any moment; the next start goes on, and the schema is the same.
#[tokio::test]
async fn steps_of_the_schema_that_were_cut_off_are_gone_on_with() {
    for backend in Backend::all() {
        let wanted = schema(&fresh(backend, &compose::migrations()).await.db, backend).await;
        let empty = fresh(backend, &[]).await;
        let mut kills = 0;
        for wait in (0..).map(|n| Duration::from_millis(15 * n)) {
            let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_fourfold"));
            command.arg("migrate").arg("--data").arg(empty.folder.path()).kill_on_drop(true);
            if let Location::Postgres(url) = &empty.location {
                command.arg("--database-url").arg(url);
            }
            let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
            if let Ok(status) = tokio::time::timeout(wait, child.wait()).await {
                assert!(status.unwrap().success());
                break;
            }
            child.kill().await.unwrap();
            kills += 1;
        }
        assert!(kills > 2, "it was cut off {kills} times");
        assert_eq!(schema(&empty.db, backend).await, wanted);
    }
}

/// A way to a server that can be closed for a while.
struct Way {
    address: String,
    open: Arc<AtomicBool>,
    closed: Arc<Notify>,
}

impl Way {
    async fn to(target: String) -> Way {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (open, closed) = (Arc::new(AtomicBool::new(true)), Arc::new(Notify::new()));
        let (is_open, is_closed) = (open.clone(), closed.clone());
        tokio::spawn(async move {
            while let Ok((mut here, _)) = listener.accept().await {
                let (target, is_open, is_closed) = (target.clone(), is_open.clone(), is_closed.clone());
                tokio::spawn(async move {
                    let cut = is_closed.notified();
                    if !is_open.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(mut there) = TcpStream::connect(target).await else { return };
                    tokio::select! { _ = copy_bidirectional(&mut here, &mut there) => {}, () = cut => {} }
                });
            }
        });
        Way { address, open, closed }
    }

    fn close(&self) {
        self.open.store(false, Ordering::SeqCst);
        self.closed.notify_waiters();
    }

    fn reopen(&self) {
        self.open.store(true, Ordering::SeqCst);
    }
}

/// Someone's script.
struct Script {
    client: reqwest::Client,
    base: String,
    token: String,
}

impl Script {
    async fn of(site: &Site, server: &Server) -> Script {
        let admin = organisation::find_user_by_login(site.db.read(), "admin").await.unwrap().unwrap();
        let request = site.db.clock.new_id();
        let scope = organisation::scope_of_user(&site.db, site.tenant, admin.id, request, Lang::ZhCn).await.unwrap();
        let mut tx = site.db.write(&scope).await.unwrap();
        let new = organisation::NewToken { name: "story".into(), ..Default::default() };
        let (_, token) = organisation::create_token(&mut tx, admin.id, new).await.unwrap();
        tx.commit().await.unwrap();
        Script { client: reqwest::Client::new(), base: server.base.clone(), token }
    }

    async fn create(&self, site: &Site, n: u64) -> (StatusCode, Value) {
        let body = json!({ "name": format!("客户{n}"), "phone": format!("139{n:08}"), "store": site.store });
        let request = self.client.post(format!("{}/api/v1/customers", self.base)).bearer_auth(&self.token);
        let answer = request.header("idempotency-key", n.to_string()).json(&body).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn list(&self) -> StatusCode {
        let request = self.client.get(format!("{}/api/v1/customers", self.base)).bearer_auth(&self.token);
        request.send().await.unwrap().status()
    }
}

/// SYS-13: while the database is away people are told so and nothing is half done; when it is back, work goes on by itself.
#[tokio::test]
async fn a_database_that_was_away_is_found_again() {
    if !Backend::all().contains(&Backend::Postgres) {
        return;
    }
    let mut site = Site::found(Backend::Postgres).await;
    let Location::Postgres(url) = site.location().clone() else { unreachable!("PostgreSQL was asked for") };
    let (before, rest) = url.split_once('@').unwrap();
    let (host, name) = rest.split_once('/').unwrap();
    let way = Way::to(host.to_owned()).await;
    site.by_way_of = Some(format!("{before}@{}/{name}", way.address));
    let server = site.serve(&[]).await;
    let script = Script::of(&site, &server).await;
    assert_eq!(script.create(&site, 1).await.0, StatusCode::CREATED);

    way.close();
    let (status, told) = script.create(&site, 2).await;
    assert_eq!((status, told["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("problem-database-away")));
    assert_eq!(script.list().await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.number("SELECT count(*) FROM customers").await, 1);

    way.reopen();
    // The connections that died meanwhile are found out one by one.
    let mut tries = 0;
    while !script.create(&site, 2).await.0.is_success() || script.list().await != StatusCode::OK {
        tries += 1;
        assert!(tries <= 20, "it is not found again");
    }
    assert_eq!(site.number("SELECT count(*) FROM customers").await, 2);
    // The workers are back as well: they give the events of both customers their positions.
    let told = "SELECT count(*) FROM events WHERE name = 'customer.created.v1' AND position IS NOT NULL";
    until(&site, told, 2).await;
    server.kill().await;
}

/// SYS-13: two who change the same rows in another order do not wait for each other for ever: one is told to repeat it, and
/// nothing of it is there.
#[tokio::test]
async fn whoever_gives_way_is_told_to_repeat_it() {
    if !Backend::all().contains(&Backend::Postgres) {
        return;
    }
    let w = World::peopled(Backend::Postgres).await;
    let scope = w.system();
    let (one, other) = (w.db.write(&scope).await.unwrap(), w.db.write(&scope).await.unwrap());
    let write = async |tx: &kernel::Tx<'_>, store: kernel::Id| {
        let text = "UPDATE nodes SET version = version + 1 WHERE tenant_id = $1 AND id = $2";
        sql::run(tx.conn(), text, [w.tenant.into(), store.into()]).await
    };
    write(&one, w.pudong).await.unwrap();
    write(&other, w.suzhou).await.unwrap();
    let (first, second) = tokio::join!(write(&one, w.suzhou), async {
        let done = write(&other, w.pudong).await;
        // Whichever of the two had to give way lets the other one go on.
        drop(other);
        done
    });
    let given_way = first.err().or(second.err()).unwrap();
    let told = web::Problem::from(given_way);
    assert_eq!((told.status, told.code), (StatusCode::CONFLICT, "problem-crossed"));
    assert_eq!(told.retry_after, Some(1));
}

/// SYS-13: on a full disk people are told so, reading goes on, and what was acknowledged is there.
#[cfg(unix)]
#[tokio::test]
async fn a_full_disk_loses_nothing() {
    let site = Site::found(Backend::Sqlite).await;
    site.serve(&[]).await.kill().await;
    // What is written comes into the log beside the file first.
    let size = std::fs::metadata(site.folder().join("fourfold.db-wal")).unwrap().len() / 1024;
    let server = site.serve_in(size + 2_000).await;
    let script = Script::of(&site, &server).await;
    let mut acknowledged = 0;
    let refused = loop {
        let (status, told) = script.create(&site, acknowledged).await;
        if status != StatusCode::CREATED {
            break (status, told);
        }
        acknowledged += 1;
        assert!(acknowledged < 5_000, "the disk never was full");
    };
    let (status, told) = refused;
    assert_eq!((status, told["code"].as_str()), (StatusCode::INSUFFICIENT_STORAGE, Some("problem-storage-full")));
    assert!(acknowledged > 3, "{acknowledged}");
    assert_eq!(script.list().await, StatusCode::OK, "what is there can be read");
    // Whatever is said to be saved from now on is.
    for n in acknowledged..acknowledged + 20 {
        if script.create(&site, n).await.0 == StatusCode::CREATED {
            let text = format!("SELECT count(*) FROM customer_phones WHERE phone = '+86139{n:08}'");
            assert_eq!(site.number(&text).await, 1, "acknowledged, and nowhere to be seen");
        }
    }
    let acknowledged = site.number("SELECT count(*) FROM customers").await as u64;
    server.kill().await;

    let server = site.serve(&[]).await;
    assert_eq!(site.number("SELECT count(*) FROM customers").await, acknowledged as i64);
    let script = Script::of(&site, &server).await;
    assert_eq!(script.create(&site, acknowledged).await.0, StatusCode::CREATED, "there is room again");
    let whole: String =
        sql::row(site.db.read(), "PRAGMA quick_check", []).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(whole, "ok");
    server.kill().await;
}

/// SYS-13: when the clock is set back, people go on working, jobs and events are done, once, and the journal stays whole.
#[tokio::test]
async fn a_clock_that_is_set_back_holds_nobody_up() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        world.customer("sales1", "司徒静", "13855667788").await;
        world.settle().await;
        // Left before, not yet done; and one whose worker died.
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        for kind in ["customers.duplicates", "notices.tidy"] {
            tx.enqueue(kernel::NewJob { kind, ..Default::default() });
        }
        tx.commit().await.unwrap();
        let tx = world.db.write(&scope).await.unwrap();
        let lease = world.db.clock.now().plus_seconds(15);
        let text =
            "UPDATE jobs SET state = 'running', lease_until = $1 WHERE kind = 'notices.tidy' AND state = 'queued'";
        assert_eq!(sql::run(tx.conn(), text, [lease.into()]).await.unwrap(), 1);
        tx.commit().await.unwrap();

        world.db.clock.advance(-7_200);
        let mut browser = world.browser("sales1").await;
        assert_eq!(browser.get("/customers").await.status, 200);
        world.customer("sales1", "欧阳锋", "13855667799").await;
        world.settle().await;
        let open = "SELECT count(*) FROM jobs WHERE state <> 'done'";
        assert_eq!(sql::number(world.db.read(), open, []).await.unwrap(), 0);
        let unseen = "SELECT count(*) FROM events WHERE position IS NULL";
        assert_eq!(sql::number(world.db.read(), unseen, []).await.unwrap(), 0);
        assert!(browser.get("/customers").await.text().contains("欧阳锋"));
        chain::seal(&world.db).await.unwrap();
        let report = chain::check(world.db.read(), &world.db.keys, world.tenant).await.unwrap();
        assert!(report.fault.is_none() && report.waiting == 0, "{report:?}");
    }
}
