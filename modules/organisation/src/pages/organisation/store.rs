//! `GET /stores/{store}`: a store as a record. Who looks after the organisation goes to its node.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id};
use maud::html;
use records::policy::Look;
use records::{Shown, find};
use ui::{Button, Crumb, Fact, Icon, Identity, Shell, facts};
use web::records::Renderer;
use web::{Page, Problem, Shared, Visitor};

use super::super::Desk;
use super::MANAGE;
use crate::nodes::{self, STORE};

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor, Path(id): Path<Id>) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let fields: Vec<_> = STORE.fields.iter().collect();
    let row = find(&Look::at(&app.db, &visitor.scope), &STORE, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let node = nodes::queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    if desk.domain(MANAGE).await?.covers(&node.path) {
        return Ok(Redirect::to(&format!("/organisation/{id}")).into_response());
    }
    let page = Page::new(&app, &visitor, format!("/stores/{id}"));
    let renderer = Renderer::new(&page);
    let list: Vec<Fact> = row
        .cells
        .iter()
        .filter(|(_, shown)| *shown != Shown::Hidden)
        .map(|(field, shown)| match shown {
            Shown::Value(datum) if datum.is_empty() => Fact::none(desk.t(&STORE.label(field.name))),
            shown => Fact::new(desk.t(&STORE.label(field.name)), renderer.value(field, shown, None)),
        })
        .collect();
    let edit = visitor.scope.reach("store", Action::Edit).covers(&node.place()).then(|| {
        Button::new(desk.t("ui-edit")).icon(Icon::Note).href(format!("/stores/{id}/edit")).key("e").render()
    });
    let identity = Identity { name: node.name.clone(), number: node.code, icon: Some(Icon::Visit), actions: edit, ..Identity::default() };
    let shell = Shell {
        title: node.name,
        hide_title: true,
        crumbs: vec![Crumb::new(desk.t("kind-store-plural"), "/stores")],
        body: html! { (identity.render()) (facts(&list, &desk.w)) },
        ..Shell::default()
    };
    Ok(page.show(shell).into_response())
}
