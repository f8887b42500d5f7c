//! The two databases behind one door: reading connections that cannot write, and [`Db::write`].

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx;
use sea_orm::sqlx::Connection;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, SqlxPostgresConnector,
    SqlxSqliteConnector, TransactionTrait,
};
use tokio::sync::watch;

use crate::{Clock, Keys, Migration, Scope, Tx};

/// What the database answers when it cannot do as asked.
pub type DbError = DbErr;

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// One SQLite file.
    Sqlite(std::path::PathBuf),
    /// A PostgreSQL database by URL.
    Postgres(String),
}

/// A database, its clock and its keys. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    /// What time it is.
    pub clock: Clock,
    /// Keys for sensitive columns.
    pub keys: Arc<Keys>,
    wake: Arc<watch::Sender<u64>>,
}

impl Db {
    /// Opens a database; the file is made when it does not exist.
    pub async fn open(location: &Location, clock: Clock, keys: Keys) -> Result<Db, DbErr> {
        let (reader, writer) = match location {
            Location::Sqlite(path) => sqlite(path).await?,
            Location::Postgres(url) => postgres(url).await?,
        };
        Ok(Db { reader, writer, clock, keys: Arc::new(keys), wake: Arc::new(watch::Sender::new(0)) })
    }

    /// For reading. The connections refuse to write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Which of the two databases it is.
    pub fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// Opens the one kind of transaction there is: it carries the change, its journal, its events and its jobs, and
    /// nothing of it stays unless [`Tx::commit`] is called. Whoever looks as someone else writes nothing, whatever page,
    /// call or command it would be: [`crate::trouble::Trouble::Looking`].
    pub async fn write<'s>(&self, scope: &'s Scope) -> Result<Tx<'s>, DbErr> {
        if scope.looking().is_some() {
            return Err(crate::trouble::looking());
        }
        let txn = begin_immediate(&self.writer).await?;
        Ok(Tx::new(txn, scope, self.clock.clone(), self.keys.clone(), self.wake.clone()))
    }

    /// A reading transaction that sees the data of one moment, whatever is written meanwhile. To be rolled back.
    pub async fn moment(&self) -> Result<DatabaseTransaction, DbErr> {
        #[allow(clippy::disallowed_methods, reason = "it cannot write")]
        self.reader.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<Vec<&'static str>, DbErr> {
        crate::migrate::migrate(&self.writer, migrations, self.clock.now().0).await
    }

    /// Tells PostgreSQL's planner what is there, after much was written at a stroke; its own housekeeping comes a minute
    /// later. SQLite keeps the statistics that the house sets itself.
    pub async fn gather_statistics(&self, scope: &Scope) -> Result<(), DbErr> {
        if self.backend() != DbBackend::Postgres {
            return Ok(());
        }
        let tx = self.write(scope).await?;
        crate::sql::run(tx.conn(), "ANALYZE", []).await?;
        tx.commit().await
    }

    /// Changes when a transaction of this process left events or jobs behind. Each worker keeps its own, so that none
    /// misses what happens while it works.
    pub fn work_left(&self) -> watch::Receiver<u64> {
        self.wake.subscribe()
    }

    /// Wakes the workers without new work: the house closes.
    pub fn wake_workers(&self) {
        self.wake.send_modify(|n| *n += 1);
    }

    /// Brings what was written home from SQLite's write-ahead log and empties the log, so that values which were erased do
    /// not stay in it. Readers at work keep it from the last part, which comes home with a later one. Nothing to do on
    /// PostgreSQL.
    pub async fn fold_log(&self) -> Result<(), DbErr> {
        if self.backend() == DbBackend::Sqlite {
            crate::sql::rows(&self.writer, "PRAGMA wal_checkpoint(TRUNCATE)", []).await?;
        }
        Ok(())
    }

    /// Calls back after each statement on the reading side, for query counts and slow-query logs.
    pub fn on_statement(&mut self, callback: impl Fn(&sea_orm::metric::Info<'_>) + Send + Sync + Clone + 'static) {
        self.reader.set_metric_callback(callback);
    }

    /// Calls back after each statement in a write transaction.
    pub fn on_write(&mut self, callback: impl Fn(&sea_orm::metric::Info<'_>) + Send + Sync + Clone + 'static) {
        self.writer.set_metric_callback(callback);
    }

    /// Closes all connections; on SQLite the write-ahead log is folded back into the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        self.writer.close().await
    }
}

