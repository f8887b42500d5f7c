//! The two databases: a copy of one moment, and bringing it back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail, ensure};
use kernel::{ConnectionTrait, Db, sql};
use sea_orm::DbBackend;
use tokio::process::Command;
use url::Url;

use super::Engine;

/// Which database this is.
pub fn of(db: &Db) -> Engine {
    match db.backend() {
        DbBackend::Postgres => Engine::Postgres,
        _ => Engine::Sqlite,
    }
}

/// Rows by table, all of them.
pub async fn rows(conn: &impl ConnectionTrait) -> anyhow::Result<BTreeMap<String, i64>> {
    let mut rows = BTreeMap::new();
    for table in tables(conn).await? {
        let text = format!("SELECT count(*) FROM \"{table}\"");
        rows.insert(table, sql::number(conn, &text, []).await?);
    }
    Ok(rows)
}

/// The names of all tables.
pub async fn tables(conn: &impl ConnectionTrait) -> anyhow::Result<Vec<String>> {
    let text = match conn.get_database_backend() {
        DbBackend::Postgres => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()",
        _ => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let rows = sql::rows(conn, text, []).await?;
    Ok(rows.iter().map(|row| row.try_get("", "name")).collect::<Result<_, _>>()?)
}

/// The steps of the schema that were applied.
pub async fn migrations(conn: &impl ConnectionTrait) -> anyhow::Result<Vec<String>> {
    let rows = sql::rows(conn, "SELECT name FROM schema_migrations ORDER BY name", []).await?;
    Ok(rows.iter().map(|row| row.try_get("", "name")).collect::<Result<_, _>>()?)
}

/// Writes what a snapshot of a server shows.
pub async fn dump(url: &str, snapshot: &str, into: &Path) -> anyhow::Result<()> {
    let mut command = tool("pg_dump", url)?;
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--compress=0"]);
    command.arg(format!("--snapshot={snapshot}")).arg("--file").arg(into);
    run(command, "pg_dump").await
}

/// Brings a dump into an empty database, all or nothing.
pub async fn load(url: &str, from: &Path) -> anyhow::Result<()> {
    let mut command = tool("pg_restore", url)?;
    command.args(["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]).arg(from);
    run(command, "pg_restore").await
}

/// Looks whether a dump can be read to its end.
pub async fn read_through(from: &Path) -> anyhow::Result<()> {
    let mut command = program("pg_restore")?;
    command.arg("--file").arg("/dev/null").arg(from);
    run(command, "pg_restore").await
}

async fn run(mut command: Command, name: &str) -> anyhow::Result<()> {
    let output = command.stdin(Stdio::null()).output().await.with_context(|| format!("{name} cannot be started"))?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(())
}

/// A program of PostgreSQL, told of the database. Everyone on the machine can read a command line, so the password goes
/// by the environment.
fn tool(name: &str, url: &str) -> anyhow::Result<Command> {
    let mut url = Url::parse(url).context("the address of the database cannot be read")?;
    let mut command = program(name)?;
    if let Some(password) = url.password() {
        let password = percent_encoding::percent_decode_str(password).decode_utf8()?.into_owned();
        command.env("PGPASSWORD", password);
        // Addresses that may carry a password may lack one.
        let _ = url.set_password(None);
    }
    command.arg("--dbname").arg(url.as_str());
    Ok(command)
}

fn program(name: &str) -> anyhow::Result<Command> {
    let Some(path) = find(name) else {
        bail!("{name} is missing; install PostgreSQL's client programs (Debian: postgresql-client)")
    };
    Ok(Command::new(path))
}

/// The program of the newest release that is installed: it reads the servers of all earlier ones.
fn find(name: &str) -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok())
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin").join(name))))
        .filter(|(_, path)| path.exists())
        .collect();
    versions.sort();
    let installed = versions.pop().map(|(_, path)| path);
    let path = std::env::var_os("PATH").unwrap_or_default();
    installed.or_else(|| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.exists()))
}
