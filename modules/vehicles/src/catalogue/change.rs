//! Writing the catalogue. Whoever may is shown by the function `catalogue.manage`.

use identifiers::pinyin::sort_key;
use kernel::journal::Change;
use kernel::{Fen, Id, Tx, Value};
use records::commands::FieldError;
use records::{Input, Refusal};

use super::model::{Column, Noun};
use super::queries;

/// The function that opens the catalogue for writing.
pub const MANAGE: &str = "catalogue.manage";

/// Adds an entry under its parent (none for a brand). Refuses fields that cannot be read.
pub async fn add(tx: &mut Tx<'_>, noun: Noun, parent: Option<Id>, input: &Input) -> Result<Id, Refusal> {
    allowed(tx)?;
    let id = tx.new_id();
    let mut columns = read(noun, input)?;
    if let (Some(column), Some(above)) = (noun.parent_column(), noun.parent()) {
        let parent = parent.ok_or(Refusal::NotFound)?;
        queries::entry(tx.conn(), tx.tenant(), above, parent).await?.ok_or(Refusal::NotFound)?;
        columns.push((column, parent.into()));
    }
    let position = queries::next_position(tx, noun, parent).await?;
    let now: Value = tx.now().into();
    columns.extend([
        ("tenant_id", tx.tenant().into()),
        ("id", id.into()),
        ("position", position.into()),
        ("version", 1_i64.into()),
        ("created_at", now.clone()),
        ("updated_at", now),
    ]);
    queries::insert(tx, noun, columns).await?;
    tx.record(
        "catalogue",
        id,
        "create",
        Change::of("name", None, input.filled("name").map(str::to_owned)).into_iter().collect(),
    );
    Ok(id)
}

/// Changes an entry that stands at `version`.
pub async fn change(tx: &mut Tx<'_>, noun: Noun, id: Id, version: i64, input: &Input) -> Result<(), Refusal> {
    allowed(tx)?;
    let row = queries::entry(tx.conn(), tx.tenant(), noun, id).await?.ok_or(Refusal::NotFound)?;
    let (before, stands): (String, i64) = (row.try_get("", "name")?, row.try_get("", "version")?);
    if !queries::change(tx, noun, id, version, read(noun, input)?).await? {
        return Err(Refusal::Conflict(stands));
    }
    tx.record(
        "catalogue",
        id,
        "update",
        Change::of("name", Some(before), input.filled("name").map(str::to_owned)).into_iter().collect(),
    );
    Ok(())
}

/// Takes an entry out of the catalogue. Refuses `catalogue-in-use` where something hangs on it.
pub async fn remove(tx: &mut Tx<'_>, noun: Noun, id: Id, version: i64) -> Result<(), Refusal> {
    allowed(tx)?;
    let row = queries::entry(tx.conn(), tx.tenant(), noun, id).await?.ok_or(Refusal::NotFound)?;
    if queries::in_use(tx.conn(), tx.tenant(), noun, id).await? {
        return Err(Refusal::Rule("catalogue-in-use"));
    }
    let (name, stands): (String, i64) = (row.try_get("", "name")?, row.try_get("", "version")?);
    if !queries::change(tx, noun, id, version, vec![("deleted_at", tx.now().into())]).await? {
        return Err(Refusal::Conflict(stands));
    }
    tx.record("catalogue", id, "delete", Change::of("name", Some(name), None).into_iter().collect());
    Ok(())
}

fn allowed(tx: &Tx<'_>) -> Result<(), Refusal> {
    if tx.scope().may(MANAGE) { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// All columns of a noun from an input; one that is left out is empty.
fn read(noun: Noun, input: &Input) -> Result<Vec<(&'static str, Value)>, Refusal> {
    let mut errors = Vec::new();
    let name = input.filled("name").unwrap_or_default();
    if name.is_empty() {
        errors.push(FieldError { field: "name".into(), code: "field-required".into() });
    }
    let mut columns: Vec<(&'static str, Value)> = vec![("name", name.into())];
    if noun.sorted() {
        columns.push(("sort_key", sort_key(name).into()));
    }
    for (column, kind) in noun.columns() {
        match value(*kind, column, input) {
            Ok(value) => columns.push((column, value)),
            Err(code) => errors.push(FieldError { field: (*column).into(), code: code.into() }),
        }
    }
    let too_long = input.0.iter().filter(|(_, text)| text.chars().count() > 400);
    errors.extend(too_long.map(|(field, _)| FieldError { field: field.clone(), code: "field-too-long".into() }));
    if errors.is_empty() { Ok(columns) } else { Err(Refusal::Invalid(errors)) }
}

fn value(kind: Column, column: &str, input: &Input) -> Result<Value, &'static str> {
    let text = input.filled(column);
    Ok(match kind {
        Column::Text if column == "wmis" => text
            .map(|t| {
                t.to_uppercase().split([',', '，', '、', ' ']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .into(),
        Column::Text | Column::Choice(_) => text.map(str::to_owned).into(),
        Column::Bool => text.is_some_and(|t| !matches!(t, "false" | "0")).into(),
        Column::Part => if text == Some("interior") { "interior" } else { "exterior" }.into(),
        Column::Money => text.map(|t| Fen::parse(t).map(|f| f.0).ok_or("field-not-money")).transpose()?.into(),
        Column::Number => text.map(|t| t.parse::<i64>().map_err(|_| "field-not-a-number")).transpose()?.into(),
    })
}
