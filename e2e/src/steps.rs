//! What a person does in a browser.

use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::Value;

use crate::Browser;
use crate::browser::PATIENCE;

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(40);

impl Browser {
    /// Opens a page.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// Waits for an element.
    pub async fn see(&self, css: &str) -> Element {
        match self.client.wait().at_most(PATIENCE).every(LOOK).for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} does not appear ({error}) on {}:\n{}", self.address().await, self.body().await),
        }
    }

    /// Waits until a script says true; `what` tells what was waited for.
    pub async fn until(&self, what: &str, script: &str) {
        let started = Instant::now();
        // A page that is being left answers with an error: it is asked again.
        while self.client.execute(script, Vec::new()).await.ok() != Some(Value::Bool(true)) {
            assert!(started.elapsed() < PATIENCE, "{what}: not so on {}:\n{}", self.address().await, self.body().await);
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until the page's text holds something.
    pub async fn read(&self, text: &str) {
        let text = Value::from(text);
        self.until(&format!("{text} appears"), &format!("return document.body.innerText.includes({text})")).await;
    }

    /// Waits until the address ends so.
    pub async fn arrive(&self, tail: &str) {
        let tail = Value::from(tail);
        let script = format!(
            "return document.readyState === 'complete' && (location.pathname + location.search).endsWith({tail})"
        );
        self.until(&format!("{tail} is reached"), &script).await;
    }

    /// Waits until the address no longer ends so, and the next page is there.
    pub async fn leave(&self, tail: &str) {
        let tail = Value::from(tail);
        let script = format!(
            "return document.readyState === 'complete' && !(location.pathname + location.search).endsWith({tail})"
        );
        self.until(&format!("{tail} is left"), &script).await;
    }

    /// Opens a page again and again until it shows a text: something is done beside it.
    pub async fn await_on(&self, url: &str, text: &str) {
        let started = Instant::now();
        loop {
            self.open(url).await;
            if self.body().await.contains(text) {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "{url} never shows {text}:\n{}", self.body().await);
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until nothing is on its way: the page is there and no part of it is being loaded.
    pub async fn settle(&self) {
        let script = "return document.readyState === 'complete' && !document.querySelector('.htmx-request')";
        self.until("the page is at rest", script).await;
    }

    /// Clicks an element.
    pub async fn click(&self, css: &str) {
        self.see(css).await.click().await.unwrap_or_else(|e| panic!("{css} cannot be clicked: {e}"));
    }

    /// As a thumb does it: brings the element to the middle of the screen first, for at the lower edge of a phone lies the
    /// bar.
    pub async fn tap(&self, css: &str) {
        self.see(css).await;
        self.script(&format!("document.querySelector({}).scrollIntoView({{ block: 'center' }})", Value::from(css)))
            .await;
        self.click(css).await;
    }

    /// Clicks the first visible link or button with a text.
    pub async fn press(&self, text: &str) {
        let xpath = format!(
            "//*[self::a or self::button or self::summary][contains(normalize-space(.), '{text}') or @aria-label='{text}']"
        );
        let started = Instant::now();
        loop {
            if let Some(element) = first_visible(&self.client, &xpath).await {
                return element.click().await.unwrap_or_else(|e| panic!("“{text}” cannot be clicked: {e}"));
            }
            assert!(started.elapsed() < PATIENCE, "no “{text}” on {}:\n{}", self.address().await, self.body().await);
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Types into a field of a form by its name, replacing what stands there.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.see(&field_of("", name)).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Chooses in a select by its name and the choice's value.
    pub async fn choose(&self, name: &str, value: &str) {
        let field = self.see(&field_of("select", name)).await;
        field.select_by_value(value).await.unwrap_or_else(|e| panic!("{name} has no {value}: {e}"));
    }

    /// What stands in a field.
    pub async fn value(&self, name: &str) -> String {
        let field = self.see(&field_of("", name)).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// The text of an element.
    pub async fn text(&self, css: &str) -> String {
        self.see(css).await.text().await.unwrap()
    }

    /// The page's visible text.
    pub async fn body(&self) -> String {
        let text = self.client.execute("return document.body.innerText", Vec::new()).await;
        text.ok().and_then(|t| t.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Where the browser is.
    pub async fn address(&self) -> String {
        self.client.current_url().await.map(|u| u.to_string()).unwrap_or_default()
    }

    /// Runs a script in the page.
    pub async fn script(&self, code: &str) -> Value {
        self.client.execute(code, Vec::new()).await.unwrap_or_else(|e| panic!("{code}: {e}"))
    }
}

/// A field of the page, or of the dialog that lies over it.
fn field_of(element: &str, name: &str) -> String {
    format!("body:not(:has(dialog[open])) main {element}[name='{name}'], dialog[open] {element}[name='{name}']")
}

async fn first_visible(client: &Client, xpath: &str) -> Option<Element> {
    for element in client.find_all(Locator::XPath(xpath)).await.unwrap_or_default() {
        if element.is_displayed().await.unwrap_or(false) {
            return Some(element);
        }
    }
    None
}
