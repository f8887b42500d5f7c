//! A browser without a window: keeps cookies, sends what a browser sends, shows what came back.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tower::ServiceExt;

/// Someone at the router.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("not JSON ({e}): {} {}", self.status, self.text()))
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    /// Someone who has not signed in.
    pub fn new(router: &Router) -> Client {
        Client { router: router.clone(), cookies: BTreeMap::new(), token: None, headers: Vec::new() }
    }

    /// A script with a token.
    pub fn with_token(router: &Router, token: &str) -> Client {
        Client { token: Some(token.to_owned()), ..Client::new(router) }
    }

    /// Sends a further header with every request.
    pub fn header(mut self, name: &str, value: &str) -> Client {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&");
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), body.into_bytes()).await
    }

    /// Sends JSON.
    pub async fn json(&mut self, method: Method, path: &str, body: &serde_json::Value) -> Answer {
        self.send(method, path, Some("application/json"), body.to_string().into_bytes()).await
    }

    /// Sends a file as a form with one file field and some text fields.
    pub async fn upload(
        &mut self,
        path: &str,
        field: &str,
        name: &str,
        bytes: &[u8],
        fields: &[(&str, &str)],
    ) -> Answer {
        let boundary = "----fourfold-test-boundary";
        let mut body = Vec::new();
        for (key, value) in fields {
            body.extend(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
        self.send(Method::POST, path, Some(&format!("multipart/form-data; boundary={boundary}")), body).await
    }

    /// Sends anything.
    pub async fn send(&mut self, method: Method, path: &str, kind: Option<&str>, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        // A browser on a page of another site says so.
        if !self.headers.iter().any(|(name, _)| name == "sec-fetch-site") {
            request = request.header("sec-fetch-site", "same-origin");
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if !self.cookies.is_empty() {
            let all = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ");
            request = request.header(header::COOKIE, all);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            match value.is_empty() {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Answer { status, headers, bytes }
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}
