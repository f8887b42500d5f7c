//! `/me/proof`: showing again that it is the person, before something sensitive.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Crumb, Field, Form, Shell, Words};
use web::{Page, Problem, Shared, Visitor};

use super::person;
use crate::second_factor::queries as factors;
use crate::sessions::prove;
use crate::sign_in::{asked_again, code_again, own_path};
use crate::users;

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Way {
    next: String,
}

/// What the form posts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    password: String,
    code: String,
    next: String,
}

/// `GET /me/proof`
pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(way): Query<Way>,
) -> Result<Markup, Problem> {
    page(&app, &visitor, &way.next, None).await
}

/// `POST /me/proof`
pub(super) async fn check(
    State(app): State<Shared>,
    visitor: Visitor,
    Body(typed): Body<Typed>,
) -> Result<Response, Problem> {
    let id = person(&visitor)?;
    let tenant = visitor.scope.tenant;
    let user = users::queries::find(app.db.read(), tenant, id).await?.ok_or_else(Problem::not_found)?;
    let wrong = if !asked_again(&app, &visitor, &user, &typed.password).await? {
        Some(("password", "password-wrong"))
    } else if factors::has(app.db.read(), tenant, id).await? && !code_again(&app, &visitor, &user, &typed.code).await? {
        Some(("code", "second-factor-wrong"))
    } else {
        None
    };
    if wrong.is_some() {
        let body = page(&app, &visitor, &typed.next, wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    }
    let mut tx = app.db.write(&visitor.scope).await?;
    if let Some(session) = visitor.session {
        prove(&mut tx, session).await?;
    }
    tx.record("user", id, "prove", Vec::new());
    tx.commit().await?;
    Ok(Redirect::to(own_path(&typed.next)).into_response())
}

async fn page(
    app: &Shared,
    visitor: &Visitor,
    next: &str,
    wrong: Option<(&'static str, &'static str)>,
) -> Result<Markup, Problem> {
    let id = person(visitor)?;
    let user = users::queries::find(app.db.read(), visitor.scope.tenant, id).await?.ok_or_else(Problem::not_found)?;
    let asks_code = factors::has(app.db.read(), visitor.scope.tenant, id).await?;
    let next = own_path(next);
    let frame = Page::new(app, visitor, "/me/proof");
    let w = &frame.words();
    let field = |name: &str, key: &str, token: &'static str| {
        let error = wrong.filter(|(field, _)| *field == name).map(|(_, code)| w.t(code).into_owned());
        Field::new(name, w.t(key)).required().max(200).complete(token).error(error)
    };
    let form = Form {
        id: "proof".into(),
        action: "/me/proof".into(),
        errors: wrong.map(|(f, code)| (f.to_owned(), w.t(code).into_owned())).into_iter().collect(),
        fields: html! {
            // Password managers want to know whose password it is.
            input type="hidden" name="username" autocomplete="username" value=(user.login);
            (field("password", "password-current", "current-password").focus().password(w))
            @if asks_code { (field("code", "second-factor-code", "one-time-code").hint(w.t("second-factor-code-hint")).code("", w)) }
            input type="hidden" name="next" value=(next);
        },
        submit: w.t("proof-submit").into(),
        cancel: Some("/me".into()),
        ..Form::default()
    };
    let crumbs = vec![Crumb::new(w.t("me-title"), "/me")];
    let again = super::sign_on::again(app, visitor, id, next, w).await?;
    let body = html! { p { (w.t("proof-about")) } br; (form.render(w)) (again) };
    Ok(frame.show(Shell { title: w.t("proof-title").into(), crumbs, body, ..Shell::default() }))
}
