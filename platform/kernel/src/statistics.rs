//! What SQLite's planner believes about the data: set by us from the schema, the same in every house.
//!
//! Without statistics SQLite takes it that the first column of an index leaves ten rows. Ours is the tenant in every
//! index and leaves them all, so it would walk whole tables in the order of their key rather than look twenty numbers
//! up. Real statistics would have to be gathered at the right moments, and plans would change with them. So each index
//! is described as it is in a large house, whose needs are the ones that count. PostgreSQL gathers its own.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

use crate::sql;

/// Rows that every table is taken to have.
const ROWS: i64 = 1_000_000;

/// Rows that an index over what most rows lack is taken to have: days that somebody planned.
const FEW: (&str, i64) = ("next_contact_on", 50_000);

/// Into how many parts a column divides what the columns before it leave.
fn parts(column: &str) -> i64 {
    match column {
        "tenant_id" => 1,
        "kind" | "status" | "state" | "role" | "class" | "name" | "record_kind" | "purpose" => 4,
        "store_id" | "came_store_id" => 100,
        // So many days as people plan ahead and are behind.
        column if column == FEW.0 => 500,
        "owner_id" | "user_id" | "grantee_id" | "importer" => 1_000,
        // Ids, numbers, names of records, moments.
        _ => 300_000,
    }
}

/// The line of `sqlite_stat1` for an index: the rows of the table, then how many rows one value of its first column
/// leaves, of its first two, and so on.
fn line(columns: &[String], unique: bool) -> String {
    let mut left = if columns.iter().any(|column| column == FEW.0) { FEW.1 } else { ROWS };
    let mut numbers = vec![left.to_string()];
    for (at, column) in columns.iter().enumerate() {
        left = (left / parts(column)).max(1);
        // Each further column tells rows apart a little.
        let whole = unique && at + 1 == columns.len();
        numbers.push(if whole { 1 } else { left.max(2) }.to_string());
    }
    numbers.join(" ")
}

/// Describes all indexes, unless they are described so already.
pub(crate) async fn describe(conn: &DatabaseConnection) -> Result<(), DbErr> {
    let wanted = wanted(conn).await?;
    if described(conn).await? == wanted {
        return Ok(());
    }
    let tx = crate::db::begin_immediate(conn).await?;
    // The only way to have the tables of statistics made.
    sql::run(&tx, "ANALYZE schema_migrations", []).await?;
    for table in tables(&tx, "sqlite_stat_").await? {
        sql::run(&tx, &format!("DELETE FROM {table}"), []).await?;
    }
    for ((table, index), line) in wanted {
        let row = [table.into(), index.into(), line.into()];
        sql::run(&tx, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)", row).await?;
    }
    // A change of the schema makes every connection read the statistics.
    sql::run(&tx, "CREATE TABLE statistics_are_new (x integer)", []).await?;
    sql::run(&tx, "DROP TABLE statistics_are_new", []).await?;
    tx.commit().await?;
    sql::run(conn, "ANALYZE sqlite_schema", []).await.map(drop)
}

/// Lines by table and index.
type Lines = BTreeMap<(String, String), String>;

async fn wanted(conn: &impl ConnectionTrait) -> Result<Lines, DbErr> {
    let text = "SELECT t.name AS tbl, i.name AS idx, i.\"unique\" AS only, c.name AS col FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, i.name, c.seqno";
    let mut indexes: BTreeMap<(String, String), (bool, Vec<String>)> = BTreeMap::new();
    for row in sql::rows(conn, text, []).await? {
        let key = (row.try_get("", "tbl")?, row.try_get("", "idx")?);
        let entry = indexes.entry(key).or_insert((row.try_get::<i64>("", "only")? != 0, Vec::new()));
        entry.1.push(row.try_get::<Option<String>>("", "col")?.unwrap_or_default());
    }
    Ok(indexes.into_iter().map(|(key, (unique, columns))| (key, line(&columns, unique))).collect())
}

async fn described(conn: &impl ConnectionTrait) -> Result<Lines, DbErr> {
    if !tables(conn, "sqlite_stat1").await?.contains("sqlite_stat1") {
        return Ok(Lines::new());
    }
    let mut lines = Lines::new();
    for row in sql::rows(conn, "SELECT tbl, coalesce(idx, '') AS idx, stat FROM sqlite_stat1", []).await? {
        lines.insert((row.try_get("", "tbl")?, row.try_get("", "idx")?), row.try_get("", "stat")?);
    }
    Ok(lines)
}

async fn tables(conn: &impl ConnectionTrait, like: &str) -> Result<BTreeSet<String>, DbErr> {
    let text = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE $1";
    sql::rows(conn, text, [like.into()]).await?.iter().map(|row| row.try_get("", "name")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tenant divides nothing, a store a little, a key everything.
    #[test]
    fn lines_tell_what_each_column_leaves() {
        let of = |names: &[&str], unique| line(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>(), unique);
        assert_eq!(of(&["tenant_id", "id"], true), "1000000 1000000 1");
        assert_eq!(of(&["tenant_id", "customer_id"], false), "1000000 1000000 3");
        assert_eq!(of(&["tenant_id", "store_id", "sort_key", "id"], false), "1000000 1000000 10000 2 2");
        assert_eq!(of(&["tenant_id", "next_contact_on", "customer_id"], false), "50000 50000 100 2");
    }
}
