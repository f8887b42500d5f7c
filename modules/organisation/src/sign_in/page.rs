//! The sign-in page.

use axum::extract::{Query, State};
use axum::http::Extensions;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Field, Form, PlainShell, Words};
use web::visitor::{Guest, Speech};
use web::{Problem, Shared, Visitor};

use super::cast::cast;
use super::own_path;
use crate::{sign_on, tenants};

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Way {
    #[serde(default)]
    pub(super) next: String,
}

/// `GET /sign-in`
pub(super) async fn show(
    State(app): State<Shared>,
    guest: Guest,
    Query(way): Query<Way>,
    extensions: Extensions,
) -> Result<Response, Problem> {
    if extensions.get::<Visitor>().is_some() {
        return Ok(Redirect::to(own_path(&way.next)).into_response());
    }
    if !tenants::queries::any(app.db.read()).await? {
        return Ok(Redirect::to("/set-up").into_response());
    }
    Ok(page(&app, guest, "", &way.next, None).await.into_response())
}

/// The page, with the login typed before and what was wrong with it.
pub(super) async fn page(app: &Shared, guest: Guest, login: &str, next: &str, error: Option<String>) -> Markup {
    let speech = Speech { app, lang: guest.lang };
    let next = own_path(next);
    let login_field = Field::new("login", speech.t("user-login")).required().max(64).complete("username");
    let login_field = if login.is_empty() { login_field.focus() } else { login_field };
    let password = Field::new("password", speech.t("sign-in-password")).required().complete("current-password");
    let password = if login.is_empty() { password } else { password.focus() };
    let form = Form {
        id: "sign-in".into(),
        action: "/sign-in".into(),
        errors: error.into_iter().map(|e| (String::new(), e)).collect(),
        fields: html! {
            (login_field.text(login, &speech))
            (password.password(&speech))
            input type="hidden" name="next" value=(next);
        },
        submit: speech.t("sign-in-submit").into(),
        ..Form::default()
    };
    let here = if next == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={}", web::page::encode(next)) };
    let shell = PlainShell {
        title: speech.t("sign-in-title").into(),
        theme: guest.theme,
        language: Some("/language".into()),
        here,
        body: html! { (form.render(&speech)) (single(app, &speech, next).await) (cast(app, &speech, next).await) },
        ..PlainShell::default()
    };
    shell.render(&speech)
}

/// The page with a sentence, for those who did not come by its form.
pub(crate) async fn sign_in_page(app: &Shared, guest: Guest, next: &str, sentence: String) -> Result<Markup, Problem> {
    Ok(page(app, guest, "", next, Some(sentence)).await)
}

/// The ways in by the provider of the group. A database that does not answer takes none of the others away.
async fn single(app: &Shared, speech: &Speech<'_>, next: &str) -> Markup {
    let list = sign_on::queries::in_use(app.db.read()).await.unwrap_or_default();
    html! {
        @for provider in list {
            p.sign-on {
                // A link, for a form may not be answered by another site (the content security policy).
                a.button href=(format!("{}?provider={}&next={}", sign_on::BEGIN, provider.id, web::page::encode(next))) {
                    (speech.ta("sign-on-with", &[("name", provider.label.as_str().into())]))
                }
            }
        }
    }
}
