//! `/organisation/{node}/new`: a node below another one.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Choice, Crumb, Form, Shell};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted, draft};
use super::{MANAGE, form};
use crate::nodes::{NewNode, Node, NodeKind, add_node};

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor, Path(id): Path<Id>) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let above = desk.node(&desk.domain(MANAGE).await?, id).await?;
    let first = usual(&above).ok_or_else(Problem::not_found)?;
    page(desk, &above, &Draft::of([("kind", first.name())])).await
}

pub(super) async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let above = desk.node(&desk.domain(MANAGE).await?, id).await?;
    let input: Input = posted.into_iter().collect();
    let mut tx = app.db.write(&visitor.scope).await?;
    let made = match read(&above, &input) {
        Ok(new) => add_node(&mut tx, new).await,
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok(node) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/organisation/{node}?done=added")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &above, &draft).await?))
        }
    }
}

fn read(above: &Node, input: &Input) -> Result<NewNode, Refusal> {
    let kind = NodeKind::from_name(input.get("kind").unwrap_or_default())
        .ok_or_else(|| Refusal::field("kind", "admin-kind-missing"))?;
    let text = |field: &str| input.filled(field).map(str::to_owned);
    Ok(NewNode {
        short_name: text("short_name"),
        grade: text("grade").filter(|_| kind == NodeKind::Store),
        city: text("city"),
        phone: text("phone"),
        address: text("address"),
        opened_on: draft::day(input, "opened_on")?,
        ..NewNode::new(Some(above.id), kind, text("code").unwrap_or_default(), text("name").unwrap_or_default())
    })
}

/// What is most often added: stores to groups and regions, departments to stores, teams to departments.
fn usual(above: &Node) -> Option<NodeKind> {
    let kinds = form::kinds_under(above.node_kind());
    let likely = match above.node_kind() {
        NodeKind::Maker => NodeKind::Group,
        NodeKind::Group | NodeKind::Region => NodeKind::Store,
        NodeKind::Store => NodeKind::Department,
        NodeKind::Department | NodeKind::Team => NodeKind::Team,
    };
    kinds.contains(&likely).then_some(likely)
}

async fn page(desk: &Desk<'_>, above: &Node, draft: &Draft) -> Result<Markup, Problem> {
    let back = format!("/organisation/{}", above.id);
    let kinds: Vec<Choice> = form::kinds_under(above.node_kind())
        .into_iter()
        .map(|kind| Choice::new(kind.name(), desk.t(&format!("node-kind-{}", kind.name()))))
        .collect();
    let stores = kinds.iter().any(|choice| choice.value == NodeKind::Store.name());
    let fields = html! {
        (draft.field(desk, "kind", "admin-kind").required().wide().radio(&kinds, draft.value("kind"), &desk.w))
        (form::fields(desk, draft, stores, &above.path).await?)
    };
    let body = Form {
        id: "node-new".into(),
        action: format!("{back}/new"),
        draft: desk.visitor.user().map(|user| format!("{user}:node-new")),
        errors: draft.sentences(desk),
        fields,
        submit: desk.t("admin-node-add").into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.ta("admin-node-add-below", &[("name", above.name.as_str().into())]),
        crumbs: vec![
            Crumb::new(desk.t("admin-organisation"), "/organisation"),
            Crumb::new(above.short(), back.clone()),
        ],
        body: body.render(&desk.w),
        ..Shell::default()
    };
    Ok(desk.show(format!("{back}/new"), shell))
}
