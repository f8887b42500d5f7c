//! Corrections typed over bad cells, and what they change for their row.

use kernel::{Db, Scope};
use sea_orm::{DatabaseExecutor, DbErr};
use sheets::{Cell, RawRow};

use super::{Counts, Desk, Entry, Fate, Import, Message, RowRecord, Severity, State, batch, pipeline, queries, reader};
use crate::Refusal;
use crate::input::Context;

/// Longest correction, in characters.
const LONGEST: usize = 2_000;

/// Types a text over a cell of a checked import and judges the row anew. The file itself stays as it came. Whether the
/// row repeats an earlier one is decided when the import runs. `None` when the row is not among those with problems.
pub async fn fix(
    desk: &Desk,
    db: &Db,
    scope: &Scope,
    import: &Import,
    line: u64,
    column: usize,
    text: &str,
) -> Result<Option<RowRecord>, Refusal> {
    if import.state != State::Ready {
        return Err(Refusal::Rule("import-not-now"));
    }
    if column >= import.mapping.columns.len() || text.chars().count() > LONGEST {
        return Err(Refusal::field("value", "field-too-long"));
    }
    let Some(before) = queries::row(db.read(), import, import.pass, line).await?.filter(|row| !row.cells.is_empty())
    else {
        return Ok(None);
    };
    let importer = desk.importers.find(&import.importer).ok_or(Refusal::NotFound)?;
    let conn = DatabaseExecutor::from(db.read());
    let look = pipeline::look(db, scope, &conn);
    let options = pipeline::options(&look, &**importer, import).await?.map_err(|_| Refusal::Forbidden)?;
    let mut row =
        RawRow { line, cells: before.cells.iter().map(|text| Cell::Text(text.clone())).collect(), damaged: false };
    reader::set(&mut row, column, text.trim());
    let columns = import.mapping.resolve(&importer.targets(&look).await?);
    let draft = reader::draft(row, &columns, Context { today: options.today, zone: options.place.zone });
    let outcome = match draft.keys(&import.keys).is_empty() {
        true => batch::no_key(&draft),
        false => {
            let mut intake = importer.open(&look, &options).await?;
            let judged = intake.judge(&look, &[Entry { draft: &draft, earlier: None }]).await?;
            judged.into_iter().next().ok_or_else(|| DbErr::Custom("the importer did not answer".into()))?
        }
    };
    let mut after = batch::account(&draft, outcome);
    if after.messages.is_empty() {
        after.messages.push(Message::row(Severity::Info, "import-mended"));
    }
    after.cells = draft.cells();
    keep(db, scope, import, &before, &after, column, text.trim()).await?;
    Ok(Some(after))
}

async fn keep(
    db: &Db,
    scope: &Scope,
    import: &Import,
    before: &RowRecord,
    after: &RowRecord,
    column: usize,
    text: &str,
) -> Result<(), Refusal> {
    let tx = db.write(scope).await?;
    // Counts as they stand now: someone may mend another row at the same time.
    let Some(mut now) = queries::load(tx.conn(), import.tenant, import.id)
        .await?
        .filter(|i| i.state == State::Ready && i.pass == import.pass)
    else {
        return Err(Refusal::Rule("import-not-now"));
    };
    let stands = queries::row(tx.conn(), import, import.pass, before.line).await?.map_or(before.fate, |row| row.fate);
    turn(&mut now.checked, stands, after.fate);
    for code in queries::codes(&before.messages) {
        if let Some(count) = now.problems.get_mut(code) {
            *count = (*count - 1).max(0);
        }
    }
    for code in queries::codes(&after.messages) {
        *now.problems.entry(code.to_owned()).or_default() += 1;
    }
    now.problems.retain(|_, count| *count > 0);
    queries::fix(&tx, import.id, before.line, column, text).await?;
    queries::write_rows(&tx, import.id, import.pass, std::slice::from_ref(after)).await?;
    queries::recount(&tx, import.id, &now.checked, &now.problems).await?;
    tx.commit().await?;
    Ok(())
}

fn turn(counts: &mut Counts, from: Fate, to: Fate) {
    if from != to {
        counts.turn(from, to);
    }
}

/// The text that stands in a column of a row.
pub fn cell(row: &RowRecord, column: usize) -> &str {
    row.cells.get(column).map_or("", String::as_str)
}

/// A draft's messages for a column.
pub fn messages_of(row: &RowRecord, column: usize) -> impl Iterator<Item = &Message> {
    row.messages.iter().filter(move |m| m.column == Some(column))
}
