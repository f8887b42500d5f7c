//! Where a request comes from, for routes that nobody has signed in to.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use web::Shared;

/// Address and browser of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Client {
    /// The address; that of the proxy's client where the proxy is trusted.
    pub address: Option<IpAddr>,
    /// The browser's name of itself.
    pub agent: Option<String>,
}

impl FromRequestParts<Shared> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Self::Rejection> {
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let trusted = peer.is_some_and(|p| app.config.trusted_proxies.contains(&p));
        // The last entry is the one that our own proxy wrote.
        let forwarded =
            text("x-forwarded-for").filter(|_| trusted).and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
        Ok(Client { address: forwarded.or(peer), agent: text(header::USER_AGENT.as_str()).map(str::to_owned) })
    }
}
