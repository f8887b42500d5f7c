//! Taking a backup, while the house works.

use std::path::{Path, PathBuf};

use anyhow::Context;
use kernel::db::{self, Location};
use kernel::{ConnectionTrait, Db, Instant, Keys, chain, files, sql};

use super::archive::{Writing, beside};
use super::{FOLDERS, Held, Manifest, database_name, engine};
use crate::cli::{BackupArgs, Place};
use crate::serve;

/// Writes a backup and says what it holds.
#[allow(clippy::print_stdout, reason = "a command speaks on standard output")]
pub async fn backup(args: &BackupArgs) -> anyhow::Result<()> {
    let db = serve::connect(&args.place).await?;
    let path = named(&args.file, db.clock.now());
    let copy = Passing(beside(&path, "copy"));
    let _held = Held::shared(&args.place.data)?;
    let mut writing = Writing::begin(&path)?;
    let _part = Passing(beside(&path, "part"));
    let mut manifest = moment(&db, &args.place, &copy.0).await?;
    // Papers after the database: what it names is kept before it is named, and goes long after nothing names it.
    let engine = manifest.engine;
    let data = args.place.data.clone();
    let from = copy.0.clone();
    let writing = tokio::task::spawn_blocking(move || -> anyhow::Result<Writing> {
        writing.add(database_name(engine), &from)?;
        for folder in FOLDERS {
            for file in files::written_before(&data.join(folder), Instant(i64::MAX))? {
                let name = file.strip_prefix(&data)?.to_string_lossy().into_owned();
                writing.add(&name, &file)?;
            }
        }
        Ok(writing)
    })
    .await??;
    manifest.files = writing.files.clone();
    let (files, bytes) = (manifest.files.len() - 1, writing.end(&manifest)?);
    let rows: i64 = manifest.tables.values().sum();
    println!(
        "{}: {rows} rows in {} tables and {files} files as of {}, {:.1} MB",
        path.display(),
        manifest.tables.len(),
        manifest.taken_at,
        bytes as f64 / 1e6
    );
    for link in &manifest.links {
        println!("link {link}");
    }
    println!(
        "the keys are not in it; keep {} elsewhere, for without it sealed values cannot be read",
        args.place.keys().display()
    );
    db.close().await.context("closing the database")
}

/// A backup named by a folder gets its moment for a name.
fn named(file: &Path, now: Instant) -> PathBuf {
    match file.is_dir() {
        true => file.join(format!("fourfold-{}.tar.gz", now.utc().format("%Y%m%dT%H%M%SZ"))),
        false => file.to_owned(),
    }
}

/// A file beside the archive that goes when the backup is done, well or not.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        // It may never have been made, or bear its own name by now.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Copies the database as it is at one moment, and describes that moment.
async fn moment(db: &Db, place: &Place, copy: &Path) -> anyhow::Result<Manifest> {
    if copy.exists() {
        std::fs::remove_file(copy)?;
    }
    let mut manifest = Manifest::new(engine::of(db), db.clock.now().rfc3339(), &db.keys);
    match place.location() {
        Location::Sqlite(path) => {
            db::copy_sqlite(&path, copy).await.with_context(|| format!("{} cannot be copied", path.display()))?;
            let keys = Keys::load_or_create(&place.keys())?;
            let there = Db::open(&Location::Sqlite(copy.to_owned()), db.clock.clone(), keys).await?;
            describe(there.read(), &mut manifest).await?;
            there.close().await?;
        }
        Location::Postgres(url) => {
            let moment = db.moment().await?;
            let row = sql::row(&moment, "SELECT pg_export_snapshot() AS snapshot", []).await?;
            let snapshot: String = row.context("the server gives no snapshot")?.try_get("", "snapshot")?;
            engine::dump(&url, &snapshot, copy).await?;
            describe(&moment, &mut manifest).await?;
            moment.rollback().await?;
        }
    }
    Ok(manifest)
}

async fn describe(conn: &impl ConnectionTrait, manifest: &mut Manifest) -> anyhow::Result<()> {
    manifest.migrations = engine::migrations(conn).await?;
    manifest.tables = engine::rows(conn).await?;
    for tenant in organisation::tenants::queries::all(conn).await? {
        if let Some(head) = chain::queries::head(conn, tenant).await? {
            manifest.links.push(format!("{tenant}:{}:{}", head.position, kernel::crypto::hex(&head.hash)));
        }
    }
    Ok(())
}
