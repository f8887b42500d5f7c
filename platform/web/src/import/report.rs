//! The account of every row as a file.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use records::import::report::{self, Form};
use tokio::io::AsyncReadExt;
use ui::{Arg, Words};

use super::case::Case;
use super::sentence;
use crate::page::encode;
use crate::records::Call;
use crate::visitor::Speech;
use crate::{Problem, Result};

pub(super) async fn download(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    // Files of imports that never ran are tidied away some time after they were given up.
    if !case.import.file(&case.desk.folder).exists() {
        return Err(Problem::new(StatusCode::GONE, "import-file-gone"));
    }
    let form = if call.pairs.get("form") == Some("csv") { Form::Csv } else { Form::Xlsx };
    let speech = Speech { app: &call.app, lang: call.visitor.scope.lang };
    let say = |key: &str, args: &[(&str, &str)]| {
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, value)| (*name, Arg::from(*value))).collect();
        speech.ta(key, &args)
    };
    // Anonymous from the first moment: nothing stays when the answer has gone out or the process dies.
    let file = tempfile::NamedTempFile::new().map_err(Problem::internal)?;
    let page = call.page();
    if let Err(problem) =
        report::write(&case.desk, &call.app.db, &case.import, form, file.path().to_owned(), &say).await
    {
        return Err(Problem::internal(sentence::problem(&page, &problem)));
    }
    let open = tokio::fs::File::open(file.path()).await.map_err(Problem::internal)?;
    drop(file);
    let stem = case.import.file_name.rsplit_once('.').map_or(case.import.file_name.as_str(), |(stem, _)| stem);
    let name = format!("{stem}-{}.{}", page.t("import-report-sheet"), form.extension());
    let mime = match form {
        Form::Csv => "text/csv; charset=utf-8",
        Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let disposition =
        format!("attachment; filename=\"report.{}\"; filename*=UTF-8''{}", form.extension(), encode(&name));
    note(&call, &case).await?;
    Ok(([(header::CONTENT_TYPE, mime.to_owned()), (header::CONTENT_DISPOSITION, disposition)], stream(open))
        .into_response())
}

/// Who took the account out: it holds what the file held (SYS-09).
async fn note(call: &Call, case: &Case) -> Result<()> {
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    tx.record("import", case.import.id, "export", Vec::new());
    tx.commit().await?;
    Ok(())
}

fn stream(file: tokio::fs::File) -> Body {
    Body::from_stream(futures::stream::try_unfold(file, async |mut file| {
        let mut part = vec![0; 64 * 1024];
        let read = file.read(&mut part).await?;
        part.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(part), file)))
    }))
}
