//! Fresh databases.

use std::hash::{DefaultHasher, Hash, Hasher};

use kernel::db::Location;
use kernel::{Clock, Db, Keys, Migration};
use sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the server that `FOURFOLD_TEST_POSTGRES` names.
    Postgres,
}

impl Backend {
    /// The databases to test on: both, where a PostgreSQL server is named (`make test` always starts one).
    pub fn all() -> Vec<Backend> {
        match std::env::var("FOURFOLD_TEST_POSTGRES") {
            Ok(_) => vec![Backend::Sqlite, Backend::Postgres],
            Err(_) => vec![Backend::Sqlite],
        }
    }
}

/// A database that goes when it is dropped.
pub struct Fresh {
    /// The database.
    pub db: Db,
    /// Where it is, for opening it once more.
    pub location: Location,
    /// A data directory of its own.
    pub folder: TempDir,
}

/// An empty database with the given schema and a clock that stands at [`crate::NOW`].
pub async fn fresh(backend: Backend, migrations: &[Migration]) -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let location = match backend {
        Backend::Sqlite => Location::Sqlite(folder.path().join("fourfold.db")),
        Backend::Postgres => Location::Postgres(from_template(migrations).await),
    };
    let db = Db::open(&location, Clock::fixed(crate::NOW), Keys::from_secret(&[4; 32])).await.unwrap();
    db.migrate(migrations).await.unwrap();
    Fresh { db, location, folder }
}

/// Copies a migrated template: migrating takes a second, copying a tenth of it. Databases go with the server.
async fn from_template(migrations: &[Migration]) -> String {
    let server = std::env::var("FOURFOLD_TEST_POSTGRES").unwrap();
    let admin = Database::connect(&server).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0.to_owned();
    let mut hasher = DefaultHasher::new();
    for migration in migrations {
        (migration.name, migration.sql).hash(&mut hasher);
    }
    let template = format!("template_{:016x}", hasher.finish());
    let run = async |sql: String| admin.execute_raw(Statement::from_string(sea_orm::DbBackend::Postgres, sql)).await;
    // Test processes take turns making the template. A pool gives no fixed connection, so the lock is a transaction's.
    let known = async || {
        let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{template}'");
        admin.query_one_raw(Statement::from_string(sea_orm::DbBackend::Postgres, sql)).await.unwrap().is_some()
    };
    if !known().await {
        let making = format!("making_{}", Clock::System.new_id().simple());
        run(format!("CREATE DATABASE {making}")).await.unwrap();
        let location = Location::Postgres(format!("{base}/{making}"));
        let db = Db::open(&location, Clock::fixed(crate::NOW), Keys::from_secret(&[4; 32])).await.unwrap();
        db.migrate(migrations).await.unwrap();
        db.close().await.unwrap();
        // Whoever renames first wins; the others' copies are dropped.
        if run(format!("ALTER DATABASE {making} RENAME TO {template}")).await.is_err() {
            run(format!("DROP DATABASE {making}")).await.unwrap();
        }
    }
    let name = format!("test_{}", Clock::System.new_id().simple());
    let mut tries = 0;
    // CREATE … TEMPLATE fails while another copy is being made.
    while let Err(error) = run(format!("CREATE DATABASE {name} TEMPLATE {template}")).await {
        tries += 1;
        assert!(tries < 200, "{error}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    admin.close().await.unwrap();
    format!("{base}/{name}")
}
