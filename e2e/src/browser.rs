//! A browser and what a person does with it.

use std::process::Stdio;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::process::{Child, Command};

/// How long something may take to appear. Waiting ends as soon as it does.
const PATIENCE: Duration = Duration::from_secs(20);

/// Chromium without a window.
pub struct Browser {
    /// The WebDriver client, for what the steps below do not cover.
    pub client: Client,
    _driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser with a window of a size in CSS pixels and a language.
    pub async fn start(width: u32, height: u32, lang: &str) -> Browser {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver is missing: run bin/setup");
        let profile = tempfile::tempdir().unwrap();
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-quic".to_owned(),
            format!("--lang={lang}"),
            format!("--accept-lang={lang}"),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        let mut capabilities = serde_json::Map::new();
        // Headless windows are never narrower than 500 px; phones are emulated.
        let mut options = json!({ "args": arguments, "prefs": { "intl.accept_languages": lang } });
        if width < 500 {
            options["mobileEmulation"] =
                json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2.0, "touch": true } });
        }
        capabilities.insert("goog:chromeOptions".into(), options);
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "SEVERE" }));
        let url = format!("http://127.0.0.1:{port}");
        let started = std::time::Instant::now();
        let client = loop {
            match ClientBuilder::new(HttpConnector::new()).capabilities(capabilities.clone()).connect(&url).await {
                Ok(client) => break client,
                Err(error) => {
                    assert!(started.elapsed() < PATIENCE, "the browser does not start: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        };
        Browser { client, _driver: driver, _profile: profile }
    }

    /// Opens a page.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// Waits for an element.
    pub async fn see(&self, css: &str) -> Element {
        match self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} does not appear ({error}) on {}:\n{}", self.address().await, self.body().await),
        }
    }

    /// Waits until the page's text holds something.
    pub async fn read(&self, text: &str) {
        let started = std::time::Instant::now();
        while !self.body().await.contains(text) {
            assert!(
                started.elapsed() < PATIENCE,
                "“{text}” does not appear on {}:\n{}",
                self.address().await,
                self.body().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks an element.
    pub async fn click(&self, css: &str) {
        self.see(css).await.click().await.unwrap_or_else(|e| panic!("{css} cannot be clicked: {e}"));
    }

    /// Clicks the link or button with a text.
    pub async fn press(&self, text: &str) {
        let xpath = format!("//*[self::a or self::button or self::summary][contains(normalize-space(.), '{text}')]");
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&xpath)).await;
        match found {
            Ok(element) => element.click().await.unwrap_or_else(|e| panic!("“{text}” cannot be clicked: {e}")),
            Err(error) => panic!("no “{text}” ({error}) on {}:\n{}", self.address().await, self.body().await),
        }
    }

    /// Types into a field of a form by its name, replacing what stands there.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.see(&format!("main [name='{name}'], dialog [name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// The page's visible text.
    pub async fn body(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Where the browser is.
    pub async fn address(&self) -> String {
        self.client.current_url().await.map(|u| u.to_string()).unwrap_or_default()
    }

    /// Runs a script in the page.
    pub async fn script(&self, code: &str) -> Value {
        self.client.execute(code, Vec::new()).await.unwrap()
    }

    /// Fails when the page can be scrolled sideways.
    pub async fn fits(&self) {
        let over =
            self.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
        assert_eq!(over, json!(0), "{} overflows sideways", self.address().await);
    }

    /// Fails when axe finds something on the page that keeps people out.
    pub async fn accessible(&self) {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../platform/assets/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(source).expect("axe-core is a development package of platform/assets");
        self.script(&axe).await;
        let code = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.map(v => v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | '))))";
        let found = self.client.execute_async(code, Vec::new()).await.unwrap();
        assert_eq!(found, json!([]), "axe on {}", self.address().await);
    }

    /// Closes it.
    pub async fn close(self) {
        drop(self.client.close().await);
    }
}
