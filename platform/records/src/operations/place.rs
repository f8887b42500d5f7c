//! Values between a database and a photograph, whose values are JSON.

use chrono::NaiveDate;
use kernel::{Id, Value};
use sea_orm::{DatabaseExecutor, DbErr, QueryResult};
use serde_json::Value as Json;

use super::table::{Column, ColumnKind};
use crate::policy::Look;

/// Someone looking, inside a transaction or outside.
pub type AnyLook<'a> = Look<'a, DatabaseExecutor<'a>>;

/// Reads a column at a place of a result.
pub(super) fn read(row: &QueryResult, at: usize, kind: ColumnKind) -> Result<Json, DbErr> {
    Ok(match kind {
        ColumnKind::Text => row.try_get_by_index::<Option<String>>(at)?.into(),
        ColumnKind::Whole => row.try_get_by_index::<Option<i64>>(at)?.into(),
        ColumnKind::Day => row.try_get_by_index::<Option<NaiveDate>>(at)?.map(|d| d.to_string()).into(),
        ColumnKind::Yes => row.try_get_by_index::<Option<bool>>(at)?.into(),
        ColumnKind::Id => row.try_get_by_index::<Option<Id>>(at)?.map(|id| id.to_string()).into(),
        ColumnKind::Bytes => row.try_get_by_index::<Option<Vec<u8>>>(at)?.into(),
    })
}

/// The value to bind; NULL of the column's type, because PostgreSQL tells NULLs apart by type.
pub(super) fn bound(column: Column, json: &Json) -> Value {
    match column.kind {
        ColumnKind::Text => json.as_str().map(str::to_owned).into(),
        // In a key numbers stand as text.
        ColumnKind::Whole => json.as_i64().or_else(|| json.as_str()?.parse().ok()).into(),
        ColumnKind::Day => day(json).into(),
        ColumnKind::Yes => yes(json).into(),
        ColumnKind::Id => id(json).into(),
        ColumnKind::Bytes => serde_json::from_value::<Option<Vec<u8>>>(json.clone()).ok().flatten().into(),
    }
}

/// The day of a photograph's value.
pub fn day(json: &Json) -> Option<NaiveDate> {
    json.as_str().and_then(|text| text.parse().ok())
}

/// The yes or no of a photograph's value.
pub fn yes(json: &Json) -> Option<bool> {
    json.as_bool()
}

/// The id of a photograph's value.
pub fn id(json: &Json) -> Option<Id> {
    json.as_str().and_then(|text| text.parse().ok())
}

/// As the journal writes it: the plain form of the API.
pub(super) fn plain(kind: Option<crate::FieldKind>, json: &Json) -> Option<String> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text.clone()).filter(|t| !t.is_empty()),
        Json::Number(n) => {
            let number = crate::Datum::Integer(n.as_i64()?);
            number.plain(kind.unwrap_or(crate::FieldKind::Integer))
        }
        Json::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}
