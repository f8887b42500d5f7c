//! The account of every record as a file.

use std::io::{BufWriter, Seek, SeekFrom};

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use records::operations::{Line, Operation, report};
use sheets::{CsvWriter, TableWriter, XlsxWriter};
use tokio::io::AsyncReadExt;

use super::show::operation;
use super::wording;
use crate::page::encode;
use crate::records::Call;
use crate::{Problem, Result};

pub(super) async fn download(call: Call) -> Result<Response> {
    let operation = operation(&call).await?;
    let csv = call.pairs.get("form") == Some("csv");
    let file = written(&call, &operation, csv).await?;
    // Who took the account out: it names people (SYS-09).
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    tx.record("operation", operation.id, "export", Vec::new());
    tx.commit().await?;
    let page = call.page();
    let (extension, mime) = match csv {
        true => ("csv", "text/csv; charset=utf-8"),
        false => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    let name = format!("{}-{}.{extension}", wording::kind(&page, &operation), page.t("operation-records"));
    let disposition = format!("attachment; filename=\"operation.{extension}\"; filename*=UTF-8''{}", encode(&name));
    let file = tokio::fs::File::from_std(file);
    let body = Body::from_stream(futures::stream::try_unfold(file, async |mut file| {
        let mut part = vec![0; 64 * 1024];
        let read = file.read(&mut part).await?;
        part.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(part), file)))
    }));
    Ok(([(header::CONTENT_TYPE, mime.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response())
}

async fn written(call: &Call, operation: &Operation, csv: bool) -> Result<std::fs::File> {
    let page = call.page();
    // Anonymous from the first moment: nothing stays when the answer has gone out.
    let mut file = tempfile::tempfile().map_err(Problem::internal)?;
    let out = BufWriter::new(file.try_clone().map_err(Problem::internal)?);
    let mut writer: Box<dyn TableWriter + Send> = match csv {
        true => Box::new(CsvWriter::new(out).map_err(Problem::internal)?),
        false => Box::new(XlsxWriter::new(out, &page.t("operation-records")).map_err(Problem::internal)?),
    };
    let header: Vec<String> =
        ["operation-noun", "operation-number", "operation-record", "operation-result", "operation-why"]
            .iter()
            .map(|key| page.t(key).into_owned())
            .collect();
    writer.header(&header.iter().map(String::as_str).collect::<Vec<_>>()).map_err(Problem::internal)?;
    let say = |line: &Line| {
        let noun = page.t(&format!("kind-{}", line.noun)).into_owned();
        [noun, wording::result(&page, line).1, wording::why(&page, line)]
    };
    report::write(&call.look(), call.registry(), operation, call.today(), &say, writer.as_mut())
        .await
        .map_err(Problem::internal)?;
    tokio::task::spawn_blocking(move || writer.finish())
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    file.seek(SeekFrom::Start(0)).map_err(Problem::internal)?;
    Ok(file)
}
