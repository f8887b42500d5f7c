//! `/sign-in/code`: the second step for those who have a second factor.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Field, PlainShell, Words};
use web::visitor::{Guest, Speech};
use web::{Problem, Shared};

use super::entry::{as_user, code_opens, let_in};
use super::page::Way;
use super::{Client, own_path, ticket};

/// What the form posts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    next: String,
}

/// `GET /sign-in/code`
pub(super) async fn show(
    State(app): State<Shared>,
    guest: Guest,
    headers: HeaderMap,
    Query(way): Query<Way>,
) -> Result<Response, Problem> {
    match ticket::holder(&app, &headers).await? {
        Some(_) => Ok(page(&app, guest, &way.next, None).into_response()),
        None => Ok(Redirect::to("/sign-in").into_response()),
    }
}

/// `POST /sign-in/code`: a code of the app, or a recovery code.
pub(super) async fn check(
    State(app): State<Shared>,
    guest: Guest,
    client: Client,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let Some(user) = ticket::holder(&app, &headers).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let scope = as_user(&app, &user, guest.lang);
    let (status, sentence, wait) = match code_opens(&app, &scope, &user, &typed.code, client.address).await? {
        Ok(true) => {
            let cookies = [let_in(&app, &user, guest.lang, client).await?, ticket::clear(&app)];
            let cookies = cookies.map(|cookie| (header::SET_COOKIE, cookie));
            return Ok((AppendHeaders(cookies), Redirect::to(own_path(&typed.next))).into_response());
        }
        Ok(false) => {
            let sentence = app.words.text(guest.lang, "second-factor-wrong").into_owned();
            (StatusCode::UNPROCESSABLE_ENTITY, sentence, None)
        }
        Err(seconds) => {
            let minutes = (seconds + 59) / 60;
            let sentence = app.words.format(guest.lang, "sign-in-locked", &[("minutes", minutes.into())]);
            (StatusCode::TOO_MANY_REQUESTS, sentence, Some(seconds))
        }
    };
    let wait = wait.map(|seconds| (header::RETRY_AFTER, seconds.to_string()));
    Ok((status, AppendHeaders(wait), page(&app, guest, &typed.next, Some(sentence))).into_response())
}

fn page(app: &Shared, guest: Guest, next: &str, error: Option<String>) -> Markup {
    let w = &Speech { app, lang: guest.lang };
    let next = own_path(next);
    // Letters as well: a recovery code goes into the same field.
    let field = Field::new("code", w.t("second-factor-code"))
        .required()
        .focus()
        .max(40)
        .complete("one-time-code")
        .hint(w.t("second-factor-code-hint"));
    let form = ui::Form {
        id: "sign-in-code".into(),
        action: "/sign-in/code".into(),
        errors: error.into_iter().map(|e| (String::new(), e)).collect(),
        fields: html! { (field.code("", w)) input type="hidden" name="next" value=(next); },
        submit: w.t("sign-in-submit").into(),
        cancel: Some("/sign-in".into()),
        ..ui::Form::default()
    };
    let here = if next == "/" {
        "/sign-in/code".to_owned()
    } else {
        format!("/sign-in/code?next={}", web::page::encode(next))
    };
    let shell = PlainShell {
        title: w.t("second-factor-title").into(),
        theme: guest.theme,
        language: Some("/language".into()),
        here,
        body: form.render(w),
        ..PlainShell::default()
    };
    shell.render(w)
}
