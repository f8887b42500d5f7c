//! Saved views or parts of a record as tabs that are links.

use maud::{Markup, html};

use crate::format::number::Count;
use crate::icon::{Icon, icon};

/// One tab.
#[derive(Debug, Clone)]
pub struct Tab {
    label: String,
    href: String,
    active: bool,
    count: Option<Count>,
    mark: Option<(Icon, String)>,
}

impl Tab {
    /// A tab.
    pub fn new(label: impl Into<String>, href: impl Into<String>, active: bool) -> Self {
        Self { label: label.into(), href: href.into(), active, count: None, mark: None }
    }

    /// How many stand behind it.
    pub fn count(mut self, count: Count) -> Self {
        self.count = Some(count);
        self
    }

    /// A small icon with its meaning in words: pinned, shared.
    pub fn mark(mut self, icon: Icon, meaning: impl Into<String>) -> Self {
        self.mark = Some((icon, meaning.into()));
        self
    }
}

/// The tabs; `end` stands after them (save view, manage views).
pub fn tabs(label: &str, tabs: &[Tab], end: Option<Markup>) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.active.then_some("page")] {
                            @if let Some((drawing, meaning)) = &tab.mark { (icon(*drawing)) span.sr { (meaning) } }
                            span { (tab.label) }
                            @if let Some(count) = tab.count { span.tab-count { (count.text()) } }
                        }
                    }
                }
            }
            @if let Some(end) = end { div.tabs-end { (end) } }
        }
    }
}
