//! Loading much: what an index costs row by row is saved by making it at the end, from sorted rows.
//!
//! Indexes that loading itself does not read are dropped and made again. Search terms come in random order and must be
//! unique from the start, so they are collected in parts small enough to stay in memory, which are merged in order at
//! the end. Schema and contents are the same as without all this.

use kernel::{Db, sql};

use crate::settings::{Database, Settings};

/// Indexes that loading reads.
const KEPT: &[&str] =
    &["vehicle_parties_vehicle", "vehicle_plates_vehicle", "odometer_readings_vehicle", "visits_vehicle"];

/// Customers whose search terms make one part.
const PART: u64 = 40_000;

/// An ongoing load.
pub struct Bulk {
    database: Database,
    /// Name and statement of what was dropped.
    dropped: Vec<(String, String)>,
    /// The statement that makes the table of search terms.
    terms: String,
    parts: Vec<String>,
    next: u64,
}

impl Bulk {
    /// Drops what is made again at the end.
    pub async fn begin(settings: &Settings, db: &Db) -> anyhow::Result<Bulk> {
        let database = settings.database;
        let scope = fourfold::demo::load::scope(db, 1);
        let tx = db.write(&scope).await?;
        let conn = tx.conn();
        let listed = match database {
            Database::Sqlite => {
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
            }
            Database::Postgres => {
                "SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%_pkey' ORDER BY indexname"
            }
        };
        let mut dropped: Vec<(String, String)> = Vec::new();
        for row in sql::rows(conn, listed, []).await? {
            let (name, text): (String, String) = (row.try_get("", "name")?, row.try_get("", "sql")?);
            if !text.starts_with("CREATE UNIQUE") && !KEPT.contains(&name.as_str()) {
                sql::run(conn, &format!("DROP INDEX {name}"), []).await?;
                dropped.push((name, text));
            }
        }
        let columns = match database {
            // Plenty of memory for the pages being filled.
            Database::Sqlite => {
                sql::rows(conn, "PRAGMA cache_size = -600000", []).await?;
                ""
            }
            Database::Postgres => " COLLATE \"C\"",
        };
        let terms = format!(
            "CREATE TABLE search_terms (tenant_id bigint NOT NULL, term text{columns} NOT NULL, kind text NOT NULL, anchor_id uuid NOT NULL, \
             record_id uuid NOT NULL, store_id uuid, PRIMARY KEY (tenant_id, term, kind, anchor_id))"
        );
        tx.commit().await?;
        Ok(Bulk { database, dropped, terms, parts: Vec::new(), next: PART })
    }

    /// Begins a new part of search terms when the present one is large.
    pub async fn turn(&mut self, db: &Db, laid: u64) -> anyhow::Result<()> {
        if laid < self.next {
            return Ok(());
        }
        self.next += PART;
        self.set_aside(db).await
    }

    /// The first part is the migrated table itself; it lends its definition to the others.
    async fn set_aside(&mut self, db: &Db) -> anyhow::Result<()> {
        let scope = fourfold::demo::load::scope(db, 1);
        let tx = db.write(&scope).await?;
        let part = format!("search_terms_part_{}", self.parts.len());
        if self.parts.is_empty() && self.database == Database::Sqlite {
            let row =
                sql::row(tx.conn(), "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'search_terms'", [])
                    .await?;
            if let Some(row) = row {
                self.terms = row.try_get("", "sql")?;
            }
        }
        sql::run(tx.conn(), &format!("ALTER TABLE search_terms RENAME TO {part}"), []).await?;
        if self.database == Database::Postgres {
            // The name of the key is free again for the next part.
            sql::run(tx.conn(), &format!("ALTER INDEX search_terms_pkey RENAME TO {part}_pkey"), []).await?;
        }
        sql::run(tx.conn(), &self.terms, []).await?;
        tx.commit().await?;
        self.parts.push(part);
        Ok(())
    }

    /// Merges the parts, makes the indexes, and tells the planner of a server what is there.
    pub async fn end(mut self, db: &Db) -> anyhow::Result<()> {
        let scope = fourfold::demo::load::scope(db, 1);
        if !self.parts.is_empty() {
            self.set_aside(db).await?;
            let all = self.parts.iter().map(|p| format!("SELECT * FROM {p}")).collect::<Vec<_>>().join(" UNION ALL ");
            let tx = db.write(&scope).await?;
            sql::run(
                tx.conn(),
                &format!(
                    "INSERT INTO search_terms SELECT * FROM ({all}) AS parts ORDER BY tenant_id, term, kind, anchor_id"
                ),
                [],
            )
            .await?;
            for part in &self.parts {
                sql::run(tx.conn(), &format!("DROP TABLE {part}"), []).await?;
            }
            tx.commit().await?;
        }
        for (name, text) in &self.dropped {
            let tx = db.write(&scope).await?;
            sql::run(tx.conn(), text, []).await.map_err(|e| anyhow::anyhow!("{name}: {e}"))?;
            tx.commit().await?;
        }
        let tx = db.write(&scope).await?;
        sql::run(tx.conn(), "DELETE FROM events", []).await?;
        tx.commit().await?;
        Ok(db.gather_statistics(&scope).await?)
    }
}
