//! Saved views of a list: save, change, order, share, put away.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use records::views::{self, Draft, View};
use records::{Kind, Refusal};
use ui::{Button, Icon};

use super::address::Address;
use super::call::{Call, see_other};
use super::labels;
use super::pairs::Pairs;
use super::view_form;
use crate::problem::Problem;
use crate::{Page, Result};

/// All views of the list, the reader's own with what can be done with them: `GET /{collection}/views`.
pub async fn page(call: Call, kind: &'static Kind) -> Result<Response> {
    let views = views::visible(&call.look(), kind).await?;
    let page = call.page();
    let path = format!("/{}", kind.collection);
    let nodes = labels::shareable(&call.app, &call.visitor, kind);
    let body = html! {
        @if views.is_empty() { p { (page.t("view-none")) } }
        @else {
            ul.lines.views { @for view in &views { (line(&page, &path, view, &nodes)) } }
        }
    };
    let title = page.t("view-manage").into_owned();
    let crumbs = vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), path)];
    Ok(page.show(ui::Shell { title, crumbs, body, ..ui::Shell::default() }).into_response())
}

fn line(page: &Page<'_>, path: &str, view: &View, nodes: &[(kernel::Id, String)]) -> Markup {
    let own = Some(view.owner_id) == page.visitor.user();
    let shared = view.shared_with.map(|node| {
        nodes
            .iter()
            .find(|(id, _)| *id == node)
            .map_or_else(|| page.t("view-shared").into_owned(), |(_, name)| name.clone())
    });
    let at = format!("{path}/views/{}", view.id);
    let post = |tail: &str, button: Button| html! { form method="post" action={ (at) (tail) } { (button.render()) } };
    html! {
        li {
            div {
                a href=(href(path, view)) { (view.name) }
                @if view.pinned { " " (ui::tag(&page.t("view-pinned"))) }
                small { @match &shared { Some(node) => { (page.t("view-shared-with")) " " (node) } None => (page.t("view-own")) } }
            }
            @if own {
                div.row {
                    (post("/position", Button::new(page.t("view-forward")).quiet().small().icon(Icon::Up).icon_only().value("to", "forward")))
                    (post("/position", Button::new(page.t("view-back")).quiet().small().icon(Icon::Down).icon_only().value("to", "back")))
                    (Button::new(page.t("view-change")).quiet().small().href(format!("{at}/edit")).render())
                    (post("/deletion", Button::new(page.t("view-delete")).quiet().small().icon(Icon::Trash).icon_only()))
                }
            }
        }
    }
}

/// Where a view opens.
pub fn href(path: &str, view: &View) -> String {
    let saved = Address::read(&Pairs::read(&view.query)).unwrap_or_default();
    Address { view: Some(view.id), ..saved }.href(path)
}

/// The form for a new view of the address: `GET /{collection}/views/new`.
pub async fn new(call: Call, kind: &'static Kind) -> Result<Response> {
    let query = Address::read(&call.pairs)?.saved().query();
    let page = call.page();
    let draft = Draft { query, ..Draft::default() };
    Ok(view_form::answer(&call, &page, kind, None, &draft, &[]).into_response())
}

/// Saves a new view and opens it.
pub async fn create(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let draft = draft(&form)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match views::create(&mut tx, kind, &draft).await {
        Ok(id) => {
            tx.commit().await?;
            let saved = Address::read(&Pairs::read(&draft.query))?;
            Ok(see_other(&Address { view: Some(id), ..saved }.href(&format!("/{}", kind.collection))))
        }
        Err(refusal) => refused(&call, kind, None, &draft, refusal),
    }
}

/// The form for a view of one's own; the list's present address can be taken over.
pub async fn edit(call: Call, kind: &'static Kind) -> Result<Response> {
    let now = Address::read(&call.pairs)?.saved();
    let view = view_of(&call, kind).await?;
    let draft =
        Draft { name: view.name.clone(), query: now.query(), shared_with: view.shared_with, pinned: view.pinned };
    let page = call.page();
    Ok(view_form::answer(&call, &page, kind, Some(&view), &draft, &[]).into_response())
}

/// Changes a view and opens it.
pub async fn update(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let view = view_of(&call, kind).await?;
    let mut draft = draft(&form)?;
    if form.get("take") != Some("true") {
        draft.query.clone_from(&view.query);
    }
    let version = form.get("version").and_then(|v| v.parse().ok()).unwrap_or(view.version);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match views::update(&mut tx, kind, view.id, version, &draft).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(see_other(&href(&format!("/{}", kind.collection), &View { query: draft.query, ..view })))
        }
        Err(refusal) => refused(&call, kind, Some(&view), &draft, refusal),
    }
}

/// Moves a view one place.
pub async fn shift(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let id = call.id("saved_view")?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    views::shift(&mut tx, kind, id, form.get("to") == Some("forward")).await?;
    tx.commit().await?;
    Ok(see_other(&format!("/{}/views", kind.collection)))
}

/// Puts a view away.
pub async fn delete(call: Call, kind: &'static Kind) -> Result<Response> {
    let id = call.id("saved_view")?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    views::delete(&mut tx, kind, id).await?;
    tx.commit().await?;
    Ok(see_other(&format!("/{}/views", kind.collection)))
}

async fn view_of(call: &Call, kind: &'static Kind) -> Result<View> {
    let view = views::find(&call.look(), kind, call.id("saved_view")?).await?.ok_or_else(Problem::not_found)?;
    if Some(view.owner_id) == call.visitor.user() { Ok(view) } else { Err(Problem::forbidden()) }
}

/// What the form says; only a query that reads is kept.
fn draft(form: &Pairs) -> Result<Draft> {
    let query = Address::read(&Pairs::read(form.get("query").unwrap_or_default()))?.saved().query();
    let shared_with = form.get("shared_with").and_then(|id| id.parse().ok());
    Ok(Draft {
        name: form.get("name").unwrap_or_default().to_owned(),
        query,
        shared_with,
        pinned: form.get("pinned") == Some("true"),
    })
}

fn refused(call: &Call, kind: &'static Kind, view: Option<&View>, draft: &Draft, refusal: Refusal) -> Result<Response> {
    match refusal {
        Refusal::Invalid(errors) => {
            let page = call.page();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view_form::answer(call, &page, kind, view, draft, &errors))
                .into_response())
        }
        refusal => Err(refusal.into()),
    }
}
