//! Values of records as typed rows.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kernel::crypto::Keys;
use kernel::journal::Change;
use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, Value};

use super::rest::{self, Rest};
use crate::commands::FieldError;
use crate::mask::mask;
use crate::{Datum, Field, FieldKind, Kind, Refusal, Source, Uses};

/// Values by the fields' names. A field that was not spoken of stands nowhere here; one that was cleared is empty.
pub type Values = BTreeMap<&'static str, Datum>;

/// The custom fields of a descriptor with their numbers.
fn fields(kind: &'static Kind) -> impl Iterator<Item = (&'static Field, i64)> {
    kind.fields.iter().filter_map(|field| match field.source {
        Source::Custom(custom) => Some((field, custom.number)),
        _ => None,
    })
}

/// Errors for required custom fields that are cleared, or left out of a new record.
pub fn missing(kind: &'static Kind, values: &Values, is_new: bool) -> Vec<FieldError> {
    kind.custom_fields()
        .filter(|f| f.uses.has(Uses::REQUIRED) && values.get(f.name).map_or(is_new, Datum::is_empty))
        .map(|f| FieldError { field: f.name.to_owned(), code: "field-required".into() })
        .collect()
}

/// The values of records by record, of all custom fields of a descriptor, sealed ones opened: one statement. Fields
/// without a value stand nowhere.
pub async fn of_records(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    tenant: Tenant,
    kind: &'static Kind,
    records: &[Id],
) -> Result<HashMap<Id, Values>, DbError> {
    let by_number: HashMap<i64, &'static Field> = fields(kind).map(|(field, number)| (number, field)).collect();
    let mut found: HashMap<Id, Values> = HashMap::new();
    if records.is_empty() || by_number.is_empty() {
        return Ok(found);
    }
    let mut q = Query::new();
    q.push("SELECT record_id, field, text_value, number_value, date_value, bool_value, id_value, sealed_value FROM custom_values WHERE tenant_id = ");
    q.bind(tenant).push(" AND record_id IN (").bind_all(records.iter().copied()).push(")");
    q.push(" ORDER BY record_id, field, place");
    for row in q.rows(conn).await? {
        let Some(field) = by_number.get(&row.try_get_by_index::<i64>(1)?) else { continue };
        let record: Id = row.try_get_by_index(0)?;
        let plain = match field.kind {
            FieldKind::Integer | FieldKind::Money => row.try_get_by_index::<Option<i64>>(3)?.map(Datum::Integer),
            FieldKind::Date => row.try_get_by_index::<Option<NaiveDate>>(4)?.map(Datum::Date),
            FieldKind::Bool => row.try_get_by_index::<Option<bool>>(5)?.map(Datum::Bool),
            FieldKind::Reference { .. } => {
                row.try_get_by_index::<Option<Id>>(6)?.map(|id| Datum::Reference(id, String::new()))
            }
            _ => row.try_get_by_index::<Option<String>>(2)?.map(Datum::Text),
        };
        let datum = match (plain, field.source) {
            (None, Source::Custom(custom)) => rest::opened(keys, record, &custom, field.kind, row.try_get_by_index(7)?),
            (plain, _) => plain.unwrap_or(Datum::Empty),
        };
        if datum == Datum::Empty {
            continue;
        }
        let values = found.entry(record).or_default();
        match (values.get_mut(field.name), datum) {
            (Some(Datum::Text(codes)), Datum::Text(code)) => {
                codes.push(',');
                codes.push_str(&code);
            }
            (_, datum) => drop(values.insert(field.name, datum)),
        }
    }
    Ok(found)
}

/// The plain form of a value; nothing where it is empty.
pub fn plain(kind: &'static Kind, name: &str, datum: Option<&Datum>) -> Option<String> {
    let field = kind.field(name)?;
    datum?.plain(field.kind).filter(|text| !text.is_empty())
}

/// The journal's line of a value that becomes another; none where it stays. Of a sensitive field it tells that it
/// changed, and no more of the values than a mask.
pub fn told(kind: &'static Kind, name: &str, before: Option<&Datum>, after: Option<&Datum>) -> Option<Change> {
    let (old, new) = (plain(kind, name, before), plain(kind, name, after));
    let field = kind.field(name)?;
    if !matches!(field.source, Source::Custom(custom) if custom.rest == Rest::Sealed) {
        return Change::of(name, old, new);
    }
    let masked = |datum: Option<&Datum>| datum.map(|d| mask(field.kind, d)).filter(|text| !text.is_empty());
    (old != new).then(|| Change { field: name.to_owned(), before: masked(before), after: masked(after) })
}