/// A transaction that takes SQLite's write lock at once. Read-then-write transactions that start deferred fail with
/// "database is locked" as soon as two of them overlap.
pub(crate) async fn begin_immediate(conn: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options = sea_orm::TransactionOptions {
        sqlite_transaction_mode: Some(sea_orm::SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    #[allow(clippy::disallowed_methods, reason = "the one place that begins transactions")]
    conn.begin_with_options(options).await
}

async fn sqlite(path: &Path) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(20))
        .foreign_keys(true)
        // FULL: an acknowledged write is on the disk before the answer leaves.
        .synchronous(SqliteSynchronous::Full)
        .statement_cache_capacity(256)
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "memory");
    // A file does not hang up: asking it before each statement would cost as much as a small statement.
    // One writer: waiting in our queue is fair, waiting for SQLite's lock is not.
    // What is deleted is overwritten: an erased person does not stay readable in the free parts of the file.
    let wiping = options.clone().pragma("secure_delete", "on");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .after_release(|conn, _| Box::pin(is_at_rest(conn)))
        .acquire_timeout(Duration::from_secs(30))
        // What a large import touches again and again stays in memory, and goes from the log into the file seldom: about
        // 64 MB each.
        .connect_with(wiping.pragma("cache_size", "-64000").pragma("wal_autocheckpoint", "16000"))
        .await
        .map_err(connect_error)?;
    let reader = SqlitePoolOptions::new()
        .max_connections(4)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options.pragma("query_only", "1"))
        .await
        .map_err(connect_error)?;
    Ok((SqlxSqliteConnector::from_sqlx_sqlite_pool(reader), SqlxSqliteConnector::from_sqlx_sqlite_pool(writer)))
}

/// Whether a connection that comes back is in no transaction; if it is, it is closed. When a commit finds no room on the
/// disk, SQLite undoes the transaction by itself, the driver's own rollback then fails, and the driver takes the transaction
/// for open ever after: what is "committed" later would be a savepoint in a transaction that never ends.
async fn is_at_rest(conn: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if conn.is_in_transaction() {
        // The rollback of a dropped transaction waits its turn; this comes after it.
        conn.ping().await?;
    }
    Ok(!conn.is_in_transaction())
}

/// Copies a SQLite file as it is at this moment, while others read and write it. Nothing may be at the new place yet.
pub async fn copy_sqlite(from: &Path, into: &Path) -> Result<(), DbErr> {
    let copy = format!("VACUUM INTO '{}'", into.to_string_lossy().replace('\'', "''"));
    let conn = alone(from).await?;
    crate::sql::run(&conn, &copy, []).await?;
    conn.close().await
}

/// Walks through a SQLite file and tells the first thing that is wrong with it.
pub async fn check_sqlite(path: &Path) -> Result<(), DbErr> {
    let conn = alone(path).await?;
    let row = crate::sql::row(&conn, "PRAGMA quick_check(1)", []).await?;
    let found: String = row.map_or(Ok(String::new()), |row| row.try_get_by_index(0))?;
    conn.close().await?;
    if found == "ok" { Ok(()) } else { Err(DbErr::Custom(found)) }
}

/// One connection to a file that is there.
async fn alone(path: &Path) -> Result<DatabaseConnection, DbErr> {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(20));
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.map_err(connect_error)?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

/// A connection that rested longer may have died meanwhile.
const RESTED: Duration = Duration::from_secs(1);

async fn postgres(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let options: PgConnectOptions = url.parse().map_err(connect_error)?;
    // Compiling a plan or starting processes for it costs more than it brings on short queries; other people's want the
    // cores.
    let short = [("jit", "off"), ("max_parallel_workers_per_gather", "0")];
    let options = options.application_name("fourfold").statement_cache_capacity(256).options(short);
    let pool = || {
        PgPoolOptions::new()
            .max_connections(10)
            // A server that is away is asked again and again so long; nobody looks at a waiting page any longer.
            .acquire_timeout(Duration::from_secs(8))
            // A connection in use a moment ago is taken to be alive; one that rested is asked first.
            .test_before_acquire(false)
            .before_acquire(|conn, meta| {
                Box::pin(async move {
                    if meta.idle_for < RESTED {
                        return Ok(true);
                    }
                    Ok(conn.ping().await.is_ok())
                })
            })
    };
    let writer = pool().connect_lazy_with(options.clone());
    let reader =
        pool().connect_with(options.options([("default_transaction_read_only", "on")])).await.map_err(connect_error)?;
    Ok((SqlxPostgresConnector::from_sqlx_postgres_pool(reader), SqlxPostgresConnector::from_sqlx_postgres_pool(writer)))
}

fn connect_error(error: sea_orm::sqlx::Error) -> DbErr {
    DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(error)))
}
