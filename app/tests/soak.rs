//! kill -9 at random moments under load, many times over: no acknowledged write is lost, no job and no request is done
//! twice (CUS-14; ARCHITECTURE, invariant 8). `make soak KILLS=200 DB=sqlite|postgres SEED=1` runs it long; ten
//! kills are in every test run.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fourfold::compose;
use kernel::{Id, Lang, Scope, sql};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use records::import::begin::{self, Arrival};
use records::import::{Desk, State, Upload, queries, steer};
use support::process::{Server, Site};
use testkit::Backend;
use tokio::process::Child;
use tokio::task::JoinHandle;

/// Rows of each sheet.
const ROWS: i64 = 1_500;
/// People who save something at the same time.
const WRITERS: usize = 3;

/// CUS-14: ten times on each database; `make soak` does it longer.
#[tokio::test(flavor = "multi_thread")]
async fn killed_ten_times() {
    for backend in Backend::all() {
        killed(backend, 10, 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; make soak"]
async fn killed_again_and_again() {
    let backend = if asked("DB", "sqlite") == "postgres" { Backend::Postgres } else { Backend::Sqlite };
    killed(backend, asked("KILLS", "20").parse().unwrap(), asked("SEED", "1").parse().unwrap()).await;
}

/// Kills so many times at moments that a seed chooses, and counts what is there in the end.
async fn killed(backend: Backend, kills: u32, seed: u64) {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut soak = Soak::begin(backend).await;
    for kill in 1..=kills {
        let (server, writers) = soak.start().await;
        soak.go_on_for(Duration::from_millis(chance.random_range(20..3_000))).await;
        // The server, the command, or both at once.
        let which = chance.random_range(0..3);
        if which != 0 {
            soak.command.kill().await.unwrap();
        }
        if which == 0 {
            soak.go_on_for(Duration::from_millis(chance.random_range(0..200))).await;
        }
        server.kill().await;
        for writer in writers {
            writer.await.unwrap();
        }
        soak.site.let_leases_run_out().await;
        let known = soak.acknowledged.lock().unwrap().len();
        eprintln!("kill {kill} of {kills}: {known} writes acknowledged, {} sheets in", soak.sheets);
    }
    soak.end().await;
}

fn asked(name: &str, default: &str) -> String {
    std::env::var(name).ok().filter(|text| !text.is_empty()).unwrap_or_else(|| default.to_owned())
}

/// A customer that somebody saved: its id, and the last remark that was acknowledged.
type Acknowledged = BTreeMap<u64, (String, Option<String>)>;

/// A house under load.
struct Soak {
    site: Site,
    desk: Desk,
    scope: Scope,
    token: String,
    acknowledged: Arc<Mutex<Acknowledged>>,
    /// Requests that were sent and not answered: sent again, under the same key, when the house is there again.
    open: Arc<Mutex<Vec<u64>>>,
    next: Arc<AtomicU64>,
    import: Option<Id>,
    command: Child,
    /// The sheet that the command brings in; a killed command is run again with the same.
    commanded: u64,
    /// Sheets begun by the wizard and by the command.
    sheets: u64,
}

impl Soak {
    async fn begin(backend: Backend) -> Soak {
        let site = Site::found(backend).await;
        let user = organisation::find_user_by_login(site.db.read(), "admin").await.unwrap().unwrap();
        let request = site.db.clock.new_id();
        let scope = organisation::scope_of_user(&site.db, site.tenant, user.id, request, Lang::ZhCn).await.unwrap();
        let mut tx = site.db.write(&scope).await.unwrap();
        let new = organisation::NewToken { name: "soak".into(), ..Default::default() };
        let (_, token) = organisation::create_token(&mut tx, user.id, new).await.unwrap();
        tx.commit().await.unwrap();
        let desk = compose::import_desk(&compose::Wiring::new(), site.folder());
        let command = command(&site, 1);
        Soak {
            site,
            desk,
            scope,
            token,
            acknowledged: Arc::default(),
            open: Arc::default(),
            next: Arc::default(),
            import: None,
            command,
            commanded: 1,
            sheets: 1,
        }
    }

    /// Starts the server, and people who save something until it is gone.
    async fn start(&self) -> (Server, Vec<JoinHandle<()>>) {
        let server = self.site.serve(&[]).await;
        let writers = (0..WRITERS)
            .map(|_| {
                let writer = Writer {
                    client: reqwest::Client::new(),
                    base: server.base.clone(),
                    token: self.token.clone(),
                    store: self.site.store.to_string(),
                    acknowledged: self.acknowledged.clone(),
                    open: self.open.clone(),
                    next: self.next.clone(),
                };
                tokio::spawn(writer.write())
            })
            .collect();
        (server, writers)
    }

    /// Lets it run, with a sheet in the wizard and one in the command all the time.
    async fn go_on_for(&mut self, time: Duration) {
        let end = tokio::time::Instant::now() + time;
        while tokio::time::Instant::now() < end {
            self.push_on().await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Presses the wizard's next button and gives the command its next sheet, where one is done.
    async fn push_on(&mut self) {
        if let Some(status) = self.command.try_wait().unwrap() {
            if status.success() {
                self.sheets += 1;
                self.commanded = self.sheets;
            }
            self.command = command(&self.site, self.commanded);
        }
        let import = match self.import {
            Some(id) => find(&self.site, &self.scope, id).await,
            None => None,
        };
        match import {
            Some(import) if import.state == State::Ready => {
                let mut tx = self.site.db.write(&self.scope).await.unwrap();
                assert!(steer::run(&mut tx, &import).await.unwrap());
                tx.commit().await.unwrap();
            }
            Some(import) if import.state != State::Done => {
                assert!(import.state.is_at_work(), "{:?} {:?}", import.state, import.problem);
            }
            _ => {
                self.sheets += 1;
                self.import = Some(self.upload(self.sheets).await);
            }
        }
    }

    async fn upload(&self, sheet_number: u64) -> Id {
        let db = &self.site.db;
        let id = db.clock.new_id();
        let mut upload = Upload::begin(&self.desk.folder, id).await.unwrap();
        upload.write(sheet(sheet_number).as_bytes()).await.unwrap();
        let kept = upload.finish().await.unwrap();
        let file_name = format!("{sheet_number}.csv");
        let arrival = Arrival { id, importer: "customers".into(), store: self.site.store, file_name, kept };
        let import = begin::begin(&self.desk, db, &self.scope, arrival).await.unwrap();
        let mut tx = db.write(&self.scope).await.unwrap();
        assert!(steer::check(&mut tx, &import).await.unwrap());
        tx.commit().await.unwrap();
        id
    }

    /// Lets all of it come to its end, and counts.
    async fn end(mut self) {
        let (server, writers) = self.start().await;
        loop {
            self.push_on_without_more().await;
            let done = match self.import {
                Some(id) => find(&self.site, &self.scope, id).await.is_some_and(|i| i.state == State::Done),
                None => true,
            };
            if done && self.open.lock().unwrap().is_empty() && self.command.try_wait().unwrap().is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        server.kill().await;
        for writer in writers {
            writer.await.unwrap();
        }
        // What the last kill cut off may be there or not; all that was acknowledged must be.
        let cut = self.open.lock().unwrap().len() as i64;
        self.account(cut).await;
    }

    async fn push_on_without_more(&mut self) {
        if self.command.try_wait().unwrap().is_some_and(|status| !status.success()) {
            self.command = command(&self.site, self.commanded);
        }
        if let Some(id) = self.import
            && let Some(import) = find(&self.site, &self.scope, id).await
            && import.state == State::Ready
        {
            let mut tx = self.site.db.write(&self.scope).await.unwrap();
            steer::run(&mut tx, &import).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    async fn account(&self, cut: i64) {
        let site = &self.site;
        let acknowledged = self.acknowledged.lock().unwrap().clone();
        for (n, (id, remark)) in &acknowledged {
            let text = "SELECT p.customer_id, e.remark FROM customer_phones p JOIN engagements e ON e.tenant_id = p.tenant_id AND e.customer_id = p.customer_id WHERE p.phone = $1";
            let rows = sql::rows(site.db.read(), text, [format!("+86{}", phone(*n)).into()]).await.unwrap();
            assert_eq!(rows.len(), 1, "customer {n} is there {} times", rows.len());
            assert_eq!(rows[0].try_get_by_index::<Id>(0).unwrap().to_string(), *id, "customer {n}");
            if let Some(remark) = remark {
                let stored: Option<String> = rows[0].try_get_by_index(1).unwrap();
                assert_eq!(stored.as_ref(), Some(remark), "an acknowledged change of customer {n} is lost");
            }
        }
        let imports = site.number("SELECT count(*) FROM imports").await;
        assert!(imports > 0);
        assert_eq!(site.number("SELECT count(*) FROM imports WHERE state <> 'done'").await, 0);
        assert_eq!(site.number("SELECT count(*) FROM import_rows WHERE pass = 0").await, imports * ROWS);
        let done = "SELECT count(*) FROM journal WHERE kind = 'import' AND action = 'done'";
        assert_eq!(site.number(done).await, imports, "an import was finished twice");
        let customers = site.number("SELECT count(*) FROM customers").await;
        // A command that was killed behind its last step is run again, and brings in what is there already.
        let sheets = site.number("SELECT count(DISTINCT digest) FROM imports").await;
        let wanted = acknowledged.len() as i64 + sheets * ROWS;
        assert!((wanted..=wanted + cut).contains(&customers), "{customers} customers, not {wanted} and up to {cut}");
        assert_eq!(site.number("SELECT count(*) FROM engagements").await, customers);
        let created = "SELECT count(*) FROM journal WHERE kind = 'customer' AND action = 'create'";
        assert_eq!(site.number(created).await, customers, "the journal tells of each once");
        assert_eq!(site.number("SELECT count(*) FROM jobs WHERE state = 'failed'").await, 0);
        let positions = "SELECT count(*) - count(DISTINCT position) FROM events WHERE position IS NOT NULL";
        assert_eq!(site.number(positions).await, 0);
        eprintln!("{customers} customers, {imports} imports of {ROWS} rows: all there, all once");
    }
}

async fn find(site: &Site, scope: &Scope, id: Id) -> Option<records::import::Import> {
    let look = records::policy::Look::at(&site.db, scope);
    queries::find(&look, &customers::CUSTOMER, id).await.unwrap()
}

/// The command with a sheet of its own.
fn command(site: &Site, sheet_number: u64) -> Child {
    let file = site.file(&format!("command-{sheet_number}.csv"), sheet(sheet_number).as_bytes());
    let mut command = site.command(&["import", "customers"]);
    command.arg(file).args(["--store", "PD", "--user", "admin"]);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap()
}

/// A sheet whose phones no other one has.
fn sheet(number: u64) -> String {
    let rows = (0..ROWS).map(|row| format!("客户{row},138{:08}\n", number as i64 * ROWS + row));
    std::iter::once("姓名,手机\n".to_owned()).chain(rows).collect()
}

fn phone(n: u64) -> String {
    format!("139{n:08}")
}

/// Someone who saves something all the time.
struct Writer {
    client: reqwest::Client,
    base: String,
    token: String,
    store: String,
    acknowledged: Arc<Mutex<Acknowledged>>,
    open: Arc<Mutex<Vec<u64>>>,
    next: Arc<AtomicU64>,
}

impl Writer {
    /// Saves until the server is gone.
    async fn write(self) {
        loop {
            let again = self.open.lock().unwrap().pop();
            let n = again.unwrap_or_else(|| self.next.fetch_add(1, Ordering::Relaxed));
            if !self.save(n).await {
                return;
            }
        }
    }

    /// A customer, then a change of it. False when the server is gone.
    async fn save(&self, n: u64) -> bool {
        let body = serde_json::json!({ "name": format!("散客{n}"), "phone": phone(n), "store": self.store });
        let request =
            self.client.post(format!("{}/api/v1/customers", self.base)).header("idempotency-key", n.to_string());
        let Ok(answer) = request.bearer_auth(&self.token).json(&body).send().await else {
            self.open.lock().unwrap().push(n);
            return false;
        };
        let status = answer.status();
        let Ok(made) = answer.json::<serde_json::Value>().await else {
            self.open.lock().unwrap().push(n);
            return false;
        };
        assert!(status.is_success(), "customer {n}: {status} {made}");
        let id = made["id"].as_str().unwrap().to_owned();
        self.acknowledged.lock().unwrap().insert(n, (id.clone(), None));
        let remark = format!("第{n}位");
        let body = serde_json::json!({ "remark": remark, "version": made["version"] });
        let request = self.client.patch(format!("{}/api/v1/customers/{id}", self.base)).bearer_auth(&self.token);
        match request.json(&body).send().await {
            Ok(answer) if answer.status().is_success() => {
                self.acknowledged.lock().unwrap().insert(n, (id, Some(remark)));
                true
            }
            Ok(answer) => panic!("customer {n}: {}", answer.status()),
            Err(_) => false,
        }
    }
}
