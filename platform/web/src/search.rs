//! Search over all nouns: the palette as someone types, and the search page.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Action;
use maud::{Markup, html};
use records::policy::Look;
use records::{Kind, ListQuery, Row, Shown, Uses, search};
use serde::Deserialize;
use ui::Hit;

use crate::page::encode;
use crate::records::query::guard_search;
use crate::records::{Call, Renderer};
use crate::routes::{Access, Routes};
use crate::{Page, Result, Shared, Visitor};

/// How many records of a noun the palette offers.
const IN_PALETTE: usize = 8;
/// How many the search page offers.
const ON_PAGE: usize = 30;

/// The routes of search.
pub fn routes() -> Routes {
    Routes::new().get("/search", Access::SignedIn, page).get("/go/{number}", Access::SignedIn, go)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

async fn page(call: Call, Query(typed): Query<Typed>) -> Result<Markup> {
    let page = call.page();
    let in_palette = call.headers.contains_key("hx-request");
    let mut hits = places(&page, &typed.q);
    hits.extend(hits_of(&call, &page, &typed.q, if in_palette { IN_PALETTE } else { ON_PAGE }).await?);
    let results = ui::palette_results(&hits, &page.words());
    if in_palette {
        return Ok(results);
    }
    let body = html! {
        (form(&page.words(), &typed.q))
        @if typed.q.trim().is_empty() { p.hint { (page.t("search-hint-long")) } }
        @else { div.search-results role="listbox" aria-label=(page.t("ui-search-results")) { (results) } }
    };
    Ok(page.show(ui::Shell { title: page.t("ui-search").into(), body, ..ui::Shell::default() }))
}

/// The box of the search page.
pub(crate) fn form(w: &dyn ui::Words, q: &str) -> Markup {
    html! {
        form.search-page method="get" action="/search" role="search" {
            input.input type="search" name="q" value=(q) autofocus aria-label=(w.t("ui-search")) placeholder=(w.t("ui-search-hint"));
            button.button.button-primary type="submit" { (w.t("ui-search")) }
        }
    }
}

/// `/go/K000123` opens the record with that number, if the visitor may see it.
async fn go(
    State(app): State<Shared>,
    visitor: Visitor,
    axum::extract::Path(number): axum::extract::Path<String>,
) -> Result<Response> {
    let look = Look::at(&app.db, &visitor.scope);
    for kind in searchable(&app, &visitor) {
        let hits = search::search(&look, kind, &number, 1).await?;
        if let Some(hit) = hits.iter().find(|h| h.term.eq_ignore_ascii_case(&format!("#:{number}"))) {
            return Ok(Redirect::to(&format!("/{}/{}", kind.collection, hit.record)).into_response());
        }
    }
    Ok(Redirect::to(&format!("/search?q={}", encode(&number))).into_response())
}

fn searchable<'a>(app: &'a crate::App, visitor: &'a Visitor) -> impl Iterator<Item = &'static Kind> + 'a {
    app.registry.kinds_of(visitor.scope.tenant).filter(|k| k.pages && visitor.scope.can(k.name, Action::See))
}

/// Pages whose name holds what was typed.
fn places(page: &Page<'_>, typed: &str) -> Vec<Hit> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    let all =
        page.app.nav.iter().chain(page.app.admin.iter().filter(|a| page.app.nav.iter().all(|n| n.href != a.href)));
    let nav = all.filter(|n| n.access.allows(&page.visitor.scope));
    nav.filter(|n| page.t(n.label).to_lowercase().contains(&typed))
        .map(|n| Hit {
            icon: n.icon,
            title: html! { (page.t(n.label)) },
            detail: html! {},
            kind: page.t("search-kind-page").into(),
            href: n.href.to_owned(),
        })
        .collect()
}

async fn hits_of(call: &Call, page: &Page<'_>, typed: &str, limit: usize) -> Result<Vec<Hit>> {
    let (look, renderer) = (call.look(), Renderer::new(page));
    let mut hits = Vec::new();
    for kind in searchable(page.app, page.visitor) {
        guard_search(call, kind, typed).await?;
        let found = search::search(&look, kind, typed, limit).await?;
        if found.is_empty() {
            continue;
        }
        let mut query = ListQuery::new(kind, call.today());
        query.fields = kind.fields.iter().filter(|f| f.name == kind.title || f.uses.has(Uses::CARD)).collect();
        query.ids = Some(found.iter().map(|h| h.record).collect());
        query.limit = limit;
        let rows = records::list(&look, &page.app.registry, &query).await?.rows;
        // In the order of the search, best guess first.
        hits.extend(
            found
                .iter()
                .filter_map(|h| rows.iter().find(|r| r.id == h.record))
                .map(|row| hit(page, &renderer, kind, row)),
        );
    }
    Ok(hits)
}

fn hit(page: &Page<'_>, renderer: &Renderer<'_>, kind: &'static Kind, row: &Row) -> Hit {
    let icon = page
        .app
        .nav
        .iter()
        .find(|n| n.href.trim_start_matches('/') == kind.collection)
        .map_or(ui::Icon::Search, |n| n.icon);
    let details = row.cells.iter().filter(|(f, shown)| f.name != kind.title && !empty(shown));
    let title = kind.field(kind.title).map(|f| renderer.name(f, row.get(kind.title)));
    Hit {
        icon,
        title: html! { @if let Some(title) = title { (title) } },
        detail: html! { @for (field, shown) in details { span { (renderer.name(field, shown)) } } },
        kind: page.t(&format!("kind-{}", kind.name)).into(),
        href: format!("/{}/{}", kind.collection, row.id),
    }
}

fn empty(shown: &Shown) -> bool {
    match shown {
        Shown::Value(datum) => datum.is_empty(),
        Shown::Masked(_) => false,
        Shown::Hidden => true,
    }
}
