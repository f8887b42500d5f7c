//! One client with one connection kept open, signed in as someone.

use std::time::Instant;

use anyhow::bail;
use fourfold::demo::generate::PASSWORD;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};

/// A client without cookies of its own: each request says who asks.
pub fn client() -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(1).build()?)
}

/// Signs someone in; the answer is their cookie.
pub async fn sign_in(client: &reqwest::Client, base: &str, login: &str) -> anyhow::Result<String> {
    let body = format!("login={login}&password={PASSWORD}");
    let request = client
        .post(format!("{base}/sign-in"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(body);
    let answer = request.send().await?;
    if !answer.status().is_redirection() {
        bail!("{login} cannot sign in: {}", answer.status());
    }
    let cookies = answer.headers().get_all(SET_COOKIE).iter().filter_map(|v| v.to_str().ok()?.split(';').next());
    Ok(cookies.collect::<Vec<_>>().join("; "))
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Path and query.
    pub path: String,
    /// Cookie or token: name and value of the header.
    pub who: (&'static str, String),
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// A JSON body; the request is a POST then.
    pub body: Option<String>,
}

impl Ask {
    /// A page for someone with a cookie.
    pub fn page(path: impl Into<String>, cookie: &str) -> Ask {
        Ask { path: path.into(), who: ("cookie", cookie.to_owned()), headers: Vec::new(), body: None }
    }
}

/// Asks, reads the whole answer, and says how long that took in milliseconds and how many bytes came. Anything but
/// success is an error: it would be fast for the wrong reason.
pub async fn ask(client: &reqwest::Client, base: &str, ask: &Ask) -> anyhow::Result<(f64, usize)> {
    let mut headers = HeaderMap::new();
    let who = [(ask.who.0, ask.who.1.clone())];
    for (name, value) in who.iter().chain(&ask.headers) {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value)?);
    }
    let url = format!("{base}{}", ask.path);
    let request = match &ask.body {
        Some(body) => client.post(url).header("content-type", "application/json").body(body.clone()),
        None => client.get(url),
    };
    let begin = Instant::now();
    let answer = request.headers(headers).send().await?;
    let status = answer.status();
    let bytes = answer.bytes().await?;
    let took = begin.elapsed().as_secs_f64() * 1_000.0;
    if !status.is_success() {
        bail!(
            "{} answers {status}: {}",
            ask.path,
            String::from_utf8_lossy(&bytes).chars().take(300).collect::<String>()
        );
    }
    Ok((took, bytes.len()))
}

/// A percent-encoded text.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
