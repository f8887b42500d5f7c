//! The gate before every route: who is it, may they use this route, and does the request come from our own pages.

use std::net::IpAddr;

use async_trait::async_trait;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{Extensions, HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{self, Problem};
use crate::routes::Access;
use crate::visitor::Visitor;
use crate::{App, Shared};

/// What came in at the door.
pub enum Entry {
    /// Nobody: no session, no token.
    Nobody,
    /// Someone; boxed because it is much larger than nobody.
    Someone(Box<Visitor>),
    /// Someone who has to do something else before they may go on.
    Held(Box<Visitor>, Held),
    /// Someone who looks at the house as another person sees it. Nothing may be changed.
    Looking(Box<Visitor>, Looking),
}

/// What is open and what is closed to whoever looks as someone else, by declared paths.
#[derive(Clone, Copy, Debug)]
pub struct Looking {
    /// What may be sent although nothing else may: ways out of it.
    pub ways_out: &'static [&'static str],
    /// Pages that concern the person alone; what lies below them, too.
    pub private: &'static [&'static str],
}

impl Looking {
    fn admits(&self, method: &Method, path: &str) -> Result<(), Problem> {
        if self.ways_out.contains(&path) {
            return Ok(());
        }
        if !method.is_safe() {
            return Err(Problem::looking());
        }
        let below = |top: &str| path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if self.private.iter().any(|top| below(top)) { Err(Problem::looking_private()) } else { Ok(()) }
    }
}

/// What someone has to do first.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// The page where it is done; every other page leads there.
    pub to: &'static str,
    /// Declared paths that are open meanwhile.
    pub open: &'static [&'static str],
}

/// Finds out who a request comes from. The organisation module implements it.
#[async_trait]
pub trait Gate: Send + Sync {
    /// Reads session cookie or token. `Err` answers at once (a token that is not valid, a locked account).
    async fn enter(&self, app: &App, headers: &HeaderMap, address: Option<IpAddr>) -> Result<Entry, Problem>;
    /// Where someone without a session goes: sign-in, or set-up while the house is empty.
    async fn door(&self, app: &App) -> &'static str;
}

/// Middleware on every declared route.
pub async fn gate(State(app): State<Shared>, mut request: Request, next: Next) -> Response {
    let refused = admit(&app, &mut request).await.err();
    let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
    let visitor = request.extensions().get::<Visitor>().cloned();
    let problem = match refused {
        Some(problem) => problem,
        None => {
            let mut response = next.run(request).await;
            match problem::take(&mut response) {
                Some(problem) => problem,
                None => return response,
            }
        }
    };
    problem.answer(&app, &headers, &path, visitor.as_ref()).await
}

/// Answers a request that no route takes. Whoever signed in gets the answer in the frame of their pages.
pub async fn refuse(app: &Shared, request: Request, problem: Problem) -> Response {
    let (parts, _) = request.into_parts();
    let address = client_address(app, &parts.headers, &parts.extensions);
    let visitor = match app.gate.enter(app, &parts.headers, address).await {
        Ok(Entry::Someone(visitor) | Entry::Looking(visitor, _)) => Some(*visitor),
        // Whoever has something to do first sees no frame that leads elsewhere.
        Ok(Entry::Nobody | Entry::Held(..)) | Err(_) => None,
    };
    problem.answer(app, &parts.headers, parts.uri.path(), visitor.as_ref()).await
}

async fn admit(app: &Shared, request: &mut Request) -> Result<(), Problem> {
    let path = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned()).unwrap_or_default();
    let access = app.access(request.method(), &path).ok_or_else(Problem::not_found)?;
    let address = client_address(app, request.headers(), request.extensions());
    let entry = app.gate.enter(app, request.headers(), address).await?;
    // A token is not sent along by a browser by itself, so it needs no check of origin.
    let by_token = request.headers().contains_key(header::AUTHORIZATION);
    if !by_token && !request.method().is_safe() {
        own_origin(request.headers()).inspect_err(|_| {
            tracing::warn!(?address, method = %request.method(), path, "turned away: a form of another site");
        })?;
    }
    if let Entry::Looking(visitor, looking) = &entry {
        request.extensions_mut().insert((**visitor).clone());
        looking.admits(request.method(), &path)?;
    }
    match entry {
        Entry::Someone(visitor) | Entry::Looking(visitor, _) => {
            let allowed = access.allows(&visitor.scope);
            if !allowed {
                // Who tries doors that are not theirs is worth a look.
                tracing::info!(user = ?visitor.user(), method = %request.method(), path, "turned away: not permitted");
            }
            request.extensions_mut().insert(*visitor);
            if allowed { Ok(()) } else { Err(Problem::forbidden()) }
        }
        Entry::Held(visitor, held) => {
            request.extensions_mut().insert(*visitor);
            if held.open.contains(&path.as_str()) { Ok(()) } else { Err(Problem::first(held.to)) }
        }
        Entry::Nobody if access == Access::Public => Ok(()),
        Entry::Nobody => Err(Problem::sign_in()),
    }
}

/// A request that changes something must come from a page of this host. Browsers always send `Origin` or
/// `Sec-Fetch-Site` with it and let no other page forge them.
fn own_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let host = text("host").unwrap_or_default();
    let fine = match (text("origin"), text("sec-fetch-site")) {
        (_, Some(site)) => site == "same-origin" || site == "none",
        (Some(origin), None) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        (None, None) => false,
    };
    if fine { Ok(()) } else { Err(Problem::foreign_origin()) }
}

/// Where a request comes from: the peer, or what our own proxy says of its client.
pub fn client_address(app: &App, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<std::net::SocketAddr>>().map(|c| c.0.ip());
    let trusted = peer.is_some_and(|p| app.config.trusted_proxies.contains(&p));
    if !trusted {
        return peer;
    }
    // Each proxy writes whom it heard at the end. Behind several of our own, the last one that is not ours is the client;
    // what stands before it the client may have written itself.
    let heard = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect::<Vec<_>>().join(",");
    let list = heard.rsplit(',').map(|part| part.trim().parse::<IpAddr>());
    let mut client = peer;
    for address in list {
        // Something unreadable was not written by a proxy of ours.
        let Ok(address) = address else { break };
        client = Some(address);
        if !app.config.trusted_proxies.contains(&address) {
            break;
        }
    }
    client
}

/// Headers on every answer: nothing but our own files runs or is framed, pages are not kept, and a browser that came by
/// https once comes by https from then on.
pub async fn security_headers(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let method = request.method().clone();
    let mut response = next.run(request).await.into_response();
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(name).or_insert(axum::http::HeaderValue::from_static(value));
    };
    set(
        "content-security-policy",
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    if app.config.https {
        set("strict-transport-security", "max-age=31536000");
    }
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("permissions-policy", "camera=(self), geolocation=(), microphone=()");
    if !is_asset || method != Method::GET {
        set("cache-control", "no-store");
    }
    response
}
