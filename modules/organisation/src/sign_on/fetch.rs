//! Asking the provider: over https, without following it elsewhere, with limits of time and size.

use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use url::{Host, Url};

/// Bytes of an answer at most. A provider's keys are some kilobytes.
const MOST: usize = 512 * 1024;
/// How long a connection and an answer may take.
const CONNECT: Duration = Duration::from_secs(4);
const ANSWER: Duration = Duration::from_secs(8);

/// Why the provider could not be asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("neither https nor this machine: {0}")]
    NotAllowed(String),
    #[error("the answer is too large")]
    TooLarge,
    #[error("no http client could be made")]
    NoClient,
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Answer(#[from] axum::http::Error),
}

/// Whether an address may be asked or shown to a browser: https, or plain http on this machine (for tests).
pub(super) fn is_allowed(url: &Url) -> bool {
    let loopback = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" && url.host().is_some() || url.scheme() == "http" && loopback
}

/// A client that follows nobody and goes through no proxy.
pub(super) fn client() -> Option<reqwest::Client> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .no_proxy()
        .user_agent("fourfold");
    client.build().inspect_err(|error| tracing::error!(%error, "no client for single sign-on")).ok()
}

/// Asks.
pub(super) async fn fetch(client: Option<reqwest::Client>, request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let client = client.ok_or(FetchError::NoClient)?;
    let (parts, body) = request.into_parts();
    let text = parts.uri.to_string();
    let url = Url::parse(&text).ok().filter(is_allowed).ok_or(FetchError::NotAllowed(text))?;
    let mut answer = client.request(parts.method, url).headers(parts.headers).body(body).send().await?;
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await? {
        if bytes.len() + part.len() > MOST {
            return Err(FetchError::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    let mut response = axum::http::Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        headers.clone_from(answer.headers());
    }
    Ok(response.body(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-03: nothing but https, and this machine for tests.
    #[test]
    fn where_the_server_may_ask() {
        for (url, may) in [
            ("https://id.example.com/realms/a", true),
            ("http://127.0.0.1:4000", true),
            ("http://[::1]:4000", true),
            ("http://localhost:4000/x", true),
            ("http://id.example.com", false),
            ("http://169.254.169.254/latest", false),
            ("http://localhost.example.com", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(Url::parse(url).is_ok_and(|u| is_allowed(&u)), may, "{url}");
        }
    }
}
