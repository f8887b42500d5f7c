//! The content of an error page: what happened, what it means, what to do, a code.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// An error told to a person. Put it into a [`crate::Shell`] or a [`crate::PlainShell`].
#[derive(Debug, Clone, Default)]
pub struct ErrorPage {
    /// What happened; empty where the page's own heading says it.
    pub title: String,
    /// What it means for the reader.
    pub meaning: String,
    /// What to do now, one step each.
    pub steps: Vec<String>,
    /// The code to tell support, such as `E-AUTH-3 · 8f21`.
    pub code: String,
    /// Where to go.
    pub actions: Option<Markup>,
}

impl ErrorPage {
    /// The markup.
    pub fn render(&self, w: &dyn Words) -> Markup {
        html! {
            section.error-page {
                @if !self.title.is_empty() { p.error-title { (icon(Icon::Warning)) (self.title) } }
                @if !self.meaning.is_empty() { p { (self.meaning) } }
                @if !self.steps.is_empty() { ul { @for step in &self.steps { li { (step) } } } }
                @if let Some(actions) = &self.actions { div.row { (actions) } }
                p.error-code { (w.t("ui-error-code")) " " code { (self.code) } }
            }
        }
    }
}
