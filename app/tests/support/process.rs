//! Fourfold as a process of its own: the real binary on a fresh database, which may be killed at any moment.

#![allow(dead_code, reason = "each story file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Stdio;

use fourfold::compose;
use kernel::db::Location;
use kernel::{Clock, Db, Id, Keys, sql};
use testkit::{Backend, Fresh, fresh};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::sync::mpsc;

/// Everyone's password.
pub const PASSWORD: &str = "correct-horse-9";

/// A group with one store, `PD`, and its administrator, `admin`; for processes to work on.
pub struct Site {
    fresh: Fresh,
    /// The same database, seen from the test.
    pub db: Db,
    /// The group.
    pub tenant: i64,
    /// The store.
    pub store: Id,
    /// The way by which processes reach a PostgreSQL server, where it is not the straight one.
    pub by_way_of: Option<String>,
}

impl Site {
    /// Founds it.
    pub async fn found(backend: Backend) -> Site {
        Site::with_keys(backend, &kernel::crypto::random_secret()).await
    }

    /// Founds it with the keys of a house that is kept.
    pub async fn with_keys(backend: Backend, keys: &str) -> Site {
        let fresh = fresh(backend, &compose::migrations()).await;
        std::fs::write(fresh.folder.path().join("keys"), keys).unwrap();
        // Processes go by the time of the day and by the keys in the data directory, and so does the test.
        let keys = Keys::load_or_create(&fresh.folder.path().join("keys")).unwrap();
        let db = Db::open(&fresh.location, Clock::System, keys).await.unwrap();
        let founded =
            organisation::found(&db, &super::founding(), &compose::kinds(), &compose::dictionaries()).await.unwrap();
        Site { fresh, db, tenant: founded.tenant, store: founded.store, by_way_of: None }
    }

    /// Where the data is.
    pub fn location(&self) -> &Location {
        &self.fresh.location
    }

    /// The data directory.
    pub fn folder(&self) -> &Path {
        self.fresh.folder.path()
    }

    /// A file in the data directory.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The real binary with arguments, on this place.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fourfold"));
        command.args(arguments).arg("--data").arg(self.folder());
        if let Location::Postgres(url) = &self.fresh.location {
            command.arg("--database-url").arg(self.by_way_of.as_ref().unwrap_or(url));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Serves on a free port, of this machine unless the arguments say otherwise; returns when it says that it is there.
    pub async fn serve(&self, arguments: &[&str]) -> Server {
        let listen = if arguments.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"][..] };
        self.await_server(self.command(&[&["serve"], listen, arguments].concat())).await
    }

    /// Serves on a disk that lets no file grow beyond so many kilobytes.
    #[cfg(unix)]
    pub async fn serve_in(&self, kilobytes: u64) -> Server {
        let plain = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        // Without the signal, which would end the process, the write itself fails, as on a full disk.
        let mut command = Command::new("bash");
        command.args(["-c", &format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"")]);
        command.arg(plain.as_std().get_program()).args(plain.as_std().get_args());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        self.await_server(command).await
    }

