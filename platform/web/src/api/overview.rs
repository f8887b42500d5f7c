//! The API described for people: `GET /api`.

use axum::response::{IntoResponse, Response};
use kernel::{Access, Action};
use maud::{Markup, html};
use records::{Kind, Uses};

use crate::records::Call;
use crate::{Page, Result};

/// The kinds that the reader may see, with the fields of each.
pub async fn page(call: Call) -> Result<Response> {
    let page = call.page();
    let kinds: Vec<&'static Kind> = call
        .registry()
        .kinds_of(call.visitor.scope.tenant)
        .filter(|k| call.visitor.scope.can(k.name, Action::See))
        .collect();
    let body = html! {
        p { (page.t("api-description")) " " a href="/api/openapi.json" { "OpenAPI 3.1" } }
        pre { code { "curl -H 'Authorization: Bearer TOKEN' '" (base(&page)) "/api/v1/" (kinds.first().map_or("…", |k| k.collection)) "?limit=10'" } }
        @for kind in kinds { (ui::Panel::new(page.t(&format!("kind-{}-plural", kind.name)), listing(&page, kind)).id(kind.collection).render()) }
    };
    let title = page.t("api-title").into_owned();
    Ok(page.show(ui::Shell { title, body, ..ui::Shell::default() }).into_response())
}

fn base(page: &Page<'_>) -> String {
    page.app.config.public_url.clone().unwrap_or_default()
}

fn listing(page: &Page<'_>, kind: &'static Kind) -> Markup {
    let yes = |on: bool| if on { "●" } else { "" };
    let writable = page.app.registry.commands(kind.name).is_some();
    let path = format!("/api/v1/{}", kind.collection);
    html! {
        p {
            code { "GET " (path) } " · " code { "GET " (path) "/{id}" }
            @if writable { " · " code { "POST " (path) } " · " code { "PATCH " (path) "/{id}" } " · " code { "DELETE " (path) "/{id}?version=" } }
        }
        div.scroll tabindex="0" role="region" aria-label=(path) { table.matrix {
            thead { tr {
                th scope="col" { (page.t("api-field")) } th.matrix-word scope="col" { (page.t("api-meaning")) }
                th scope="col" { (page.t("api-filterable")) } th scope="col" { (page.t("api-sortable")) } th scope="col" { (page.t("api-writable")) }
            } }
            tbody {
                @for field in kind.fields.iter().filter(|f| !records::custom::is_custom(f.name) || page.visitor.scope.field_at_best(kind.name, f.name) > Access::Hidden) {
                    tr {
                        td { code { (field.name) } } td.matrix-word { (page.t(&kind.label(field.name))) }
                        td { (yes(field.uses.has(Uses::FILTER))) } td { (yes(field.sort.is_some())) } td { (yes(writable && field.uses.has(Uses::FORM))) }
                    }
                }
            }
        } }
    }
}
