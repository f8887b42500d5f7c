//! Bringing a backup back: unpacked and checked beside what is there, and put in its place only when all is well.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use kernel::db::Location;
use kernel::{Clock, Db, Keys, Scope, chain};
use privacy::erasure::ledger;

use super::{Engine, FOLDERS, Held, Manifest, archive, database_name, engine};
use crate::cli::{Place, RestoreArgs};
use crate::{compose, serve};

/// Restores, or only checks.
#[allow(clippy::print_stdout, reason = "a command speaks on standard output")]
pub async fn restore(args: &RestoreArgs) -> anyhow::Result<()> {
    let place = &args.place;
    let _held = Held::alone(&place.data)?;
    if let Some(file) = &args.erasures {
        ensure!(file.exists(), "{} is not there", file.display());
    }
    let unpacked = Unpacked::new(&place.data)?;
    let (file, folder) = (args.file.clone(), unpacked.0.clone());
    let manifest = tokio::task::spawn_blocking(move || archive::unpack(&file, &folder)).await??;
    let keys = fitting(&manifest, place, args.without_keys)?;
    known_here(&manifest)?;
    match manifest.engine {
        Engine::Sqlite => check_copy(&unpacked.0, &manifest, keys.as_ref()).await?,
        Engine::Postgres => engine::read_through(&unpacked.0.join(database_name(Engine::Postgres))).await?,
    }
    println!("{}: whole, as of {}", args.file.display(), manifest.taken_at);
    if args.check {
        return Ok(());
    }
    match (manifest.engine, place.location()) {
        (Engine::Sqlite, Location::Sqlite(_)) => {
            make_room(&place.data, &folders(Some("fourfold.db")), args.replace)?;
            put(&unpacked.0, &place.data, &folders(Some("fourfold.db")))?;
        }
        (Engine::Postgres, Location::Postgres(url)) => {
            let db = open(&place.location(), Keys::load_or_create(&place.keys())?).await?;
            let there = engine::tables(db.read()).await?;
            ensure!(
                there.is_empty(),
                "the database holds {} tables already; make an empty one (createdb) and restore into that",
                there.len()
            );
            make_room(&place.data, &folders(None), args.replace)?;
            engine::load(&url, &unpacked.0.join(database_name(Engine::Postgres))).await?;
            check(&db, &manifest, keys.as_ref()).await?;
            sign_everyone_out(&db).await?;
            db.close().await?;
            put(&unpacked.0, &place.data, &folders(None))?;
        }
        (Engine::Sqlite, Location::Postgres(_)) => bail!("the backup is of a SQLite file; leave --database-url out"),
        (Engine::Postgres, Location::Sqlite(_)) => {
            bail!("the backup is of a PostgreSQL database; give an empty one with --database-url")
        }
    }
    println!("restored to {}; everyone signs in anew", place.data.display());
    let again = erase_again(args).await.context("the data is restored, but who was erased since is in it again")?;
    if again > 0 {
        println!("{again} people erased or restricted since the backup are so again");
    }
    Ok(())
}

/// Erases and restricts once more whom the ledgers name; how many these were.
async fn erase_again(args: &RestoreArgs) -> anyhow::Result<usize> {
    let place = &args.place;
    let mut lines = ledger::read(&ledger::path(&place.data))?;
    if let Some(file) = &args.erasures {
        lines.extend(ledger::read(file).with_context(|| format!("{} cannot be read", file.display()))?);
    }
    if lines.is_empty() {
        return Ok(0);
    }
    let db = serve::open(place).await?;
    let again = privacy::erasure::replay(&db, &compose::eraser(&place.data), &lines).await?;
    db.close().await?;
    Ok(again)
}

/// The folder where a backup is unpacked; goes in the end.
struct Unpacked(PathBuf);

