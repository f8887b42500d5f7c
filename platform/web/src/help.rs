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
    /// The pages it is about: their path begins like this, where a part in braces stands for any part
    /// (`/customers/{customer}`). The longest one wins, and of two the one that says its last part in letters. `/` is the
    /// first page alone.
    pub path: &'static str,
    /// Chinese.
    pub zh_cn: &'static str,
    /// English.
    pub en: &'static str,
}

/// The help texts of a module: pairs of path and name, whose files are `help/NAME.zh-CN.md` and `help/NAME.en.md` in the
/// folder of the crate that calls it.
#[macro_export]
macro_rules! help_texts {
    ($(($path:literal, $name:literal)),* $(,)?) => {
        vec![$($crate::help::Help {
            path: $path,
            zh_cn: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/help/", $name, ".zh-CN.md")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/help/", $name, ".en.md")),
        }),*]
    };
}

/// The texts about the frame's own pages and about those that every noun has.
pub fn texts() -> Vec<Help> {
    help_texts![
        ("/search", "search"),
        ("/imports", "imports"),
        ("/imports/new", "imports-new"),
        ("/imports/{import}", "imports-import"),
        ("/imports/{import}/mapping", "imports-mapping"),
        ("/operations", "operations"),
        ("/operations/{operation}", "operations-operation"),
        ("/operations/{operation}/undo", "operations-undo"),
        ("/api", "api"),
        ("/help", "help"),
        ("/{collection}/views", "views"),
        ("/{collection}/filter", "lists"),
        ("/{collection}/export", "lists"),
        ("/{collection}/{record}/history", "history"),
        ("/explanation", "explanation"),
        ("/{collection}/explanation", "explanation"),
        ("/{collection}/{record}/explanation", "explanation"),
    ]
}

/// The text about a page.
pub fn find<'a>(texts: &'a [Help], path: &str) -> Option<&'a Help> {
    texts
        .iter()
        .filter_map(|help| Some((fit(help.path, path)?, help)))
        .max_by(|a, b| a.0.cmp(&b.0))
        .map(|(_, help)| help)
}

/// How well a text fits a page: how many parts of the path it names, and which of them, the last first, in letters.
fn fit(pattern: &str, path: &str) -> Option<(usize, Vec<bool>)> {
    let parts = |text: &'_ str| text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (wanted, held) = (parts(pattern), parts(path));
    if wanted.len() > held.len() || (wanted.is_empty() && !held.is_empty()) {
        return None;
    }
    let mut said = Vec::with_capacity(wanted.len());
    for (part, held) in wanted.iter().zip(&held) {
        let any = part.starts_with('{');
        if !any && part != held {
            return None;
        }
        said.push(!any);
    }
    said.reverse();
    Some((wanted.len(), said))
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
    let found = find(&app.help, &about.page);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn help(path: &'static str) -> Help {
        Help { path, zh_cn: "", en: "" }
    }

    /// SYS-08: the text about a page is the one that names it most closely.
    #[test]
    fn the_closest_text_is_found() {
        let texts = ["/", "/customers", "/customers/{customer}", "/customers/new", "/{collection}/views"].map(help);
        let found = |path: &str| find(&texts, path).map(|help| help.path);
        assert_eq!(found("/"), Some("/"));
        assert_eq!(found("/customers"), Some("/customers"));
        assert_eq!(found("/customers/new"), Some("/customers/new"));
        assert_eq!(found("/customers/0198/edit"), Some("/customers/{customer}"));
        assert_eq!(found("/customers/views/0198/edit"), Some("/{collection}/views"));
        assert_eq!(found("/customersx"), None);
        assert_eq!(found("/elsewhere"), None);
    }
}