    async fn await_server(&self, mut command: Command) -> Server {
        let mut child = command.stdout(Stdio::null()).env("FOURFOLD_LOG", "info,sqlx=warn").spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut log = String::new();
        let base = loop {
            let Some(line) = lines.next_line().await.unwrap() else { panic!("the server ended: {log}") };
            log.push_str(&line);
            log.push('\n');
            if let Some((_, address)) = line.split_once("Fourfold is at ") {
                break address.trim().to_owned();
            }
        };
        // A full pipe would hold the server up.
        let (sender, said) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let _ = sender.send(line);
            }
        });
        Server { child, base, log, said }
    }

    /// One number of the database.
    pub async fn number(&self, text: &str) -> i64 {
        sql::number(self.db.read(), text, []).await.unwrap()
    }

    /// Lets the leases of killed workers run out at once, as a minute of waiting would.
    pub async fn let_leases_run_out(&self) {
        let scope = kernel::Scope::system(self.tenant, self.db.clock.new_id(), "test");
        let tx = self.db.write(&scope).await.unwrap();
        sql::run(tx.conn(), "UPDATE jobs SET lease_until = 0 WHERE lease_until IS NOT NULL", []).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A place with keys and nothing else: no tables, no files.
pub struct Elsewhere {
    fresh: Fresh,
    folder: tempfile::TempDir,
}

impl Elsewhere {
    /// Makes it.
    pub async fn with_keys(backend: Backend, keys: &str) -> Elsewhere {
        let (fresh, folder) = (fresh(backend, &[]).await, tempfile::tempdir().unwrap());
        if let Location::Postgres(_) = &fresh.location {
            // A database for tests comes with the table that remembers its steps.
            let scope = kernel::Scope::system(1, fresh.db.clock.new_id(), "test");
            let tx = fresh.db.write(&scope).await.unwrap();
            sql::run(tx.conn(), "DROP TABLE IF EXISTS schema_migrations", []).await.unwrap();
            tx.commit().await.unwrap();
        }
        std::fs::write(folder.path().join("keys"), keys).unwrap();
        Elsewhere { fresh, folder }
    }

    /// The data directory.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the data is.
    pub fn location(&self) -> Location {
        match &self.fresh.location {
            Location::Sqlite(_) => Location::Sqlite(self.folder().join("fourfold.db")),
            server => server.clone(),
        }
    }

    /// The real binary with arguments, on this place.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fourfold"));
        command.args(arguments).arg("--data").arg(self.folder());
        if let Location::Postgres(url) = self.location() {
            command.arg("--database-url").arg(url);
        }
        command
    }

    /// The same database, seen from the test.
    pub async fn db(&self) -> Db {
        let keys = Keys::load_or_create(&self.folder().join("keys")).unwrap();
        Db::open(&self.location(), Clock::System, keys).await.unwrap()
    }
}

/// A server that runs.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub base: String,
    /// What it said until it was there.
    pub log: String,
    said: mpsc::UnboundedReceiver<String>,
}

impl Server {
    /// Tells the process to read its files anew, and waits until it says what came of it.
    pub async fn hang_up(&mut self, answer: &str) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-HUP", &id]).status().await.unwrap().success());
        loop {
            let line = self.said.recv().await.expect("the server ended");
            if line.contains(answer) {
                return;
            }
        }
    }

    /// `kill -9`.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Someone's browser, signed in.
    pub async fn browser(&self, login: &str) -> Browser {
        let client = reqwest::Client::builder().cookie_store(true).build().unwrap();
        let browser = Browser { client, base: self.base.clone() };
        let answer = browser.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert!(answer.status().is_success(), "{login} signs in: {}", answer.status());
        browser
    }
}

/// Pages over HTTP.
#[derive(Clone)]
pub struct Browser {
    client: reqwest::Client,
    base: String,
}

impl Browser {
    /// Sends a form and follows to the page it leads to.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        let request = self.client.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin");
        request.form(fields).send().await.unwrap()
    }

    /// Uploads a file and follows to the page it leads to.
    pub async fn upload(&self, path: &str, name: &str, bytes: Vec<u8>, fields: &[(&str, &str)]) -> reqwest::Response {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let mut form = reqwest::multipart::Form::new();
        for (key, value) in fields {
            form = form.text((*key).to_owned(), (*value).to_owned());
        }
        let request = self.client.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin");
        request.multipart(form.part("file", part)).send().await.unwrap()
    }

    /// A page or file as text.
    pub async fn get(&self, path: &str) -> String {
        let answer = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.text().await.unwrap()
    }
}

/// Reads what a command says of its progress (`\r400/3000`) until it stands beyond `rows`.
pub async fn until_beyond(rows: i64, said: &mut ChildStderr) {
    let (mut text, mut piece) = (String::new(), [0; 256]);
    loop {
        let read = said.read(&mut piece).await.unwrap();
        assert!(read > 0, "it ended before row {rows}: {text}");
        text.push_str(&String::from_utf8_lossy(&piece[..read]));
        let done = text.rsplit('\r').find_map(|p| p.split_once('/')?.0.trim().parse::<i64>().ok());
        if done.is_some_and(|done| done > rows) {
            return;
        }
    }
}

/// Until a number of the database is at least as large.
pub async fn until(site: &Site, text: &str, least: i64) {
    for _ in 0..200_000 {
        let row = sql::row(site.db.read(), text, []).await.unwrap().unwrap();
        if row.try_get_by_index::<Option<i64>>(0).unwrap().unwrap_or_default() >= least {
            return;
        }
    }
    panic!("{text} never came to {least}");
}
