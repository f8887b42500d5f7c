//! The first step: a file and the store it belongs to.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Refusal;
use records::import::begin::{self, Arrival, NotBegun};
use records::import::{Kept, MAX_BYTES, Upload, UploadError};
use ui::{Accept, Choice, Field, Form, Words};

use super::case::{IMPORTER, desk, importer};
use super::sentence;
use crate::records::Call;
use crate::{Page, Problem, Result};

/// What the file dialog offers; what counts is the content.
const KINDS: &str = ".xlsx,.xls,.csv,.txt";

pub(super) async fn page(call: Call) -> Result<Markup> {
    importer(&desk(&call)?)?;
    Ok(form(&call.page(), None, None))
}

/// Takes the file, piece by piece to the disk. What is wrong with it is said beside the form, and nothing of it stays.
pub(super) async fn take(call: Call, request: Request) -> Result<Response> {
    let desk = desk(&call)?;
    let id = call.app.db.clock.new_id();
    let page = call.page();
    let again = |store: Option<Id>, sentence: String| {
        (StatusCode::UNPROCESSABLE_ENTITY, form(&page, store, Some(sentence))).into_response()
    };
    let Ok(parts) = Multipart::from_request(request, &call.app).await else {
        return Ok(again(None, page.t("import-upload-broken").into()));
    };
    let sent = match receive(parts, &desk.folder, id).await? {
        Ok(sent) => sent,
        Err(code) => {
            let megabytes = (MAX_BYTES >> 20).to_string();
            return Ok(again(None, page.words().ta(code, &[("limit", megabytes.as_str().into())])));
        }
    };
    let Some(store) = sent.store.or(call.visitor.store).or(call.visitor.scope.powers.home_store) else {
        forget(&desk, &sent.kept).await;
        return Ok(again(None, page.t("import-choose-store").into()));
    };
    let kept = sent.kept.clone();
    let arrival = Arrival { id, importer: IMPORTER.to_owned(), store, file_name: sent.file_name, kept: sent.kept };
    match begin::begin(&desk, &call.app.db, &call.visitor.scope, arrival).await {
        Ok(import) => Ok(Redirect::to(&format!("/imports/{}/mapping", import.id)).into_response()),
        Err(halt) => {
            forget(&desk, &kept).await;
            match halt {
                NotBegun::File(problem) => Ok(again(Some(store), sentence::problem(&page, &problem))),
                NotBegun::Refused(Refusal::Database(error)) => Err(error.into()),
                NotBegun::Refused(refusal) => Err(refusal.into()),
            }
        }
    }
}

struct Sent {
    store: Option<Id>,
    file_name: String,
    kept: Kept,
}

/// The parts of the form; the code of a sentence when the file is missing, too large or breaks off.
async fn receive(
    mut parts: Multipart,
    folder: &std::path::Path,
    id: Id,
) -> Result<std::result::Result<Sent, &'static str>> {
    let (mut store, mut file) = (None, None);
    loop {
        let Ok(next) = parts.next_field().await else { return Ok(Err("import-upload-broken")) };
        let Some(mut field) = next else { break };
        match field.name() {
            Some("store") => {
                let Ok(text) = field.text().await else { return Ok(Err("import-upload-broken")) };
                store = text.trim().parse().ok();
            }
            Some("file") if file.is_none() => {
                let name = field.file_name().map(short).unwrap_or_default();
                if name.is_empty() {
                    continue;
                }
                let mut upload = Upload::begin(folder, id).await.map_err(Problem::internal)?;
                loop {
                    let Ok(piece) = field.chunk().await else { return Ok(Err("import-upload-broken")) };
                    let Some(piece) = piece else { break };
                    match upload.write(&piece).await {
                        Ok(()) => {}
                        Err(UploadError::TooLarge) => return Ok(Err("import-upload-too-large")),
                        Err(UploadError::Io(error)) => return Err(Problem::internal(error)),
                    }
                }
                file = Some((name, upload.finish().await.map_err(Problem::internal)?));
            }
            _ => {}
        }
    }
    Ok(match file {
        Some((file_name, kept)) => Ok(Sent { store, file_name, kept }),
        None => Err("import-choose-file"),
    })
}

/// The file's own name: browsers once sent whole paths.
fn short(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect()
}

async fn forget(desk: &records::import::Desk, kept: &Kept) {
    // A file that is gone already is as good as forgotten.
    let _ = tokio::fs::remove_file(desk.folder.join(&kept.stored)).await;
}

fn form(page: &Page<'_>, store: Option<Id>, error: Option<String>) -> Markup {
    let w = page.words();
    let visitor = page.visitor;
    // Someone of the head office has no store of their own, but where there is only one it is that one.
    let only = visitor.stores.first().filter(|_| visitor.stores.len() == 1).map(|(id, _)| *id);
    let chosen = store.or(visitor.store).or(visitor.scope.powers.home_store).or(only);
    let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
    let stores: Vec<Choice> =
        visitor.stores.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let accept = Accept { kinds: KINDS, bytes: MAX_BYTES, several: false, camera: false };
    let body = html! {
        (super::summary::steps(page, 0, None))
        (Form {
            id: "import-file".into(),
            action: "/imports".into(),
            files: true,
            errors: error.iter().map(|sentence| ("file".to_owned(), sentence.clone())).collect(),
            fields: html! {
                (Field::new("file", w.t("import-file")).hint(w.t("import-file-hint")).error(error).required().file(accept, &w))
                @if stores.len() > 1 {
                    (Field::new("store", w.t("import-store")).hint(w.t("import-store-hint")).required().select(&stores, &chosen, &w))
                } @else {
                    input type="hidden" name="store" value=(chosen);
                }
            },
            submit: w.t("import-upload").into(),
            cancel: Some("/imports".into()),
            ..Form::default()
        }.render(&w))
    };
    page.show(ui::Shell {
        title: w.t("import-new").into(),
        crumbs: super::summary::crumbs(page),
        body,
        ..ui::Shell::default()
    })
}
