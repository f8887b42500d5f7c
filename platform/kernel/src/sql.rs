//! Static SQL as plain text, the same on both databases (`$1` placeholders work on SQLite too).
//! Dynamic SQL (filters, policy) is built with sea-query instead.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult, Statement, Value};

/// Runs a statement and gives the number of rows it touched.
pub async fn run(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    Ok(conn.execute_raw(statement(conn, sql, values)).await?.rows_affected())
}

/// All rows.
pub async fn rows(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    conn.query_all_raw(statement(conn, sql, values)).await
}

/// The first row, if there is one.
pub async fn row(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<QueryResult>, DbErr> {
    conn.query_one_raw(statement(conn, sql, values)).await
}

/// All rows as typed models.
pub async fn all<T: FromQueryResult>(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    rows(conn, sql, values).await?.iter().map(|row| T::from_query_result(row, "")).collect()
}

/// The first row as a typed model.
pub async fn one<T: FromQueryResult>(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbErr> {
    row(conn, sql, values).await?.map(|row| T::from_query_result(&row, "")).transpose()
}

/// A count or other single number; no row is 0.
pub async fn number(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<i64, DbErr> {
    match row(conn, sql, values).await? {
        Some(row) => Ok(row.try_get_by_index::<Option<i64>>(0)?.unwrap_or(0)),
        None => Ok(0),
    }
}

/// Inserts rows, many to a statement, within both databases' limits on bound values.
pub async fn insert(
    conn: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), DbErr> {
    insert_or(conn, table, columns, rows, "").await
}

/// As [`insert`], with an `ON CONFLICT …` clause.
pub async fn insert_or(
    conn: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
    on_conflict: &str,
) -> Result<(), DbErr> {
    // SQLite binds at most 32,766 values; short statements also keep its statement cache useful.
    let per_statement = (8_000 / columns.len().max(1)).clamp(1, 500);
    let postgres = conn.get_database_backend() == DbBackend::Postgres;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<Vec<Value>> = rows.by_ref().take(per_statement).collect();
        let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
        let mut n = 0;
        for row in 0..part.len() {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..columns.len() {
                n += 1;
                if column > 0 {
                    sql.push_str(", ");
                }
                // SQLite takes `$1` for a name and searches all names for each value; `?` has a place only.
                if postgres {
                    sql.push('$');
                    sql.push_str(&n.to_string());
                } else {
                    sql.push('?');
                }
            }
            sql.push(')');
        }
        if !on_conflict.is_empty() {
            sql.push(' ');
            sql.push_str(on_conflict);
        }
        run(conn, &sql, part.into_iter().flatten()).await?;
    }
    Ok(())
}

/// Changes columns of one row of a tenant's table; false when there is no such row.
pub async fn update(
    conn: &impl ConnectionTrait,
    table: &str,
    tenant: crate::Tenant,
    id: crate::Id,
    changes: Vec<(&str, Value)>,
) -> Result<bool, DbErr> {
    if changes.is_empty() {
        return Ok(true);
    }
    let sets: Vec<String> =
        changes.iter().enumerate().map(|(n, (column, _))| format!("{column} = ${}", n + 3)).collect();
    let sql = format!("UPDATE {table} SET {} WHERE tenant_id = $1 AND id = $2", sets.join(", "));
    let values = [tenant.into(), id.into()].into_iter().chain(changes.into_iter().map(|(_, value)| value));
    Ok(run(conn, &sql, values).await? == 1)
}

/// `$from, $from+1, …` for an `IN` list of `count` values.
pub fn placeholders(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

fn statement(conn: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(conn.get_database_backend(), sql, values)
}

/// A statement being put together from parts. Names come from descriptors in the code, values are always bound.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The text so far.
    pub text: String,
    /// The values bound so far.
    pub values: Vec<Value>,
}

impl Query {
    /// An empty statement.
    pub fn new() -> Query {
        Query::default()
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) -> &mut Query {
        self.text.push_str(text);
        self
    }

    /// Adds ` LIMIT rows`, as a number and not as a placeholder: PostgreSQL makes a good plan for all values only when it
    /// knows how few rows are wanted, and otherwise plans at each execution anew.
    pub fn limit(&mut self, rows: i64) -> &mut Query {
        self.text.push_str(" LIMIT ");
        self.text.push_str(&rows.to_string());
        self
    }

    /// Adds a placeholder and its value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Query {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Adds placeholders for a list, separated by commas.
    pub fn bind_all(&mut self, values: impl IntoIterator<Item = impl Into<Value>>) -> &mut Query {
        for (n, value) in values.into_iter().enumerate() {
            if n > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self
    }

    /// Runs it and gives all rows.
    pub async fn rows(self, conn: &impl ConnectionTrait) -> Result<Vec<QueryResult>, DbErr> {
        rows(conn, &self.text, self.values).await
    }

    /// Runs it and gives its single number.
    pub async fn number(self, conn: &impl ConnectionTrait) -> Result<i64, DbErr> {
        number(conn, &self.text, self.values).await
    }
}
