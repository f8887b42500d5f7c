//! A list as a file: `GET /{collection}/export?format=xlsx|csv` for all of it, `POST` with `id` for selected rows.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom};

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::journal::Change;
use kernel::{Action, Id, numbering};
use records::export::{self, ExportError, Wording};
use records::preferences::{self, Preferences};
use records::{Kind, ListQuery};
use sheets::{CsvWriter, OutCell, SheetError, TableWriter, Watermark, XlsxWriter};
use tokio::io::AsyncReadExt;

use super::address::Address;
use super::call::Call;
use super::pairs::Pairs;
use super::{labels, query};
use crate::Result;
use crate::limits::{self, Guard};
use crate::page::encode;
use crate::problem::Problem;
use crate::viewing::{self, Viewed};

/// What a workbook is.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The most rows that can be selected by hand.
const MOST_SELECTED: usize = 2_000;

/// The list of an address as a file without a name, for callers that are no request (the command line). Nothing limits
/// how often; the rest is as for the page: the person's policy holds, and the journal says what they took out.
pub async fn whole(call: &Call, kind: &'static Kind, format: &str) -> Result<(File, u64)> {
    if !call.visitor.scope.can(kind.name, Action::Export) {
        return Err(Problem::forbidden());
    }
    let (query, filter) = asked(call, kind, &Pairs::default()).await?;
    let number = number(call).await?;
    let (file, rows) = write(call, kind, &query, format, &number, &filter).await?;
    note(call, kind.name, format, &number, filter, rows, &file).await?;
    Ok((file, rows))
}

/// Writes the file and sends it. What was taken out stands in the journal before the first byte leaves.
pub async fn file(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let format = form.get("format").or(call.pairs.get("format")).unwrap_or("xlsx").to_owned();
    if !matches!(format.as_str(), "xlsx" | "csv") {
        return Err(Problem::bad_request("export-unknown-format"));
    }
    let (query, filter) = asked(&call, kind, &form).await?;
    query::guard(&call, &query).await?;
    limits::take(&call.app, &call.visitor.scope, Guard::Export).await?;
    let number = number(&call).await?;
    let (file, rows) = write(&call, kind, &query, &format, &number, &filter).await?;
    note(&call, kind.name, &format, &number, filter, rows, &file).await?;
    let page = call.page();
    let name = format!("{}-{}-{number}.{format}", page.t(&format!("kind-{}-plural", kind.name)), call.today().date);
    let mime = if format == "csv" { "text/csv; charset=utf-8" } else { XLSX };
    sent(file, mime, &format!("{}-{number}.{format}", kind.collection), &name)
}

/// A file on its way: a plain name for old browsers, and the name as people read it.
fn sent(file: File, mime: &str, plain: &str, name: &str) -> Result<Response> {
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encode(name));
    let length = file.metadata().map_err(Problem::internal)?.len();
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_LENGTH, length.to_string()),
    ];
    Ok((headers, stream(file)).into_response())
}

/// A table that is no list of records: a report.
pub struct Sheet<'a> {
    /// The noun under which the journal keeps that it was taken out.
    pub kind: &'static str,
    /// Its plain name, in that of the file.
    pub name: &'static str,
    /// Its name as people read it.
    pub title: String,
    /// What was asked, for the journal and the mark.
    pub filter: String,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<OutCell<'a>>>,
}

/// A report as a workbook: limited, numbered, marked and noted in the journal as lists are. Permission is the caller's
/// matter.
pub async fn sheet(call: &Call, sheet: Sheet<'_>) -> Result<Response> {
    limits::take(&call.app, &call.visitor.scope, Guard::Export).await?;
    let number = number(call).await?;
    let mut file = tempfile::tempfile().map_err(Problem::internal)?;
    let out = BufWriter::new(file.try_clone().map_err(Problem::internal)?);
    let mark = watermark(call, &sheet.title, &number, &sheet.filter);
    let mut book = XlsxWriter::new(out, &sheet.title).and_then(|book| book.watermark(&mark)).map_err(failed)?;
    let header: Vec<&str> = sheet.header.iter().map(String::as_str).collect();
    book.header(&header).map_err(failed)?;
    for row in &sheet.rows {
        book.row(row).map_err(failed)?;
    }
    let book: Box<dyn TableWriter + Send> = Box::new(book);
    let rows = tokio::task::spawn_blocking(move || book.finish()).await.map_err(Problem::internal)?.map_err(failed)?;
    file.seek(SeekFrom::Start(0)).map_err(Problem::internal)?;
    note(call, sheet.kind, "xlsx", &number, sheet.filter, rows, &file).await?;
    let name = format!("{}-{}-{number}.xlsx", sheet.title, call.today().date);
    sent(file, XLSX, &format!("{}-{number}.xlsx", sheet.name), &name)
}

