//! What must hold on every page. Each check tells what it found, so that a page's faults are told together.

use serde_json::Value;

use crate::Browser;

/// Keys without words stand in brackets, and arguments that were not filled in keep their sign.
const UNWORDED: &str = r"
    const said = [document.title, document.body.innerText];
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(node.getAttribute(name) ?? '');
    return [...new Set(said.join('\n').match(/\[[a-z]+(-[a-z0-9_]+)+\]|\{ ?\$[a-z_]+ ?\}/g) ?? [])];";

/// Elements of the frame and of forms whose words are the house's own, not somebody's data. What is said in another
/// language on purpose carries a `lang`.
const OWN_WORDS: &str = "nav.side a, nav.bottom a, h1 + .page-actions .button, .form-foot .button, th, .panel > header > h2, \
    .form-section > h2, .page-actions .button, .stepper li, dl.facts dt";

impl Browser {
    /// By how much the page can be scrolled sideways, and what sticks out.
    pub async fn overflow(&self) -> Vec<String> {
        let over = self
            .script(
                "const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
                 if (over <= 0) return [];
                 const out = [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
                 const last = out.filter(e => !out.some(o => o !== e && e.contains(o))).slice(0, 3);
                 return [`${over} px too wide: ` + last.map(e => e.outerHTML.slice(0, 120)).join(' | ')];",
            )
            .await;
        texts(&over)
    }

    /// What axe finds that keeps people out.
    pub async fn barriers(&self) -> Vec<String> {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../platform/assets/node_modules/axe-core/axe.min.js");
        if self.script("return typeof axe").await == "undefined" {
            let axe = std::fs::read_to_string(source).expect("axe-core is a development package of platform/assets");
            self.script(&axe).await;
        }
        let code = "const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.map(v =>
                `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | '))))";
        texts(&self.client.execute_async(code, Vec::new()).await.unwrap())
    }

    /// Keys that have no words, and arguments that were left open.
    pub async fn unworded(&self) -> Vec<String> {
        texts(&self.script(UNWORDED).await)
    }

    /// Chinese among the house's own words on an English page, or English words where Chinese was to be expected. Names
    /// of people and stores, which are marked as not to be translated, are in whatever language they are.
    pub async fn strange(&self) -> Vec<String> {
        let code = format!(
            "const zh = document.documentElement.lang.startsWith('zh');
             const wrong = zh ? t => /[a-z]{{4,}} [a-z]{{2,}}/i.test(t) : t => /[\\u4e00-\\u9fff]/.test(t);
             return [...document.querySelectorAll({selectors})].filter(e => !e.closest('[lang]:not(html)') && !e.querySelector('[translate=no]'))
                 .map(e => e.innerText.trim()).filter(wrong);",
            selectors = Value::from(OWN_WORDS)
        );
        texts(&self.script(&code).await)
    }

    /// Fails when the page can be scrolled sideways.
    pub async fn fits(&self) {
        let found = self.overflow().await;
        assert!(found.is_empty(), "{}: {found:#?}", self.address().await);
    }

    /// Fails when axe finds something on the page that keeps people out.
    pub async fn accessible(&self) {
        let found = self.barriers().await;
        assert!(found.is_empty(), "axe on {}: {found:#?}", self.address().await);
    }

    /// Fails when the console told of a failure. A form sent back with its mistakes, a conflict and a page that is not
    /// there are answers, though the console calls them failures.
    pub async fn quiet(&self) {
        let mut said = self.console().await;
        said.retain(|line| !["status of 404", "status of 409", "status of 422"].iter().any(|s| line.contains(s)));
        assert!(said.is_empty(), "{}: the console says {said:#?}", self.address().await);
    }
}

fn texts(value: &Value) -> Vec<String> {
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    value.as_array().map(|list| list.iter().map(text).collect()).unwrap_or_default()
}
