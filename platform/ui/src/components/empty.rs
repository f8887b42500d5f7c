//! What stands where nothing is yet.

use maud::{Markup, html};

use crate::mark::mark;

/// An empty state that teaches: what belongs here, and the first action.
#[derive(Debug, Clone, Default)]
pub struct Empty {
    /// What is not here: 还没有客户.
    pub title: String,
    /// What belongs here and where it comes from.
    pub text: String,
    /// The first action, usually a [`crate::Button`].
    pub action: Option<Markup>,
}

impl Empty {
    /// An empty state.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), action: None }
    }

    /// With a first action.
    pub fn action(mut self, action: Markup) -> Self {
        self.action = Some(action);
        self
    }

    /// The markup.
    pub fn render(&self) -> Markup {
        html! {
            div.empty {
                (mark(None))
                p.empty-title { (self.title) }
                p { (self.text) }
                @if let Some(action) = &self.action { div.empty-action { (action) } }
            }
        }
    }
}
