//! `POST /sign-in` and `POST /sign-out`.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::scope::Powers;
use kernel::{Actor, Lang, Scope};
use records::Refusal;
use serde::Deserialize;
use web::visitor::Guest;
use web::{App, Problem, Shared, Visitor};

use super::attempts::{release, reserve};
use super::{Client, own_path, page};
use crate::sessions::{clear_cookie, open_session, revoke_session, session_cookie};
use crate::settings::{self, keys};
use crate::users::{self, User, normalise_login, password};

/// What the sign-in form posts.
#[derive(Debug, Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// Checks login and password and begins a session. Unknown, disabled and mistyped get the same answer after the same
/// time.
pub(super) async fn sign_in(
    State(app): State<Shared>,
    guest: Guest,
    client: Client,
    Form(form): Form<Credentials>,
) -> Result<Response, Problem> {
    let login: String = normalise_login(&form.login).chars().take(64).collect();
    let reserved = match reserve(&app.db, &login, client.address).await? {
        Ok(reserved) => reserved,
        Err(seconds) => {
            let minutes = (seconds + 59) / 60;
            let sentence = app.words.format(guest.lang, "sign-in-locked", &[("minutes", minutes.into())]);
            let body = page::page(&app, guest, &login, &form.next, Some(sentence)).await;
            return Ok(
                (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], body).into_response()
            );
        }
    };
    let user = users::queries::find_by_login(app.db.read(), &login).await?.filter(User::is_active);
    let hash = match &user {
        Some(user) => users::queries::password_hash(app.db.read(), user.tenant_id, user.id).await?,
        None => None,
    };
    let fits = password::verify(&form.password, hash.as_deref()).await?;
    match user {
        Some(user) if fits => {
            release(&app.db, reserved).await?;
            let cookie = let_in(&app, &user, guest.lang, client).await?;
            let to = if user.must_change_password { "/me?must=change" } else { own_path(&form.next) };
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response())
        }
        known => {
            if let Some(user) = known {
                note_failure(&app, &user, &client).await?;
            }
            let sentence = app.words.text(guest.lang, "sign-in-wrong").into_owned();
            let body = page::page(&app, guest, &login, &form.next, Some(sentence)).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
    }
}

/// Begins a session for someone who has shown who they are; the answer is the cookie.
pub(crate) async fn let_in(app: &App, user: &User, lang: Lang, client: Client) -> Result<String, Refusal> {
    let conn = app.db.read();
    let idle = settings::number(conn, user.tenant_id, &user.path, keys::SESSION_IDLE).await?;
    let days = settings::number(conn, user.tenant_id, &user.path, keys::SESSION_DAYS).await?;
    let actor = Actor::User { id: user.id, name: user.name.clone(), by_token: false };
    let scope = Scope {
        tenant: user.tenant_id,
        actor,
        lang,
        request: app.db.clock.new_id(),
        powers: Arc::new(Powers::default()),
        limited_to: None,
    };
    let mut tx = app.db.write(&scope).await?;
    let opened =
        open_session(&mut tx, user.id, client.address.map(|a| a.to_string()), client.agent, idle, days).await?;
    tx.commit().await?;
    Ok(session_cookie(&app.config, &opened.secret, opened.seconds))
}

async fn note_failure(app: &App, user: &User, client: &Client) -> Result<(), Problem> {
    let scope = Scope::system(user.tenant_id, app.db.clock.new_id(), "sign-in");
    let mut tx = app.db.write(&scope).await?;
    let address = client.address.map(|a| a.to_string());
    tx.record(
        "user",
        user.id,
        "sign_in_failed",
        kernel::journal::Change::of("address", None, address).into_iter().collect(),
    );
    Ok(tx.commit().await?)
}

/// Ends the session the request came with.
pub(super) async fn sign_out(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Problem> {
    if let (Some(user), Some(session)) = (visitor.user(), visitor.session) {
        let mut tx = app.db.write(&visitor.scope).await?;
        match revoke_session(&mut tx, user, session).await {
            // Signed out in another tab a moment ago.
            Ok(()) | Err(Refusal::NotFound) => tx.commit().await?,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(([(header::SET_COOKIE, clear_cookie(&app.config))], Redirect::to("/sign-in")).into_response())
}
