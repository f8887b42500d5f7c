//! `GET /sign-in/single`: to the provider.

use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow};
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, Scope};
use serde::Deserialize;
use web::visitor::Guest;
use web::{App, Problem, Shared, Visitor};

use super::provider::client;
use super::ticket::{self, Way};
use super::{BACK, SignOn, queries};
use crate::sign_in::{own_path, sign_in_page};

/// What the link asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    provider: String,
    next: String,
    /// Someone who is in shows again that it is they.
    again: bool,
}

pub(super) async fn begin(
    State(app): State<Shared>,
    guest: Guest,
    headers: HeaderMap,
    extensions: Extensions,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let visitor = extensions.get::<Visitor>();
    let next = own_path(&asked.next).to_owned();
    let proves = if asked.again { visitor.and_then(|v| v.session) } else { None };
    if visitor.is_some() && proves.is_none() {
        return Ok(Redirect::to(&next).into_response());
    }
    let wanted: Option<Id> = asked.provider.parse().ok();
    let all = queries::in_use(app.db.read()).await?;
    let provider = all.into_iter().find(|p| Some(p.id) == wanted).ok_or_else(Problem::not_found)?;
    let now = app.db.clock.now();
    let back = format!("{}{BACK}", base(&app, &headers));
    let metadata = app.seam::<SignOn>().metadata(&provider.issuer, now, false).await;
    let ready = metadata.and_then(|metadata| client(&provider, &app.db.keys, metadata, back.clone()));
    let client = match ready {
        Ok(client) => client,
        Err(cause) => {
            tracing::warn!(%cause, issuer = %provider.issuer, "the provider of single sign-on does not answer");
            let sentence = app.words.text(guest.lang, "sign-on-away").into_owned();
            let page = sign_in_page(&app, guest, &next, sentence).await?;
            return Ok((axum::http::StatusCode::BAD_GATEWAY, page).into_response());
        }
    };
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .add_scope(Scope::new("profile".into()))
        .add_scope(Scope::new("email".into()));
    if proves.is_some() {
        request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(std::time::Duration::ZERO);
    }
    let (url, state, nonce) = request.url();
    let way = Way {
        tenant: provider.tenant_id,
        provider: provider.id,
        issuer: provider.issuer,
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
        back,
        next,
        proves,
        until: now.plus_seconds(ticket::SECONDS).0,
    };
    Ok(([(header::SET_COOKIE, ticket::give(&app, &way))], Redirect::to(url.as_str())).into_response())
}

/// The address by which people come here. Without a public one it is what the browser asked for; the provider sends
/// nobody to an address that was not registered with it.
pub(crate) fn base(app: &App, headers: &HeaderMap) -> String {
    if let Some(public) = &app.config.public_url {
        return public.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("localhost");
    format!("{}://{host}", if app.config.https { "https" } else { "http" })
}
