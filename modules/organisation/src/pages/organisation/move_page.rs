//! `/organisation/{node}/move`: another place in the tree.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Choice, Crumb, Form, Shell, State as Mark, flash};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted, draft};
use super::MANAGE;
use crate::nodes::{Node, dated, may_stand_under, prefixes, redating};
use crate::powers::Domain;

/// The node, if the visitor may move it.
async fn movable(desk: &Desk<'_>, id: Id) -> Result<(Domain, Node), Problem> {
    let domain = desk.domain(MANAGE).await?;
    let node = desk.node(&domain, id).await?;
    if domain.rules(&node.path) && node.parent_id.is_some() { Ok((domain, node)) } else { Err(Problem::forbidden()) }
}

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor, Path(id): Path<Id>) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let (domain, node) = movable(desk, id).await?;
    page(desk, &domain, &node, &Draft::of([("since", desk.today().to_string())])).await
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let (domain, node) = movable(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let version = draft::version(&input)?;
    let parent = match input.get("parent").and_then(|text| text.parse::<Id>().ok()) {
        Some(parent) => Some(desk.node(&domain, parent).await?.id),
        None => None,
    };
    let mut tx = app.db.write(&visitor.scope).await?;
    let moved = match (parent, draft::day(&input, "since")) {
        (None, _) => Err(Refusal::field("parent", "admin-parent-missing")),
        (_, Err(refusal)) => Err(refusal),
        (Some(parent), Ok(since)) => {
            redating::move_node_since(&mut tx, id, version, parent, since.unwrap_or(desk.today())).await
        }
    };
    match moved {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/organisation/{id}?done=moved")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &domain, &node, &draft).await?))
        }
    }
}

async fn page(desk: &Desk<'_>, domain: &Domain, node: &Node, draft: &Draft) -> Result<Markup, Problem> {
    let back = format!("/organisation/{}", node.id);
    let all = dated::tree(desk.conn(), desk.tenant()).await?;
    let inside: Vec<&Node> = all.iter().filter(|n| n.path.starts_with(&node.path)).collect();
    let people = dated::headcounts(desk.conn(), desk.tenant(), desk.today(), &all).await?;
    let counts = [
        ("nodes", (inside.len() as i64 - 1).into()),
        ("people", (people.get(&node.id).copied().unwrap_or_default() as i64).into()),
    ];
    let fits = |n: &&Node| {
        domain.covers(&n.path)
            && !n.path.starts_with(&node.path)
            && Some(n.id) != node.parent_id
            && may_stand_under(node.node_kind(), n.node_kind())
    };
    let targets: Vec<Choice> = all.iter().filter(fits).map(|n| Choice::new(n.id.to_string(), way(&all, n))).collect();
    let form = Form {
        id: "node-move".into(),
        action: format!("{back}/move"),
        errors: draft.sentences(desk),
        fields: html! {
            input type="hidden" name="version" value=(draft.version(node.version));
            (draft.field(desk, "parent", "admin-move-to").required().wide().select(&targets, draft.value("parent"), &desk.w))
            (draft.field(desk, "since", "admin-move-since").required().hint(desk.t("admin-move-since-hint")).date(draft.day("since"), &desk.w))
        },
        submit: desk.t("admin-node-move").into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let kind = if node.kind == "store" { "store" } else { "node" };
    let body = html! {
        (draft.stale_note(desk, kind, node.id, &[]).await?)
        (flash(Mark::Plain, &desk.ta("admin-move-explained", &counts)))
        @if targets.is_empty() { p.nothing { (desk.t("admin-move-nowhere")) } } @else { (form.render(&desk.w)) }
    };
    let shell = Shell {
        title: desk.ta("admin-move-of", &[("name", node.name.as_str().into())]),
        crumbs: vec![Crumb::new(desk.t("admin-organisation"), "/organisation"), Crumb::new(node.short(), back.clone())],
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("{back}/move"), shell))
}

/// The way to a node in names: 集团 › 华东 › 浦东店.
pub(in super::super) fn way(all: &[Node], node: &Node) -> String {
    let names: Vec<&str> =
        prefixes(&node.path).iter().filter_map(|path| all.iter().find(|n| n.path == *path)).map(Node::short).collect();
    names.join(" › ")
}
