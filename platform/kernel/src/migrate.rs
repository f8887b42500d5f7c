//! Migrations: plain SQL, named `YYYYMMDDHHMM_module_what`, merged over all modules, each applied once in a transaction.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use crate::sql;

/// One step of the schema. The text is the same for both databases but for three words:
/// `{c}` marks text that sorts by bytes (PostgreSQL: `COLLATE "C"`), `{bytes}` is the binary type, `{by_key}` after a
/// table keeps its rows in the order of the primary key and nowhere else (SQLite: `WITHOUT ROWID`). A statement that begins
/// with `{sqlite}` or `{postgres}` is for that database alone (triggers, which have nothing in common).
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `YYYYMMDDHHMM_module_what`; the order of names is the order of steps.
    pub name: &'static str,
    /// Statements, separated by a semicolon at the end of a line.
    pub sql: &'static str,
}

/// Brings a database up to date. Safe to call from several processes at once: each step takes its turn under a lock.
/// Returns the names applied now.
pub async fn migrate(
    conn: &DatabaseConnection,
    migrations: &[Migration],
    now: i64,
) -> Result<Vec<&'static str>, DbErr> {
    let backend = conn.get_database_backend();
    sql::run(
        conn,
        "CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at bigint NOT NULL)",
        [],
    )
    .await?;
    let mut steps = migrations.to_vec();
    steps.sort_by_key(|m| m.name);
    let mut applied = Vec::new();
    for step in steps {
        let tx = crate::db::begin_immediate(conn).await?;
        if backend == DbBackend::Postgres {
            // One number for "Fourfold migrates"; held until the transaction ends.
            sql::run(&tx, "SELECT pg_advisory_xact_lock(4004004004)", []).await?;
        }
        if sql::row(&tx, "SELECT 1 FROM schema_migrations WHERE name = $1", [step.name.into()]).await?.is_some() {
            tx.rollback().await?;
            continue;
        }
        for statement in statements(step.sql, backend) {
            tx.execute_raw(Statement::from_string(backend, statement.clone()))
                .await
                .map_err(|e| DbErr::Migration(format!("{}: {e}\n{statement}", step.name)))?;
        }
        sql::run(
            &tx,
            "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)",
            [step.name.into(), now.into()],
        )
        .await?;
        tx.commit().await?;
        applied.push(step.name);
    }
    if backend == DbBackend::Sqlite {
        crate::statistics::describe(conn).await?;
    }
    Ok(applied)
}

/// Which of the migrations a database still lacks.
pub async fn pending(conn: &impl ConnectionTrait, migrations: &[Migration]) -> Result<Vec<&'static str>, DbErr> {
    let done: Vec<String> = match sql::rows(conn, "SELECT name FROM schema_migrations", []).await {
        Ok(rows) => rows.iter().map(|r| r.try_get("", "name")).collect::<Result<_, _>>()?,
        // No such table: nothing was ever applied.
        Err(_) => Vec::new(),
    };
    Ok(migrations.iter().map(|m| m.name).filter(|name| !done.iter().any(|d| d == name)).collect())
}

fn statements(text: &str, backend: DbBackend) -> Vec<String> {
    let (c, bytes, by_key) = match backend {
        DbBackend::Postgres => ("COLLATE \"C\"", "bytea", ""),
        _ => ("", "blob", "WITHOUT ROWID"),
    };
    let text: String = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    text.replace("{c}", c)
        .replace("{bytes}", bytes)
        .replace("{by_key}", by_key)
        .split(";\n")
        .map(|s| s.trim().trim_end_matches(';'))
        .filter_map(|s| match (s.strip_prefix("{sqlite}"), s.strip_prefix("{postgres}")) {
            (Some(own), _) => (backend == DbBackend::Sqlite).then(|| own.trim().to_owned()),
            (_, Some(own)) => (backend == DbBackend::Postgres).then(|| own.trim().to_owned()),
            (None, None) => Some(s.to_owned()),
        })
        .filter(|s| !s.is_empty())
        .collect()
}
