//! A part of a page under its own heading.

use maud::{Markup, html};

use crate::format::number::Count;

/// A panel: a hairline, a heading with a count, its actions, its content.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    title: String,
    count: Option<Count>,
    actions: Option<Markup>,
    id: Option<String>,
    body: Markup,
}

impl Panel {
    /// A panel.
    pub fn new(title: impl Into<String>, body: Markup) -> Self {
        Self { title: title.into(), body, ..Self::default() }
    }

    /// How many stand in it.
    pub fn count(mut self, count: Count) -> Self {
        self.count = Some(count);
        self
    }

    /// Actions beside the heading.
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = Some(actions);
        self
    }

    /// An id, for links and swaps.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The markup.
    pub fn render(&self) -> Markup {
        html! {
            section.panel id=[&self.id] {
                header {
                    h2 { (self.title) @if let Some(count) = self.count { " " span.panel-count { (count.text()) } } }
                    @if let Some(actions) = &self.actions { div { (actions) } }
                }
                (self.body)
            }
        }
    }
}