/// The query of the address, or of the selection in a form.
async fn asked(call: &Call, kind: &'static Kind, form: &Pairs) -> Result<(ListQuery, String)> {
    let selected: Vec<Id> = form.all("id").filter_map(|id| id.parse().ok()).collect();
    if selected.len() > MOST_SELECTED {
        return Err(Problem::bad_request("export-too-many-selected"));
    }
    // By GET there is no form, and the whole list is meant; a form must say what it wants.
    let whole = form.0.is_empty() || form.get("all") == Some("true");
    if !whole && selected.is_empty() {
        return Err(Problem::bad_request("export-nothing-selected"));
    }
    let pairs = form.get("query").map_or_else(|| call.pairs.clone(), Pairs::read);
    let address = Address::read(&pairs)?.from_start();
    let look = call.look();
    let liked = Preferences { sort: None, ..preferences::of(&look, kind).await? };
    let mut query = query::build(&call.visitor, kind, &address, &liked, call.today())?;
    query.action = Action::Export;
    query.fields = export::columns(&call.visitor.scope, kind, query.fields.clone());
    if whole {
        query::narrow(&look, &mut query, &address.q).await?;
        return Ok((query, address.saved().query()));
    }
    query.filters.clear();
    let filter = format!("id={}", selected.iter().map(Id::to_string).collect::<Vec<_>>().join(","));
    query.ids = Some(selected);
    Ok((query, filter))
}

/// The number under which the file is known: on the file, and in the journal. It is taken before the file is written, so
/// that one that broke off leaves a gap.
async fn number(call: &Call) -> Result<String> {
    let tx = call.app.db.write(&call.visitor.scope).await?;
    let number = numbering::take(&tx, "export", 1).await?;
    tx.commit().await?;
    Ok(format!("E{number:06}"))
}

/// Whose copy it is. A workbook says so itself; CSV has no place for it that would not be taken for a record when it is
/// read back, so its number stands in the name of the file, and the journal keeps a digest by which it is known again.
fn watermark(call: &Call, what: &str, number: &str, filter: &str) -> Watermark {
    let page = call.page();
    let at = call.app.db.clock.now().utc().with_timezone(&call.today().zone).format("%Y-%m-%d %H:%M:%S %Z").to_string();
    let line = |key: &str, text: &str| (page.t(key).into_owned(), text.to_owned());
    Watermark {
        title: page.t("export-mark").into_owned(),
        author: call.visitor.name.clone(),
        number: number.to_owned(),
        lines: vec![
            line("export-mark-number", number),
            line("export-mark-what", what),
            line("export-mark-who", &call.visitor.name),
            line("export-mark-when", &at),
            line("export-mark-filter", filter),
            line("export-mark-note", &page.t("export-mark-warning")),
        ],
    }
}

async fn write(
    call: &Call,
    kind: &Kind,
    query: &ListQuery,
    format: &str,
    number: &str,
    filter: &str,
) -> Result<(File, u64)> {
    let page = call.page();
    let mut file = tempfile::tempfile().map_err(Problem::internal)?;
    let out = BufWriter::new(file.try_clone().map_err(Problem::internal)?);
    let mut writer: Box<dyn TableWriter + Send> = match format {
        "csv" => Box::new(CsvWriter::new(out).map_err(failed)?),
        _ => {
            let sheet = page.t(&format!("kind-{}-plural", kind.name));
            let mark = watermark(call, &sheet, number, filter);
            Box::new(XlsxWriter::new(out, &sheet).and_then(|book| book.watermark(&mark)).map_err(failed)?)
        }
    };
    let header: Vec<String> = query.fields.iter().map(|f| page.t(&kind.label(f.name)).into_owned()).collect();
    let choice = |dictionary: &str, code: &str| labels::choice(&call.app, &call.visitor.scope, dictionary, code);
    let wording = Wording {
        choice: &choice,
        yes_no: (page.t("list-yes").into_owned(), page.t("list-no").into_owned()),
        zone: call.today().zone,
    };
    let rows = export::write(&call.look(), call.registry(), query, &header, &wording, writer.as_mut())
        .await
        .map_err(refused)?;
    // Packing a workbook takes as long as all its rows; others must not wait for it.
    tokio::task::spawn_blocking(move || writer.finish()).await.map_err(Problem::internal)?.map_err(failed)?;
    file.seek(SeekFrom::Start(0)).map_err(Problem::internal)?;
    Ok((file, rows))
}

fn refused(error: ExportError) -> Problem {
    match error {
        ExportError::List(error) => error.into(),
        ExportError::TooManyRows => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "export-too-many-rows"),
        ExportError::Sheet(error) => failed(error),
    }
}

fn failed(error: SheetError) -> Problem {
    Problem::internal(error)
}

/// Who took out what (SYS-09).
async fn note(
    call: &Call,
    kind: &'static str,
    format: &str,
    number: &str,
    filter: String,
    rows: u64,
    file: &File,
) -> Result<()> {
    let mut copy = file.try_clone().map_err(Problem::internal)?;
    let digest = tokio::task::spawn_blocking(move || {
        let digest = kernel::crypto::digest_of(&mut copy)?;
        // Both handles stand at one place in the file.
        copy.seek(SeekFrom::Start(0))?;
        Ok::<_, std::io::Error>(digest)
    });
    let digest = digest.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let changes = [
        ("filter", filter),
        ("format", format.to_owned()),
        ("rows", rows.to_string()),
        ("export_number", number.to_owned()),
        ("export_digest", digest),
    ];
    let changes = changes
        .into_iter()
        .map(|(field, value)| Change { field: field.into(), before: None, after: Some(value) })
        .collect();
    tx.record(kind, Id::nil(), "export", changes);
    viewing::count(&tx, Viewed::Exported, rows.try_into().unwrap_or(i64::MAX)).await?;
    tx.commit().await?;
    Ok(())
}

fn stream(file: File) -> Body {
    let file = tokio::fs::File::from_std(file);
    Body::from_stream(futures::stream::try_unfold(file, async |mut file| {
        let mut part = vec![0; 64 * 1024];
        let read = file.read(&mut part).await?;
        part.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(part), file)))
    }))
}
