//! The copy that was made, as a file; and the same to print. Taking either out is noted.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use customers::privacy::{self, Person, Section};
use maud::{Markup, html};
use ui::{PrintShell, Words};
use web::Problem;
use web::records::Call;

use super::desk::Desk;
use crate::copies;
use crate::requests::{self, Kind, Request};

/// The file.
pub(super) async fn download(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let request = made(&desk).await?;
    let place = copies::path(&call.app.config.data, request.id);
    let bytes = tokio::fs::read(&place).await.map_err(|_| Problem::new(StatusCode::GONE, "privacy-copy-gone"))?;
    note(&desk, &request, "download").await?;
    let name = format!("{}-{}.zip", request.number, request.customer_number);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

/// Everything on pages to print.
pub(super) async fn print(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let request = made(&desk).await?;
    let person = Person::of(desk.conn(), desk.tenant(), request.customer_id).await?;
    let sections = privacy::copy(&call.app.db, desk.tenant(), &desk.seams(), &person).await?;
    note(&desk, &request, "print").await?;
    let shell = PrintShell {
        title: desk.t("print-title").into_owned(),
        number: request.number.clone(),
        store: organisation::nodes::queries::root(desk.conn(), desk.tenant())
            .await?
            .map(|n| n.name)
            .unwrap_or_default(),
        letterhead: vec![desk.t("print-lead").into_owned()],
        foot: format!("{} · {}", call.visitor.name, ui::instant_text(desk.here.now, desk.here.zone, desk.w.lang())),
        body: html! { @for section in &sections { (part(&desk, section)) } },
        ..PrintShell::default()
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], shell.render(&desk.w)).into_response())
}

/// A request whose copy is there.
async fn made(desk: &Desk<'_>) -> Result<Request, Problem> {
    let request = desk.request().await?;
    let there = request.kind() == Kind::Copy && request.copy_until.is_some() && request.erased_at.is_none();
    if there { Ok(request) } else { Err(Problem::not_found()) }
}

async fn note(desk: &Desk<'_>, request: &Request, deed: &'static str) -> Result<(), Problem> {
    let mut tx = desk.call.app.db.write(&desk.call.visitor.scope).await?;
    requests::note(&mut tx, request, deed).await?;
    Ok(tx.commit().await?)
}

/// A single row as a list of facts, several as a table; what nobody knows is left out.
fn part(desk: &Desk<'_>, section: &Section) -> Markup {
    let word = |at: usize| desk.page.t(&section.columns[at].1);
    html! {
        h2 { (desk.t(&format!("part-{}", section.name))) }
        @if section.name == "customer" {
            @for row in &section.rows {
                table { tbody {
                    @for (at, cell) in row.iter().enumerate() {
                        @if let Some(cell) = cell { tr { th scope="row" { (word(at)) } td { (cell) } } }
                    }
                } }
            }
        } @else {
            table {
                thead { tr { @for at in 0..section.columns.len() { th scope="col" { (word(at)) } } } }
                tbody { @for row in &section.rows { tr { @for cell in row { td { (cell.as_deref().unwrap_or_default()) } } } } }
            }
        }
    }
}
