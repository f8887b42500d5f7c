//! A browser: starting and closing it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::process::{Child, Command};

/// How long something may take to appear. Waiting ends as soon as it does.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Chromium without a window.
pub struct Browser {
    /// The WebDriver client, for what the steps do not cover.
    pub client: Client,
    port: u16,
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
            "--hide-scrollbars".to_owned(),
            format!("--lang={lang}"),
            format!("--accept-lang={lang}"),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        let mut capabilities = serde_json::Map::new();
        let options = json!({ "args": arguments, "prefs": { "intl.accept_languages": lang } });
        capabilities.insert("goog:chromeOptions".into(), options);
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "SEVERE" }));
        let url = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let client = loop {
            match ClientBuilder::new(HttpConnector::new()).capabilities(capabilities.clone()).connect(&url).await {
                Ok(client) => break client,
                Err(error) => {
                    assert!(started.elapsed() < PATIENCE, "the browser does not start: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        };
        let browser = Browser { client, port, _driver: driver, _profile: profile };
        browser.resize(width, height).await;
        browser
    }

    /// A browser on a desk.
    pub async fn desk() -> Browser {
        Browser::start(1440, 900, "zh-CN").await
    }

    /// A phone.
    pub async fn phone() -> Browser {
        Browser::start(390, 844, "zh-CN").await
    }
}

impl Drop for Browser {
    /// Asks the driver to end: it takes its Chromium along, also when a story fails half way.
    fn drop(&mut self) {
        let Ok(mut driver) = TcpStream::connect(("127.0.0.1", self.port)) else { return };
        let asked = driver.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        let _ = asked.and_then(|()| driver.set_read_timeout(Some(Duration::from_secs(5))));
        let _ = driver.read(&mut [0; 512]);
    }
}
