//! The plain page: sign-in, set-up, errors before anyone is known.

use maud::{Markup, html};

use super::Theme;
use super::document::Document;
use crate::mark::{Quarter, mark};
use crate::words::Words;

/// A quiet page with the mark and one sheet of paper.
#[derive(Debug, Clone, Default)]
pub struct PlainShell {
    /// What the page is for.
    pub title: String,
    /// One sentence below the title.
    pub lead: Option<String>,
    /// The token set.
    pub theme: Theme,
    /// Receives `lang` and `back` by POST; `None` hides the switch.
    pub language: Option<String>,
    /// Path and query of this page.
    pub here: String,
    /// True for pages that hold more than a short form (set-up steps).
    pub wide: bool,
    /// The content.
    pub body: Markup,
}

impl PlainShell {
    /// The full HTML document.
    pub fn render(self, w: &dyn Words) -> Markup {
        let other = w.lang().other();
        let body = html! {
            main.plain.plain-wide[self.wide] #main {
                div.plain-brand {
                    (mark(Some(Quarter::Sale)))
                    strong { (w.t("ui-brand")) }
                    span { (w.t("ui-brand-line")) }
                }
                section.plain-sheet {
                    h1 { (self.title) }
                    @if let Some(lead) = &self.lead { p.plain-lead { (lead) } }
                    (self.body)
                }
                @if let Some(action) = &self.language {
                    form.plain-foot method="post" action=(action) {
                        input type="hidden" name="back" value=(self.here);
                        button.quiet-link type="submit" name="lang" value=(other.tag()) lang=(other.tag()) { (other.own_name()) }
                    }
                }
            }
            div #toasts role="status" aria-live="polite" {}
            p #offline hidden role="alert" { (w.t("ui-offline")) }
        };
        Document { title: &self.title, theme: self.theme, class: "plain-page", body }.render(w)
    }
}
