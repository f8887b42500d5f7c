//! `/customers/{customer}/attachments` and `/attachments/{attachment}`: the paper file (CUS-17). A phone offers its
//! camera; pictures are made smaller and freed of place and device before they are kept.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::journal::Change;
use kernel::{Access, Action, Id};
use maud::html;
use records::{Refusal, require};
use ui::{Accept, Choice, Form};
use web::limits::{self, Guard};
use web::records::Call;
use web::{Problem, Shared};

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::record::{Part, is_picture};
use super::typed::Typed;
use crate::attachments::{self, Attachment, LARGEST_UPLOAD, Prepared, attach, keep, prepare};
use crate::kind::CUSTOMER;

/// How many files one upload may hold.
const MOST_FILES: usize = 10;

/// How large an upload's body may be.
pub(super) const LARGEST_BODY: usize = MOST_FILES * LARGEST_UPLOAD + 65_536;

/// The longest side of a preview, in pixels.
const PREVIEW_SIDE: u32 = 160;

/// What an upload holds: the words beside the files, and the files by name.
pub(super) struct Upload {
    typed: Typed,
    files: Vec<(String, Vec<u8>)>,
}

impl FromRequest<Shared> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Shared) -> Result<Upload, Problem> {
        let mut parts =
            Multipart::from_request(request, app).await.map_err(|_| Problem::bad_request("problem-bad-request"))?;
        let (mut values, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|e| too_large_or(e.status()))? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = part.bytes().await.map_err(|e| too_large_or(e.status()))?;
                    if !bytes.is_empty() && files.len() < MOST_FILES {
                        files.push((file, bytes.to_vec()));
                    }
                }
                None => {
                    values.push((name, part.text().await.map_err(|_| Problem::bad_request("problem-bad-request"))?))
                }
            }
        }
        Ok(Upload { typed: Typed::new(values), files })
    }
}

fn too_large_or(status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(status, "problem-too-large")
    } else {
        Problem::bad_request("problem-bad-request")
    }
}

/// The form.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::See).await?;
    Ok(show(&desk, customer, &Typed::default()))
}

/// Keeps the files.
pub(super) async fn add(call: Call, upload: Upload) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    // Nobody's picture is computed for someone who may not add it.
    require(&desk.look(), &CUSTOMER, customer, Action::See).await?;
    let Upload { mut typed, files } = upload;
    if files.is_empty() {
        typed.wrong("file", "attachment-empty");
        return Ok(show(&desk, customer, &typed));
    }
    if let Err(refusal) = store(&desk, customer, &typed, files).await {
        typed.refused(refusal)?;
        return Ok(show(&desk, customer, &typed));
    }
    done(&desk, customer, &[Part::Attachments, Part::Timeline], Said::new("attached")).await
}

