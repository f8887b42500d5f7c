//! Rows of a file as drafts, read and judged on a thread of their own while the last ones are being written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use sheets::{Cell, Limits, RawRow};
use tokio::sync::mpsc;

use super::{Draft, FileProblem, Mapping, Message, Severity, Target, cell};
use crate::input::Context;

/// Rows of one step: few enough that whoever saves something meanwhile does not notice the transaction (a fraction of a
/// second of SQLite's one writer), enough that pages of indexes and a commit to disk are shared by many.
pub(super) const BATCH: usize = 400;

/// How to read a file.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The file.
    pub path: PathBuf,
    /// Its name as uploaded.
    pub name: String,
    /// What columns mean.
    pub mapping: Mapping,
    /// What they may mean.
    pub targets: Vec<Target>,
    /// Corrections typed over cells, by line and column.
    pub fixes: HashMap<u64, Vec<(usize, String)>>,
    /// Day and zone.
    pub context: Context,
}

/// Batches of drafts, in the order of lines. The thread ends when the receiver is dropped.
pub(super) fn drafts(plan: Plan) -> mpsc::Receiver<Result<Vec<Draft>, FileProblem>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let columns = plan.mapping.resolve(&plan.targets);
        let mut batch = Vec::with_capacity(BATCH);
        let result = each_row(&plan.path, &plan.name, &plan.mapping, |mut row| {
            fix(&mut row, &plan.fixes);
            batch.push(draft(row, &columns, plan.context));
            batch.len() < BATCH
                || sender.blocking_send(Ok(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))).is_ok()
        });
        // A receiver that is gone does not want the rest.
        let _ = match result {
            Ok(()) if batch.is_empty() => Ok(()),
            Ok(()) => sender.blocking_send(Ok(batch)),
            Err(problem) => sender.blocking_send(Err(problem)),
        };
    });
    receiver
}

/// Rows as they stand, for reports.
pub(super) fn rows(path: PathBuf, name: String, mapping: Mapping) -> mpsc::Receiver<Result<Vec<RawRow>, FileProblem>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut batch = Vec::with_capacity(BATCH);
        let result = each_row(&path, &name, &mapping, |row| {
            batch.push(row);
            batch.len() < BATCH
                || sender.blocking_send(Ok(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))).is_ok()
        });
        let _ = match result {
            Ok(()) => sender.blocking_send(Ok(batch)),
            Err(problem) => sender.blocking_send(Err(problem)),
        };
    });
    receiver
}

/// Reads the whole file once and counts its rows: what cannot be read is told before anything is written.
pub(super) async fn count(path: PathBuf, name: String, mapping: Mapping) -> Result<i64, FileProblem> {
    let counted = tokio::task::spawn_blocking(move || {
        let mut rows = 0;
        each_row(&path, &name, &mapping, |_| {
            rows += 1;
            true
        })?;
        Ok(rows)
    });
    counted.await.unwrap_or_else(|_| Err(FileProblem { code: "sheet-unreadable".to_owned(), args: Vec::new() }))
}

fn each_row(
    path: &Path,
    name: &str,
    mapping: &Mapping,
    mut take: impl FnMut(RawRow) -> bool,
) -> Result<(), FileProblem> {
    let mut book = sheets::open(path, name, &Limits::default())?;
    let mut sheet = book.sheet(mapping.sheet)?;
    let mut rows = sheet.rows();
    rows.skip_to(mapping.data_line());
    for row in rows {
        if !take(row?) {
            break;
        }
    }
    Ok(())
}

fn fix(row: &mut RawRow, fixes: &HashMap<u64, Vec<(usize, String)>>) {
    for (column, text) in fixes.get(&row.line).into_iter().flatten() {
        set(row, *column, text);
    }
}

/// Types a text over a cell.
pub(super) fn set(row: &mut RawRow, column: usize, text: &str) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::Empty);
    }
    row.cells[column] = if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
}

/// Reads a row. Without a usable key it says so here; whether it needs a name the noun knows.
pub(super) fn draft(row: RawRow, columns: &[(usize, Target)], context: Context) -> Draft {
    let mut draft = Draft { line: row.line, ..Draft::default() };
    if row.damaged {
        draft.messages.push(Message::row(Severity::Warning, "import-row-damaged"));
    }
    for (at, target) in columns {
        if let Some(cell) = row.cells.get(*at) {
            cell::read(target, *at, cell, context, &mut draft.values, &mut draft.messages);
        }
    }
    draft.raw = row;
    draft
}
