//! `/users/new`: a person with a first post and a password for one use.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Commands, Input, Refusal};
use ui::{Crumb, Form, Shell, section};
use web::{Page, Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted};
use super::{MANAGE, account, post, seen};
use crate::users::UserCommands;

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    page(desk, &Draft::default()).await
}

pub(super) async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let mut input: Input = posted.into_iter().collect();
    input.0.retain(|name, _| ["name", "login", "phone", "email", "node", "role"].contains(&name.as_str()));
    let ready = ready(desk, &input).await?;
    let made = match ready {
        Ok(secret) => made(desk, &input, &secret).await.map(|id| (id, secret)),
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok((id, secret)) => {
            let seen = seen(desk, id).await?;
            Ok(account::shown_once(desk, &seen, "admin-user-made", &secret).into_response())
        }
        Err(refusal) => {
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &draft).await?))
        }
    }
}

async fn made(desk: &Desk<'_>, input: &Input, secret: &str) -> Result<Id, Refusal> {
    let (db, scope) = (&desk.app.db, &desk.visitor.scope);
    let mut with = input.clone();
    with.set("password", secret);
    let with = UserCommands.prepare(db, scope, with).await?;
    let mut tx = db.write(scope).await?;
    let id = UserCommands.create(&mut tx, &with).await?;
    tx.commit().await?;
    Ok(id)
}

/// A first post must be named, at a node that the visitor looks after; the answer is the password for one use.
async fn ready(desk: &Desk<'_>, input: &Input) -> Result<Result<String, Refusal>, Problem> {
    let Some(node) = input.get("node").and_then(|text| text.parse::<Id>().ok()) else {
        return Ok(Err(Refusal::field("node", "user-node-missing")));
    };
    if input.filled("role").is_none() {
        return Ok(Err(Refusal::field("role", "user-role-missing")));
    }
    let domain = desk.domain(MANAGE).await?;
    match desk.node(&domain, node).await {
        Ok(node) => Ok(Ok(account::fresh_password(desk, &node.path).await?)),
        Err(_) => Ok(Err(Refusal::field("node", "node-not-found"))),
    }
}

async fn page(desk: &Desk<'_>, draft: &Draft) -> Result<Markup, Problem> {
    let w = &desk.w;
    let post = post::node_and_role(desk, draft).await?;
    let form = Form {
        id: "user-new".into(),
        action: "/users/new".into(),
        draft: desk.visitor.user().map(|user| format!("{user}:user-new")),
        errors: draft.sentences(desk),
        fields: html! {
            (section(&desk.t("admin-user-person"), html! {
                (draft.field(desk, "name", "user-name").required().focus().max(60).complete("off").text(draft.value("name"), w))
                (draft.field(desk, "login", "user-login").required().max(64).complete("off").hint(desk.t("admin-login-hint")).text(draft.value("login"), w))
                (draft.field(desk, "phone", "user-phone").max(40).complete("off").phone(draft.value("phone"), w))
                (draft.field(desk, "email", "user-email").max(200).complete("off").email(draft.value("email"), w))
            }))
            (section(&desk.t("admin-user-first-post"), post))
        },
        submit: desk.t("admin-user-add").into(),
        cancel: Some("/users".into()),
        ..Form::default()
    };
    let body = html! { p.hint { (desk.t("admin-user-add-hint")) } br; (form.render(w)) };
    let shell = Shell {
        title: desk.t("admin-user-add").into(),
        crumbs: vec![Crumb::new(desk.t("kind-user-plural"), "/users")],
        body,
        ..Shell::default()
    };
    Ok(Page::new(desk.app, desk.visitor, "/users/new").show(shell))
}
