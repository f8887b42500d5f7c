//! `/organisation/{node}/closing`: the end of business, coming back, and taking away what was never used.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Button, Crumb, Form, Panel, Shell};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::draft::act;
use super::super::{Desk, Draft, Posted, draft};
use super::MANAGE;
use crate::nodes::change::{NodeChange, change_node, delete_node};
use crate::nodes::{Node, queries};

/// The node, if the visitor may close it.
async fn closable(desk: &Desk<'_>, id: Id) -> Result<Node, Problem> {
    let domain = desk.domain(MANAGE).await?;
    let node = desk.node(&domain, id).await?;
    if domain.rules(&node.path) && node.parent_id.is_some() { Ok(node) } else { Err(Problem::forbidden()) }
}

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor, Path(id): Path<Id>) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let node = closable(desk, id).await?;
    let day = node.closed_on.map(|day| day.to_string()).unwrap_or_default();
    page(desk, &node, &Draft::of([("closed_on", day)])).await
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let node = closable(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let version = draft::version(&input)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let changed = match draft::day(&input, "closed_on") {
        Ok(Some(day)) if node.opened_on.is_some_and(|opened| day < opened) => {
            Err(Refusal::field("closed_on", "admin-closed-before-opened"))
        }
        Ok(day) => {
            change_node(&mut tx, id, version, NodeChange { closed_on: Some(day), ..NodeChange::default() }).await
        }
        Err(refusal) => Err(refusal),
    };
    match changed {
        Ok(_) => {
            tx.commit().await?;
            let done = if input.filled("closed_on").is_some() { "closed" } else { "reopened" };
            Ok(Redirect::to(&format!("/organisation/{id}?done={done}")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &node, &draft).await?))
        }
    }
}

/// Takes away a node that nobody uses.
pub(super) async fn delete(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let node = closable(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let version = draft::version(&input)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match delete_node(&mut tx, id, version).await {
        Ok(()) => {
            tx.commit().await?;
            let above =
                node.parent_id.map_or_else(|| "/organisation".to_owned(), |above| format!("/organisation/{above}"));
            Ok(Redirect::to(&format!("{above}?done=removed")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &node, &draft).await?))
        }
    }
}

async fn page(desk: &Desk<'_>, node: &Node, draft: &Draft) -> Result<Markup, Problem> {
    let back = format!("/organisation/{}", node.id);
    let in_use = queries::in_use(desk.conn(), desk.tenant(), node.id, desk.today()).await?;
    let version = draft.version(node.version).to_string();
    let form = Form {
        id: "node-closing".into(),
        action: format!("{back}/closing"),
        errors: draft.sentences(desk),
        fields: html! {
            input type="hidden" name="version" value=(version);
            (draft.field(desk, "closed_on", "store-closed-on").hint(desk.t("admin-closed-hint")).date(draft.day("closed_on"), &desk.w))
        },
        submit: desk.t("admin-save").into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let label = desk.ta("admin-node-delete-named", &[("name", node.name.as_str().into())]);
    let button = Button::new(label).danger();
    let button = if in_use { button.disabled(desk.t("node-in-use")) } else { button };
    let removal = html! {
        p.hint { (desk.t(if in_use { "node-in-use" } else { "admin-node-delete-hint" })) }
        (act(&format!("{back}/deletion"), &[("version", &version)], &button))
    };
    let kind = if node.kind == "store" { "store" } else { "node" };
    let body = html! {
        (draft.stale_note(desk, kind, node.id, &[]).await?)
        (form.render(&desk.w))
        br;
        (Panel::new(desk.t("admin-node-delete"), removal).id("deletion").render())
    };
    let shell = Shell {
        title: desk.ta("admin-close-of", &[("name", node.name.as_str().into())]),
        crumbs: vec![Crumb::new(desk.t("admin-organisation"), "/organisation"), Crumb::new(node.short(), back.clone())],
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("{back}/closing"), shell))
}
