//! Where a request comes from, for routes that nobody has signed in to.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
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
        let address = web::gate::client_address(app, &parts.headers, &parts.extensions);
        Ok(Client { address, agent: text(header::USER_AGENT.as_str()).map(str::to_owned) })
    }
}
