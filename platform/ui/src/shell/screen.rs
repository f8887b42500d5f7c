//! The page for a screen on a wall: large, without navigation, read from afar.

use maud::{Markup, html};

use super::Theme;
use super::document::Document;
use crate::mark::{Quarter, mark};
use crate::words::Words;

/// A page that fills a large screen.
#[derive(Debug, Clone, Default)]
pub struct ScreenShell {
    /// What it shows.
    pub title: String,
    /// The token set.
    pub theme: Theme,
    /// Small ways out of it: back to the house, light or dark.
    pub ways: Markup,
    /// The content.
    pub body: Markup,
}

impl ScreenShell {
    /// The full HTML document.
    pub fn render(self, w: &dyn Words) -> Markup {
        let body = html! {
            header.screen-head {
                (mark(Some(Quarter::Sale)))
                h1 { (self.title) }
                nav.screen-ways aria-label=(w.t("ui-actions")) { (self.ways) }
            }
            main #main tabindex="-1" { (self.body) }
            div #toasts role="status" aria-live="polite" {}
            p #offline hidden role="alert" { (w.t("ui-offline")) }
        };
        Document { title: &self.title, theme: self.theme, class: "screen-page", body }.render(w)
    }
}
