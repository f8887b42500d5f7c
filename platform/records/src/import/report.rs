//! The account of every row as a file: what came in, column by column, with what became of it and why.

use std::path::PathBuf;

use kernel::Db;
use sheets::{CsvWriter, OutCell, SheetError, TableWriter, XlsxWriter};
use tokio::sync::mpsc;

use super::{Desk, FileProblem, Import, Message, RowRecord, queries, reader};

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CSV with a byte order mark.
    Csv,
    /// XLSX.
    Xlsx,
}

impl Form {
    /// The form of a file name's extension; CSV for anything that is not `xlsx`.
    pub fn of_name(name: &str) -> Form {
        if name.to_ascii_lowercase().ends_with(".xlsx") { Form::Xlsx } else { Form::Csv }
    }

    /// The extension.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::Xlsx => "xlsx",
        }
    }
}

/// Words for a key with values.
pub type Say<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + Send + Sync + 'a;

/// The sentence of a message.
pub fn sentence(message: &Message, say: &Say<'_>) -> String {
    say(&message.code, &[("detail", message.detail.as_deref().unwrap_or_default())])
}

/// Writes the account of the import's pass to a file and gives the number of rows. Texts that a spreadsheet would take
/// for formulas are neutralised by the writers. Corrections that were typed stand in place of what the file had.
pub async fn write(
    desk: &Desk,
    db: &Db,
    import: &Import,
    form: Form,
    to: PathBuf,
    say: &Say<'_>,
) -> Result<u64, FileProblem> {
    let names = header(import, say);
    let (sender, receiver) = mpsc::channel(4);
    let title = say("import-report-sheet", &[]);
    let writing = tokio::task::spawn_blocking(move || put(receiver, form, to, &title, &names));
    let sent = send(desk, db, import, say, &sender).await;
    drop(sender);
    let written =
        writing.await.unwrap_or_else(|_| Err(SheetError::WriteFailed { cause: "the writer stopped".to_owned() }));
    sent?;
    Ok(written?)
}

fn header(import: &Import, say: &Say<'_>) -> Vec<String> {
    let mut names =
        vec![say("import-report-line", &[]), say("import-report-outcome", &[]), say("import-report-messages", &[])];
    names.extend(import.mapping.names.iter().cloned());
    names
}

async fn send(
    desk: &Desk,
    db: &Db,
    import: &Import,
    say: &Say<'_>,
    to: &mpsc::Sender<Vec<Vec<OutCell<'static>>>>,
) -> Result<(), FileProblem> {
    let failed = |error: sea_orm::DbErr| {
        tracing::error!(%error, import = %import.id, "the account of an import");
        FileProblem { code: "sheet-write-failed".to_owned(), args: Vec::new() }
    };
    let fixes = queries::fixes(db.read(), import).await.map_err(failed)?;
    let pass = import.pass_of(import.step);
    let mut coming = reader::rows(import.file(&desk.folder), import.file_name.clone(), import.mapping.clone());
    while let Some(read) = coming.recv().await {
        let rows = read?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
        let (from, until) = (first.line as i64 - 1, last.line as i64);
        let accounts = queries::rows(db.read(), import, pass, from, rows.len() as i64).await.map_err(failed)?;
        let mut accounts = accounts.into_iter().filter(|a| a.line as i64 <= until).peekable();
        let mut lines = Vec::with_capacity(rows.len());
        for mut row in rows {
            for (column, text) in fixes.get(&row.line).into_iter().flatten() {
                reader::set(&mut row, *column, text);
            }
            let account = accounts.next_if(|a| a.line == row.line);
            let texts = (0..import.mapping.names.len()).map(|at| OutCell::Identifier(row.text(at).into()));
            let mut cells = vec![
                OutCell::Integer(row.line as i64),
                OutCell::Text(fate(account.as_ref(), say).into()),
                OutCell::Text(words(account.as_ref(), say).into()),
            ];
            cells.extend(texts);
            lines.push(cells);
        }
        if to.send(lines).await.is_err() {
            // The writer stopped and says why.
            return Ok(());
        }
    }
    Ok(())
}

/// The fate in words. A pass that was given up has no account of the rest.
fn fate(account: Option<&RowRecord>, say: &Say<'_>) -> String {
    match account {
        Some(account) => say(&format!("import-fate-{}", account.fate.name()), &[]),
        None => say("import-fate-open", &[]),
    }
}

fn words(account: Option<&RowRecord>, say: &Say<'_>) -> String {
    let sentences: Vec<String> = account.into_iter().flat_map(|a| &a.messages).map(|m| sentence(m, say)).collect();
    sentences.join(" ")
}

fn put(
    mut from: mpsc::Receiver<Vec<Vec<OutCell<'static>>>>,
    form: Form,
    to: PathBuf,
    title: &str,
    names: &[String],
) -> Result<u64, SheetError> {
    let mut writer: Box<dyn TableWriter> = match form {
        Form::Csv => Box::new(CsvWriter::create(&to)?),
        Form::Xlsx => Box::new(XlsxWriter::create(&to, title)?),
    };
    writer.header(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    while let Some(rows) = from.blocking_recv() {
        for row in rows {
            writer.row(&row)?;
        }
    }
    writer.finish()
}
