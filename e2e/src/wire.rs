//! What the WebDriver standard leaves out and Chromium's driver has: DevTools commands and the console.

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::Browser;

/// A POST below the session's address.
#[derive(Debug)]
struct Post {
    tail: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.tail))
    }

    fn method_and_body(&self, _: &Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.body.to_string()))
    }
}

impl Browser {
    /// A DevTools command; its answer.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let answer = self.client.issue_cmd(Post { tail: "goog/cdp/execute", body }).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// What the console said since the last time: failures of scripts, of loading, of the content security policy.
    pub async fn console(&self) -> Vec<String> {
        let lines = self.client.issue_cmd(Post { tail: "se/log", body: json!({ "type": "browser" }) }).await.unwrap();
        let text = |line: &Value| line["message"].as_str().unwrap_or_default().to_owned();
        lines.as_array().map(|lines| lines.iter().map(text).collect()).unwrap_or_default()
    }
}