impl Unpacked {
    fn new(data: &Path) -> anyhow::Result<Unpacked> {
        let folder = data.join("restoring");
        if folder.exists() {
            // Of a restore that was cut off; nobody else is at it, for the directory is held.
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Unpacked(folder))
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The keys, when they are those that the data was sealed with.
fn fitting(manifest: &Manifest, place: &Place, without: bool) -> anyhow::Result<Option<Keys>> {
    let path = place.keys();
    let keys = path.exists().then(|| Keys::load_or_create(&path)).transpose()?;
    let fits = keys.filter(|keys| manifest.fits(keys));
    ensure!(
        fits.is_some() || without,
        "{} does not hold the keys of this backup: put the key file of that installation there (or name it with --key-file), else identity numbers and the seal of the journal cannot be read; --without-keys restores all the same",
        path.display()
    );
    Ok(fits)
}

/// A backup of a later release would run on a schema that this one does not know.
fn known_here(manifest: &Manifest) -> anyhow::Result<()> {
    let ours = compose::migrations();
    let unknown = manifest.migrations.iter().find(|name| !ours.iter().any(|step| step.name == **name));
    if let Some(name) = unknown {
        bail!("the backup was made by a later release ({}; step {name}); restore it with that one", manifest.fourfold);
    }
    Ok(())
}

/// Looks into the unpacked file and makes it ready to be put in place.
async fn check_copy(folder: &Path, manifest: &Manifest, keys: Option<&Keys>) -> anyhow::Result<()> {
    let path = folder.join(database_name(Engine::Sqlite));
    kernel::db::check_sqlite(&path).await.context("the database in the backup is damaged")?;
    let any = keys.cloned().unwrap_or_else(|| Keys::from_secret(&[0; 32]));
    let db = open(&Location::Sqlite(path), any).await?;
    check(&db, manifest, keys).await?;
    sign_everyone_out(&db).await?;
    // Folds the log into the file.
    db.close().await.context("closing the database")
}

async fn open(location: &Location, keys: Keys) -> anyhow::Result<Db> {
    Db::open(location, Clock::System, keys).await.context("the database cannot be opened")
}

/// Every table's rows are there, and the audit chains are whole and end where they did.
async fn check(db: &Db, manifest: &Manifest, keys: Option<&Keys>) -> anyhow::Result<()> {
    let rows = engine::rows(db.read()).await?;
    ensure!(rows == manifest.tables, "the restored tables do not hold the rows that were backed up");
    let Some(keys) = keys else { return Ok(()) };
    for tenant in organisation::tenants::queries::all(db.read()).await? {
        let report = chain::check(db.read(), keys, tenant).await?;
        if let Some((position, fault)) = report.fault {
            bail!("the journal of group {tenant} is broken at {position}: {}", fault.name());
        }
        let end = format!("{tenant}:{}:{}", report.position, report.hash);
        ensure!(
            report.position == 0 || manifest.links.contains(&end),
            "the journal of group {tenant} ends at {end}, which is not where it ended in the backup"
        );
    }
    Ok(())
}

/// A session that was ended after the backup would be open again.
async fn sign_everyone_out(db: &Db) -> anyhow::Result<()> {
    for tenant in organisation::tenants::queries::all(db.read()).await? {
        let scope = Scope::system(tenant, db.clock.new_id(), "fourfold restore");
        let tx = db.write(&scope).await?;
        organisation::sessions::queries::forget_all(&tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn folders(database: Option<&'static str>) -> Vec<&'static str> {
    FOLDERS.into_iter().chain(database).collect()
}

/// Puts what is there aside, when that is wanted; nothing is ever deleted.
fn make_room(data: &Path, names: &[&str], replace: bool) -> anyhow::Result<()> {
    let logs = ["fourfold.db-wal", "fourfold.db-shm"];
    let with_logs = names.contains(&"fourfold.db").then_some(logs).into_iter().flatten();
    let there: Vec<&str> = names.iter().copied().chain(with_logs).filter(|name| data.join(name).exists()).collect();
    if there.is_empty() {
        return Ok(());
    }
    ensure!(
        replace,
        "{} holds data already ({}); restore to another --data, or give --replace to have it put aside",
        data.display(),
        there.join(", ")
    );
    let aside = (1..).map(|n| data.join(format!("before-restore-{n}"))).find(|folder| !folder.exists());
    let aside = aside.context("no name is free")?;
    std::fs::create_dir(&aside)?;
    for name in there {
        std::fs::rename(data.join(name), aside.join(name))?;
    }
    Ok(())
}

/// Puts what was unpacked in its place, the database last: without it nothing seems to be there, and the restore can be
/// begun anew.
fn put(from: &Path, data: &Path, names: &[&str]) -> anyhow::Result<()> {
    for name in names {
        if from.join(name).exists() {
            std::fs::rename(from.join(name), data.join(name))?;
        }
    }
    std::fs::File::open(data)?.sync_all().context("the data directory cannot be written")
}
