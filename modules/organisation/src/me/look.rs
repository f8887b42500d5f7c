//! Language, theme and the store looked at.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Lang};
use serde::Deserialize;
use web::visitor::Theme;
use web::{Problem, Shared, Visitor};

use super::person;
use crate::sessions;
use crate::sign_in::{language_cookie, own_path};
use crate::users::set_look;

/// What the language switch posts.
#[derive(Debug, Deserialize)]
pub(super) struct LanguageChoice {
    lang: String,
    #[serde(default)]
    back: String,
}

/// `POST /me/language`
pub(super) async fn language(
    State(app): State<Shared>,
    visitor: Visitor,
    Form(choice): Form<LanguageChoice>,
) -> Result<Response, Problem> {
    let lang = Lang::from_tag(&choice.lang).unwrap_or_default();
    let mut tx = app.db.write(&visitor.scope).await?;
    set_look(&mut tx, person(&visitor)?, Some(lang), None).await?;
    tx.commit().await?;
    Ok(([(header::SET_COOKIE, language_cookie(lang))], Redirect::to(own_path(&choice.back))).into_response())
}

/// What the theme switch posts.
#[derive(Debug, Deserialize)]
pub(super) struct ThemeChoice {
    theme: String,
}

/// `POST /me/theme`: 204 for the script that has changed the page already, a page for a browser without scripts.
pub(super) async fn theme(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(choice): Form<ThemeChoice>,
) -> Result<Response, Problem> {
    let theme = Theme::from_key(&choice.theme);
    let mut tx = app.db.write(&visitor.scope).await?;
    set_look(&mut tx, person(&visitor)?, None, Some(theme)).await?;
    tx.commit().await?;
    // Kept for the sign-in page as well.
    let cookie = [(header::SET_COOKIE, format!("theme={}; Path=/; Max-Age=31536000; SameSite=Lax", theme.key()))];
    let navigates = headers.get("sec-fetch-mode").and_then(|v| v.to_str().ok()).is_some_and(|mode| mode == "navigate");
    Ok(if navigates {
        (cookie, Redirect::to("/me")).into_response()
    } else {
        (cookie, StatusCode::NO_CONTENT).into_response()
    })
}

/// What the store switch posts.
#[derive(Debug, Deserialize)]
pub(super) struct StoreChoice {
    #[serde(default)]
    store: String,
}

/// `POST /me/store`: an empty value looks at all stores again.
pub(super) async fn store(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(choice): Form<StoreChoice>,
) -> Result<Response, Problem> {
    person(&visitor)?;
    let store = match choice.store.trim() {
        "" => None,
        text => Some(
            text.parse::<Id>()
                .ok()
                .filter(|id| visitor.stores.iter().any(|(s, _)| s == id))
                .ok_or_else(Problem::not_found)?,
        ),
    };
    if let Some(session) = visitor.session {
        let tx = app.db.write(&visitor.scope).await?;
        sessions::queries::set_store(&tx, session, store).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&back(&headers)).into_response())
}

/// The path of the page the form stood on.
fn back(headers: &HeaderMap) -> String {
    let from = headers.get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let path = from.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
    own_path(path).to_owned()
}