/// Prepares and keeps the bytes off the threads that serve, then names all of them in one transaction. The same paper
/// sent twice is named once.
async fn store(desk: &Desk<'_>, customer: Id, typed: &Typed, files: Vec<(String, Vec<u8>)>) -> Result<(), Refusal> {
    let data = desk.call.app.config.data.clone();
    let work = move || -> Result<Vec<(String, Prepared)>, Refusal> {
        let mut ready = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            let prepared = prepare(&bytes)?;
            keep(&data, &prepared).map_err(|e| Refusal::Database(sea_orm::DbErr::Custom(e.to_string())))?;
            ready.push((name, prepared));
        }
        Ok(ready)
    };
    let ready = tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Refusal::Database(sea_orm::DbErr::Custom(e.to_string())))??;
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    super::queries::one_by_one(&tx).await?;
    let purpose = typed.filled("purpose");
    let known = attachments::queries::of(tx.conn(), tx.tenant(), "customer", customer).await?;
    for (name, prepared) in ready {
        if !known.iter().any(|a| a.digest == prepared.digest && a.purpose == purpose) {
            attach(&mut tx, customer, typed.id("store"), &name, purpose.clone(), &prepared).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Puts a document away.
pub(super) async fn remove(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    attachments::remove(&mut tx, customer, call.id("attachment")?).await?;
    tx.commit().await?;
    done(&desk, customer, &[Part::Attachments, Part::Timeline], Said::new("attachment-removed")).await
}

/// The document itself, for those who may see it; small with `?size=small`.
pub(super) async fn serve(call: Call) -> Result<Response, Problem> {
    let (look, id) = (call.look(), call.id("attachment")?);
    let known = attachments::queries::find(look.conn, look.scope.tenant, id)
        .await?
        .filter(|a| a.record_kind == CUSTOMER.name)
        .ok_or_else(Problem::not_found)?;
    let a = attachments::find(&look, known.record_id, id).await?.ok_or_else(Problem::not_found)?;
    let place = attachments::path(&call.app.config.data, &a.digest);
    let small = call.pairs.get("size") == Some("small") && is_picture(&a.mime);
    paper(&call, &a, small).await?;
    let read = move || if small { preview(&place) } else { std::fs::read(&place) };
    let bytes = tokio::task::spawn_blocking(read).await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let disposition = format!("inline; filename*=UTF-8''{}", web::page::encode(&a.name));
    let headers = [
        (header::CONTENT_TYPE, a.mime.clone()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        // A document runs nothing and embeds nothing, whatever is in it.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=300".to_owned()),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

/// Whether what is in a paper may be looked at. One that shows an identity number shows all of it: it is open to those
/// who see the number in full and to whoever brought it in; others reveal it, which is counted and noted.
async fn paper(call: &Call, a: &Attachment, small: bool) -> Result<(), Problem> {
    let scope = &call.visitor.scope;
    // Whoever looks as the one who brought it in did not bring it in.
    let brought = a.made_by.is_some() && a.made_by == scope.user() && scope.looking().is_none();
    if !a.is_identity() || brought || attachments::identity(&call.look(), a.record_id).await? == Access::Shown {
        return Ok(());
    }
    if small {
        // A list of papers is no reason to reveal them.
        return Err(Problem::forbidden());
    }
    require(&call.look(), &CUSTOMER, a.record_id, Action::Reveal).await?;
    let allowed = limits::allowed(&call.app, scope, Guard::Reveal).await?;
    let mut tx = call.app.db.write(scope).await?;
    limits::take_within(&tx, Guard::Reveal, allowed).await?;
    let seen = Change { field: "attachments".into(), before: Some(a.name.clone()), after: Some(a.name.clone()) };
    tx.record(CUSTOMER.name, a.record_id, web::records::labels::REVEAL, vec![seen]);
    Ok(tx.commit().await?)
}

/// The small picture, made once and kept beside the large one.
fn preview(place: &std::path::Path) -> std::io::Result<Vec<u8>> {
    let kept = place.with_extension("small");
    if let Ok(bytes) = std::fs::read(&kept) {
        return Ok(bytes);
    }
    let bytes = std::fs::read(place)?;
    let image = image::load_from_memory(&bytes).map_err(std::io::Error::other)?.thumbnail(PREVIEW_SIDE, PREVIEW_SIDE);
    let mut small = std::io::Cursor::new(Vec::new());
    image.into_rgb8().write_to(&mut small, image::ImageFormat::Jpeg).map_err(std::io::Error::other)?;
    let small = small.into_inner();
    // Two readers may make it at the same moment: each writes its own draft, the last name stands, both are the same.
    let draft = kept.with_extension(format!("{}.{:?}.part", std::process::id(), std::thread::current().id()));
    std::fs::write(&draft, &small)?;
    std::fs::rename(&draft, &kept)?;
    Ok(small)
}

fn show(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Response {
    let w = &desk.words;
    let purposes: Vec<Choice> = desk.choices("document-purpose");
    let accept = Accept {
        kinds: "image/jpeg,image/png,image/webp,application/pdf",
        bytes: LARGEST_UPLOAD as u64,
        several: true,
        camera: false,
    };
    let photo = Accept { kinds: "image/*", bytes: LARGEST_UPLOAD as u64, several: false, camera: true };
    let fields = html! {
        (typed.field(desk, "purpose", "attachment-purpose").wide().select(&purposes, typed.get("purpose"), w))
        (typed.field(desk, "file", "attachment-photo").id("field-photo").wide().file(photo, w))
        (typed.field(desk, "file", "attachment-file").wide().file(accept, w))
    };
    let form = Form {
        id: "attachment-form".into(),
        action: address(customer, "attachments"),
        files: true,
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("attach").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    answer::form(desk, customer, &desk.label("attachments"), form.render(w), !typed.errors.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-17: a preview is small, and made once.
    #[test]
    fn previews_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(800, 400).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        let prepared = prepare(&bytes.into_inner()).unwrap();
        keep(folder.path(), &prepared).unwrap();
        let place = attachments::path(folder.path(), &prepared.digest);
        let small = preview(&place).unwrap();
        let picture = image::load_from_memory(&small).unwrap();
        assert_eq!((picture.width(), picture.height()), (160, 80));
        std::fs::remove_file(&place).unwrap();
        assert_eq!(preview(&place).unwrap(), small, "the large one is not asked again");
    }
}
