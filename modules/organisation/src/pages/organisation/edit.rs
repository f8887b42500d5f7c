//! `/organisation/{node}/edit`: names, place, telephone, time zone, grade.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Tx};
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Crumb, Form, Shell};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted, draft};
use super::node::own_store;
use super::{MANAGE, form};
use crate::nodes::change::{NodeChange, TEXTS, change_node};
use crate::nodes::{Node, NodeKind, redating};

/// The fields that this form changes, with the keys of their labels.
const FIELDS: [(&str, &str); 9] = [
    ("name", "admin-name"),
    ("code", "node-code"),
    ("short_name", "store-short-name"),
    ("grade", "store-grade"),
    ("city", "store-city"),
    ("phone", "store-phone"),
    ("address", "store-address"),
    ("opened_on", "store-opened-on"),
    ("time_zone", "admin-time-zone"),
];

/// The node, if the visitor may edit it.
async fn editable(desk: &Desk<'_>, id: Id) -> Result<Node, Problem> {
    let domain = desk.domain(MANAGE).await?;
    let node = desk.node(&domain, id).await?;
    if domain.rules(&node.path) || own_store(desk, &node) { Ok(node) } else { Err(Problem::forbidden()) }
}

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor, Path(id): Path<Id>) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let node = editable(desk, id).await?;
    page(desk, &node, &Draft::of(stored(&node))).await
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let node = editable(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let version = draft::version(&input)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match change(&mut tx, id, version, &input).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/organisation/{id}?done=saved")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &node, &draft).await?))
        }
    }
}

async fn change(tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<(), Refusal> {
    let change = NodeChange {
        code: input.get("code").map(str::to_owned),
        name: input.get("name").map(str::to_owned),
        texts: TEXTS.into_iter().filter_map(|f| input.get(f).map(|t| (f, t.to_owned()))).collect(),
        opened_on: input.get("opened_on").map(|_| draft::day(input, "opened_on")).transpose()?,
        closed_on: None,
    };
    let version = change_node(tx, id, version, change).await?;
    if let Some(zone) = input.filled("time_zone") {
        redating::change_time_zone(tx, id, version, zone).await?;
    }
    Ok(())
}

fn stored(node: &Node) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        ("name", node.name.clone()),
        ("code", node.code.clone()),
        ("short_name", text(&node.short_name)),
        ("grade", text(&node.grade)),
        ("city", text(&node.city)),
        ("phone", text(&node.phone)),
        ("address", text(&node.address)),
        ("opened_on", node.opened_on.map(|d| d.to_string()).unwrap_or_default()),
        ("time_zone", node.time_zone.clone()),
    ]
}

async fn page(desk: &Desk<'_>, node: &Node, draft: &Draft) -> Result<Markup, Problem> {
    let back = format!("/organisation/{}", node.id);
    let is_store = node.node_kind() == NodeKind::Store;
    let standing: Vec<(&str, String, String)> = stored(node)
        .into_iter()
        .map(|(field, value)| {
            let label = FIELDS.iter().find(|(f, _)| *f == field).map_or(field, |(_, key)| *key);
            (field, desk.t(label).into_owned(), value)
        })
        .collect();
    let kind = if is_store { "store" } else { "node" };
    let form = Form {
        id: "node-edit".into(),
        action: format!("{back}/edit"),
        errors: draft.sentences(desk),
        fields: html! {
            input type="hidden" name="version" value=(draft.version(node.version));
            (form::fields(desk, draft, is_store, &node.path).await?)
            (form::time_zone(desk, draft))
        },
        submit: desk.t("admin-save").into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.ta("admin-edit-of", &[("name", node.name.as_str().into())]),
        crumbs: vec![Crumb::new(desk.t("admin-organisation"), "/organisation"), Crumb::new(node.short(), back.clone())],
        body: html! { (draft.stale_note(desk, kind, node.id, &standing).await?) (form.render(&desk.w)) },
        ..Shell::default()
    };
    Ok(desk.show(format!("{back}/edit"), shell))
}
