//! The first page: what waits for the visitor, and the ways on.

use axum::extract::State;
use axum::http::Uri;
use kernel::Action;
use maud::{Markup, html};
use web::{Access, Module, Nav, Page, Result, Routes, Shared, Visitor};

/// The manifest of the first page.
pub fn module() -> Module {
    Module {
        name: "home",
        locale: Some(kernel::locale!("home")),
        routes: Routes::new().get("/", Access::SignedIn, home).get("/new", Access::SignedIn, new).get("/styleguide", Access::SignedIn, styleguide),
        nav: vec![Nav { label: "nav-home", href: "/", icon: ui::Icon::Home, quarter: None, access: Access::SignedIn, order: 0 }],
        ..Module::default()
    }
}

async fn home(State(app): State<Shared>, visitor: Visitor, uri: Uri) -> Result<Markup> {
    let page = Page::new(&app, &visitor, uri.to_string());
    let body = html! {};
    Ok(page.show(ui::Shell { title: page.t("home-title").into(), body, ..ui::Shell::default() }))
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
    let here = ui::Here { now: app.db.clock.now().utc(), zone: organisation::HOUSE_ZONE };
    ui::styleguide(visitor.theme, &here, &page.words())
}
