//! Help for the page at hand: short texts that modules bring, in both languages (SYS-08).

use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use kernel::Lang;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use crate::routes::{Access, Routes};
use crate::{Page, Result, Shared, Visitor};

/// A help text: Markdown, part of the program.
#[derive(Clone, Copy, Debug)]
pub struct Help {
    /// The pages it is about: their path begins like this. The longest one wins.
    pub path: &'static str,
    /// Chinese.
    pub zh_cn: &'static str,
    /// English.
    pub en: &'static str,
}

/// The route of help.
pub fn routes() -> Routes {
    Routes::new().get("/help", Access::SignedIn, help)
}

#[derive(Deserialize)]
struct About {
    #[serde(default)]
    page: String,
}

async fn help(
    State(app): State<Shared>,
    visitor: Visitor,
    uri: Uri,
    headers: HeaderMap,
    Query(about): Query<About>,
) -> Result<Markup> {
    let page = Page::new(&app, &visitor, uri.to_string());
    let found = app.help.iter().filter(|h| about.page.starts_with(h.path)).max_by_key(|h| h.path.len());
    let text = match (found, visitor.scope.lang) {
        (Some(help), Lang::ZhCn) => rendered(help.zh_cn),
        (Some(help), Lang::En) => rendered(help.en),
        (None, _) => html! { p { (page.t("help-none")) } },
    };
    if headers.contains_key("hx-request") {
        return Ok(text);
    }
    Ok(page.show(ui::Shell {
        title: page.t("help-title").into(),
        body: html! { article.prose { (text) } },
        ..ui::Shell::default()
    }))
}

/// The texts are our own, so their HTML is trusted.
fn rendered(markdown: &str) -> Markup {
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, pulldown_cmark::Parser::new(markdown));
    PreEscaped(out)
}