/// The journal's lines of what `values` really change of what stood there before. References must be there, or the
/// refusal names the field (`field-unknown-record`).
pub async fn changes(
    tx: &Tx<'_>,
    kind: &'static Kind,
    before: &Values,
    values: &Values,
) -> Result<Vec<Change>, Refusal> {
    let mut changes = Vec::new();
    for field in kind.custom_fields() {
        let Some(datum) = values.get(field.name) else { continue };
        if let Some(change) = told(kind, field.name, before.get(field.name), Some(datum)) {
            refers(tx, field, datum).await?;
            changes.push(change);
        }
    }
    Ok(changes)
}

/// Puts `values` in place of what a record has in their fields.
pub async fn write(tx: &Tx<'_>, kind: &'static Kind, record: Id, values: &Values) -> Result<(), DbError> {
    let spoken: Vec<i64> =
        fields(kind).filter(|(f, _)| values.contains_key(f.name)).map(|(_, number)| number).collect();
    if spoken.is_empty() {
        return Ok(());
    }
    let mut q = Query::new();
    q.push("DELETE FROM custom_values WHERE tenant_id = ").bind(tx.tenant()).push(" AND record_id = ").bind(record);
    q.push(" AND field IN (").bind_all(spoken).push(")");
    sql::run(tx.conn(), &q.text, q.values).await?;
    write_new(tx, kind, &[(record, values)]).await
}

/// Refuses a reference to what is not there.
async fn refers(tx: &Tx<'_>, field: &Field, datum: &Datum) -> Result<(), Refusal> {
    let (FieldKind::Reference { kind, table, .. }, Datum::Reference(id, _)) = (field.kind, datum) else {
        return Ok(());
    };
    let only = if kind == "store" { " AND kind = 'store'" } else { "" };
    let text = format!("SELECT 1 FROM {table} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL{only}");
    match sql::row(tx.conn(), &text, [tx.tenant().into(), (*id).into()]).await? {
        Some(_) => Ok(()),
        None => Err(Refusal::field(field.name, "field-unknown-record")),
    }
}

/// Writes the values of records that have just been made, all in one statement. Their lines in the journal are those of
/// the records: see [`plain`].
pub async fn write_new(tx: &Tx<'_>, kind: &'static Kind, records: &[(Id, &Values)]) -> Result<(), DbError> {
    let mut rows = Vec::new();
    for (record, values) in records.iter().filter(|(_, values)| !values.is_empty()) {
        for (field, number) in fields(kind) {
            if let Some(datum) = values.get(field.name) {
                rows.extend(rows_of(tx, *record, number, datum, field));
            }
        }
    }
    insert(tx, rows).await
}

const COLUMNS: [&str; 11] = [
    "tenant_id",
    "record_id",
    "field",
    "place",
    "text_value",
    "number_value",
    "date_value",
    "bool_value",
    "id_value",
    "sealed_value",
    "sealed_hash",
];

fn rows_of(tx: &Tx<'_>, record: Id, number: i64, datum: &Datum, field: &Field) -> Vec<Vec<Value>> {
    let sealing = matches!(field.source, Source::Custom(custom) if custom.rest == Rest::Sealed);
    let row = |place: i64, datum: &Datum| {
        let sealed = datum.plain(field.kind).filter(|_| sealing);
        let sealed = sealed.map(|plain| rest::seal(tx.keys(), record, number, &plain));
        let datum = if sealed.is_some() { &Datum::Empty } else { datum };
        let mut row: Vec<Value> = vec![
            tx.tenant().into(),
            record.into(),
            number.into(),
            place.into(),
            None::<String>.into(),
            None::<i64>.into(),
            None::<NaiveDate>.into(),
            None::<bool>.into(),
            None::<Id>.into(),
        ];
        match datum {
            Datum::Empty => {}
            Datum::Text(value) => row[4] = value.clone().into(),
            Datum::Integer(value) => row[5] = (*value).into(),
            Datum::Date(value) => row[6] = (*value).into(),
            Datum::Bool(value) => row[7] = (*value).into(),
            Datum::Reference(value, _) => row[8] = (*value).into(),
        }
        row.extend(rest::columns(sealed));
        row
    };
    match (datum, field.kind) {
        (datum, _) if datum.is_empty() => Vec::new(),
        (Datum::Text(codes), FieldKind::Choices(_)) => {
            codes.split(',').enumerate().map(|(n, code)| row(n as i64, &Datum::Text(code.to_owned()))).collect()
        }
        (datum, _) => vec![row(0, datum)],
    }
}

async fn insert(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "custom_values", &COLUMNS, rows).await
}
