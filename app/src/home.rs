//! The first page: what waits for the visitor, and the ways on.

use axum::extract::State;
use axum::http::Uri;
use customers::CUSTOMER;
use kernel::Action;
use maud::{Markup, html};
use records::{Count, Filter, ListError, ListQuery, Row};
use web::records::{Call, Renderer};
use web::{Access, Module, Nav, Page, Result, Routes, Shared, Visitor};

/// The manifest of the first page.
pub fn module() -> Module {
    Module {
        name: "home",
        locale: Some(kernel::locale!("home")),
        routes: Routes::new().get("/", Access::SignedIn, home).get("/new", Access::SignedIn, new).get(
            "/styleguide",
            Access::SignedIn,
            styleguide,
        ),
        nav: vec![Nav {
            label: "nav-home",
            href: "/",
            icon: ui::Icon::Home,
            quarter: None,
            access: Access::SignedIn,
            order: 0,
        }],
        help: web::help_texts![("/", "home"), ("/new", "new"), ("/styleguide", "styleguide")],
        ..Module::default()
    }
}

/// A figure of the first page: the words, and the filters of the list it opens.
struct Figure {
    label: &'static str,
    filters: &'static [&'static str],
}

/// What a consultant or a manager looks at first. Each figure is the count of the list it opens, so that it can be
/// checked row by row; everyone counts what they reach.
const FIGURES: [Figure; 5] = [
    Figure { label: "home-new-today", filters: &["created_at:gte:today"] },
    Figure { label: "home-due", filters: &["next_contact_on:lte:today"] },
    Figure { label: "home-hot", filters: &["grade:eq:H,A"] },
    Figure { label: "home-untouched", filters: &["touched_at:lte:-90d"] },
    Figure { label: "home-all", filters: &[] },
];

/// How many of the latest customers are shown.
const LATEST: usize = 8;

async fn home(call: Call) -> Result<Markup> {
    let page = call.page();
    let renderer = Renderer::new(&page);
    let mut body = html! {};
    if call.visitor.scope.can(CUSTOMER.name, Action::See) {
        let (figures, latest) = (figures(&call).await?, latest(&call).await?);
        body = html! {
            section.panel {
                ul.figures {
                    @for (figure, count, href) in &figures {
                        li { a.figure href=(href) { span.figure-label { (page.t(figure.label)) } strong.figure-count { (ui::grouped(count.value)) @if count.capped { "+" } } } }
                    }
                }
            }
            section.panel aria-labelledby="latest" {
                h2 #latest { (page.t("home-latest")) }
                @if latest.is_empty() { p { (page.t("home-nothing-yet")) " " a href="/imports/new" { (page.t("home-import")) } } }
                ul.latest {
                    @for row in &latest {
                        li { a href={ "/customers/" (row.id) } {
                            @for (field, shown) in &row.cells { span class={ "latest-" (field.name) } { (renderer.name(field, shown)) } }
                        } }
                    }
                }
            }
        };
    }
    let title = page.ta("home-hello", &[("name", call.visitor.name.as_str())]);
    Ok(page.show(ui::Shell { title, body, ..ui::Shell::default() }))
}

async fn figures(call: &Call) -> Result<Vec<(&'static Figure, Count, String)>> {
    let look = call.look();
    let mut list = Vec::new();
    for figure in &FIGURES {
        let mut query = ListQuery::new(&CUSTOMER, call.today());
        query.filters = figure.filters.iter().map(|f| Filter::parse(f)).collect::<std::result::Result<_, _>>()?;
        query.store = call.visitor.store;
        match records::count(&look, call.registry(), &query).await {
            Ok(count) => list.push((figure, count, address(figure))),
            // A figure over a field that the visitor does not see is not theirs to know.
            Err(ListError::FieldHidden | ListError::FieldMasked) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(list)
}

fn address(figure: &Figure) -> String {
    let filters: Vec<String> = figure.filters.iter().map(|f| format!("filter={}", web::page::encode(f))).collect();
    if filters.is_empty() { "/customers".to_owned() } else { format!("/customers?{}", filters.join("&")) }
}

async fn latest(call: &Call) -> Result<Vec<Row>> {
    let mut query = ListQuery::new(&CUSTOMER, call.today());
    query.fields = ["name", "phone", "class"].iter().filter_map(|f| CUSTOMER.field(f)).collect();
    query.limit = LATEST;
    query.store = call.visitor.store;
    Ok(records::list(&call.look(), call.registry(), &query).await?.rows)
}

/// What may be made: one link for each noun that the visitor may create.
async fn new(State(app): State<Shared>, visitor: Visitor, uri: Uri) -> Result<Markup> {
    let page = Page::new(&app, &visitor, uri.to_string());
    let kinds = app.registry.kinds().filter(|k| k.pages && visitor.scope.can(k.name, Action::Create));
    let body = html! {
        ul.choices {
            @for kind in kinds {
                li { a.choice href={ "/" (kind.collection) "/new" } { (ui::icon(ui::Icon::Plus)) span { (page.t(&format!("kind-{}", kind.name))) } } }
            }
            @if visitor.scope.can("customer", Action::Create) {
                li { a.choice href="/imports/new" { (ui::icon(ui::Icon::Import)) span { (page.t("home-import")) } } }
            }
        }
    };
    Ok(page.show(ui::Shell { title: page.t("home-new").into(), body, ..ui::Shell::default() }))
}

async fn styleguide(State(app): State<Shared>, visitor: Visitor) -> Markup {
    let page = Page::new(&app, &visitor, "/styleguide");
    let here = ui::Here { now: app.db.clock.now().utc(), zone: web::records::labels::zone(&app, &visitor) };
    ui::styleguide(visitor.theme, &here, &page.words())
}
