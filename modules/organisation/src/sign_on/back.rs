//! `GET /sign-in/single/back`: from the provider.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Scope, crypto};
use serde::Deserialize;
use web::visitor::Guest;
use web::{App, Problem, Shared};

use super::identity::identity;
use super::ticket::{self, Way};
use super::{Provider, SignOn, entry, queries};
use crate::sign_in::{Client, sign_in_page};

/// What the provider sends along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    code: String,
    state: String,
    error: String,
    /// Who sends it (RFC 9207).
    iss: Option<String>,
}

/// Why nobody is let in: the key of a sentence.
pub(super) struct Refused(pub &'static str);

pub(super) async fn back(
    State(app): State<Shared>,
    guest: Guest,
    client: Client,
    headers: HeaderMap,
    Query(sent): Query<Sent>,
) -> Result<Response, Problem> {
    let way = ticket::held(&app, &headers);
    let next = way.as_ref().map(|w| w.next.clone()).unwrap_or_default();
    let lang = guest.lang;
    let outcome = match way {
        Some(way) => gone(&app, &way, sent, lang, client).await?,
        None => Err(Refused("sign-on-late")),
    };
    // Whatever came of it, the way is gone.
    let clear = ticket::clear(&app);
    match outcome {
        Ok(entry::Entered { cookies, to }) => {
            let mut response = Redirect::to(&to).into_response();
            for cookie in cookies.into_iter().chain([clear]) {
                let value = cookie.parse().map_err(Problem::internal)?;
                response.headers_mut().append(header::SET_COOKIE, value);
            }
            Ok(response)
        }
        Err(Refused(key)) => {
            let sentence = app.words.text(lang, key).into_owned();
            let page = sign_in_page(&app, guest, &next, sentence).await?;
            Ok((StatusCode::FORBIDDEN, [(header::SET_COOKIE, clear)], page).into_response())
        }
    }
}

async fn gone(
    app: &App,
    way: &Way,
    sent: Sent,
    lang: kernel::Lang,
    client: Client,
) -> Result<Result<entry::Entered, Refused>, Problem> {
    if !crypto::same(&way.state, &sent.state) || sent.iss.as_ref().is_some_and(|iss| *iss != way.issuer) {
        tracing::info!(address = ?client.address, "single sign-on: an answer to another question");
        return Ok(Err(Refused("sign-on-late")));
    }
    if !once(app, way).await? {
        tracing::info!(address = ?client.address, "single sign-on: an answer that was used before");
        return Ok(Err(Refused("sign-on-late")));
    }
    if !sent.error.is_empty() || sent.code.is_empty() {
        return Ok(Err(Refused(if sent.error == "access_denied" { "sign-on-denied" } else { "sign-on-failed" })));
    }
    let provider = queries::of_tenant(app.db.read(), way.tenant).await?;
    let Some(provider) = provider.filter(|p: &Provider| p.active && p.id == way.provider && p.issuer == way.issuer)
    else {
        return Ok(Err(Refused("sign-on-late")));
    };
    let now = app.db.clock.now();
    match identity(&app.seam::<SignOn>(), &provider, &app.db.keys, way, sent.code, now).await {
        Ok(identity) => entry::enter(app, &provider, way, identity, lang, client).await,
        Err(cause) => {
            tracing::warn!(%cause, issuer = %provider.issuer, address = ?client.address, "single sign-on failed");
            Ok(Err(Refused("sign-on-failed")))
        }
    }
}

/// Whether a way comes to its end for the first time.
async fn once(app: &App, way: &Way) -> Result<bool, Problem> {
    let scope = Scope::system(way.tenant, app.db.clock.new_id(), "sign-on");
    let tx = app.db.write(&scope).await?;
    let first = queries::spend(&tx, &crypto::digest(&way.state), tx.now().plus_seconds(-2 * ticket::SECONDS)).await?;
    tx.commit().await?;
    Ok(first)
}
