//! `POST /sign-in` and `POST /sign-out`.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use records::Refusal;
use serde::Deserialize;
use web::visitor::Guest;
use web::{Problem, Shared, Visitor};

use super::attempts::{Guess, release, reserve};
use super::entry::{is_allowed, let_in, note_failure};
use super::{Client, farewell, own_path, page, ticket};
use crate::second_factor::queries as factors;
use crate::sessions::{clear_cookie, revoke_session};
use crate::users::{self, User, normalise_login, password};
use crate::{looking, sign_on};

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
    let reserved = match reserve(&app.db, Guess::Password, &login, client.address).await? {
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
            if !is_allowed(&app, &user, client.address).await? {
                note_failure(&app, &user, &client).await?;
                let sentence = app.words.text(guest.lang, "problem-address").into_owned();
                let body = page::page(&app, guest, &login, &form.next, Some(sentence)).await;
                return Ok((StatusCode::FORBIDDEN, body).into_response());
            }
            if !sign_on::takes_password(&app, &user).await? {
                note_failure(&app, &user, &client).await?;
                let sentence = app.words.text(guest.lang, "sign-on-instead").into_owned();
                let body = page::page(&app, guest, &login, &form.next, Some(sentence)).await;
                return Ok((StatusCode::FORBIDDEN, body).into_response());
            }
            let next = own_path(&form.next);
            if factors::has(app.db.read(), user.tenant_id, user.id).await? {
                let cookie = ticket::give(&app, &user, hash.as_deref().unwrap_or_default());
                let to = format!("/sign-in/code?next={}", web::page::encode(next));
                return Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response());
            }
            let cookie = let_in(&app, &user, guest.lang, client).await?;
            let to = if user.must_change_password { "/me?must=change" } else { next };
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response())
        }
        known => {
            match known {
                Some(user) => note_failure(&app, &user, &client).await?,
                // There is no journal to note it in: nobody knows whose it would be. What was typed may be a password.
                None => tracing::info!(address = ?client.address, "a sign-in failed: no such login"),
            }
            let sentence = app.words.text(guest.lang, "sign-in-wrong").into_owned();
            let body = page::page(&app, guest, &login, &form.next, Some(sentence)).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
    }
}

/// Ends the session the request came with, and leads to the end of the provider's where it began there.
pub(super) async fn sign_out(
    State(app): State<Shared>,
    visitor: Visitor,
    guest: Guest,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let author = visitor.scope.author();
    // Who looks as someone else signs themselves out.
    let session = visitor.session.or(visitor.scope.looking().map(|l| l.session));
    let mut held = None;
    if let (Some(user), Some(session)) = (author.user(), session) {
        held = sign_on::held(&app, author.tenant, session).await?;
        let mut tx = app.db.write(&author).await?;
        looking::end(&mut tx, session).await?;
        match revoke_session(&mut tx, user, session).await {
            // Signed out in another tab a moment ago.
            Ok(()) | Err(Refusal::NotFound) => tx.commit().await?,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    let cookie = [(header::SET_COOKIE, clear_cookie(&app.config))];
    let further = match held {
        Some(held) => sign_on::way_out(&app, &headers, author.tenant, held).await?,
        None => None,
    };
    match further {
        Some(way) => Ok((cookie, farewell::page(&app, guest, &way)?).into_response()),
        None => Ok((cookie, Redirect::to("/sign-in")).into_response()),
    }
}
