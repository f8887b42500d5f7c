//! All SQL of bringing values to rest.

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, Value};
use sea_orm::FromQueryResult;

use super::model::Definition;
use super::queries::short;
use super::rest::{Rest, SealedValue};
use crate::Datum;

/// A value as it stands.
#[derive(FromQueryResult)]
pub(super) struct Row {
    pub record_id: Id,
    pub field: i64,
    pub place: i64,
    text_value: Option<String>,
    number_value: Option<i64>,
    pub sealed_value: Option<Vec<u8>>,
    pub sealed_hash: Option<String>,
}

impl Row {
    /// The plain form of a value that is not sealed.
    pub fn plain(&self, definition: &Definition) -> Option<String> {
        let number = self.number_value.and_then(|n| Datum::Integer(n).plain(definition.what.kind("")));
        self.text_value.clone().or(number)
    }
}

const SELECT: &str = "SELECT cv.record_id, cv.field, cv.place, cv.text_value, cv.number_value, cv.sealed_value, cv.sealed_hash FROM custom_values cv WHERE cv.tenant_id = ";

/// Some values that do not stand as the class of their field asks.
pub(super) async fn unrested(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    definition: &Definition,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let long = " AND length(cv.text_value) > 400";
    // Each condition is that of an index.
    let conditions: Vec<String> = match (definition.rest(), definition.what.column()) {
        (Rest::Plain, _) => Vec::new(),
        (Rest::Opened, _) => vec![" AND cv.sealed_hash IS NOT NULL".to_owned()],
        (Rest::Sealed, "number_value") => vec![" AND cv.number_value IS NOT NULL".to_owned()],
        (Rest::Sealed, _) => vec![short().to_owned(), long.to_owned()],
    };
    let mut found = Vec::new();
    for condition in conditions {
        let mut q = Query::new();
        q.push(SELECT).bind(tenant).push(" AND cv.field = ").bind(definition.number).push(&condition).limit(limit);
        found.extend(sql::all::<Row>(conn, &q.text, q.values).await?);
        if found.len() as i64 >= limit {
            break;
        }
    }
    Ok(found)
}

/// Sealed values of a field in the order of their hashes, behind one of them.
pub(super) async fn sealed_behind(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    definition: &Definition,
    last: Option<&(String, Id)>,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let mut q = Query::new();
    q.push(SELECT)
        .bind(tenant)
        .push(" AND cv.field = ")
        .bind(definition.number)
        .push(" AND cv.sealed_hash IS NOT NULL");
    if let Some((hash, record)) = last {
        q.push(" AND (cv.sealed_hash, cv.record_id) > (").bind(hash.as_str()).push(", ").bind(*record).push(")");
    }
    q.push(" ORDER BY cv.sealed_hash, cv.record_id").limit(limit);
    sql::all(conn, &q.text, q.values).await
}

/// Puts a sealed value in the place of what stands in a row.
pub(super) async fn seal(tx: &Tx<'_>, row: &Row, value: SealedValue) -> Result<(), DbError> {
    let set = "text_value = NULL, number_value = NULL, sealed_value = $5, sealed_hash = $6";
    change(tx, row, set, vec![value.bytes.into(), value.hash.into()]).await
}

/// Puts a plain value in the place of a sealed one.
pub(super) async fn open(tx: &Tx<'_>, row: &Row, datum: &Datum) -> Result<(), DbError> {
    let (text, number): (Option<String>, Option<i64>) = match datum {
        Datum::Text(text) => (Some(text.clone()), None),
        Datum::Integer(number) => (None, Some(*number)),
        _ => (None, None),
    };
    let set = "text_value = $5, number_value = $6, sealed_value = NULL, sealed_hash = NULL";
    change(tx, row, set, vec![text.into(), number.into()]).await
}

async fn change(tx: &Tx<'_>, row: &Row, set: &str, values: Vec<Value>) -> Result<(), DbError> {
    let text =
        format!("UPDATE custom_values SET {set} WHERE tenant_id = $1 AND record_id = $2 AND field = $3 AND place = $4");
    let key: [Value; 4] = [tx.tenant().into(), row.record_id.into(), row.field.into(), row.place.into()];
    sql::run(tx.conn(), &text, key.into_iter().chain(values)).await.map(drop)
}

/// Removes a value.
pub(super) async fn remove(tx: &Tx<'_>, row: &Row) -> Result<(), DbError> {
    let text = "DELETE FROM custom_values WHERE tenant_id = $1 AND record_id = $2 AND field = $3 AND place = $4";
    let key = [tx.tenant().into(), row.record_id.into(), row.field.into(), row.place.into()];
    sql::run(tx.conn(), text, key).await.map(drop)
}
