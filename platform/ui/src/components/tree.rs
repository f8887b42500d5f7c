//! A tree, such as the organisation.

use maud::{Markup, html};

use crate::icon::{Icon, icon};

/// A node with what hangs below it.
#[derive(Debug, Clone)]
pub struct Node {
    /// The node's icon.
    pub icon: Icon,
    /// Its name.
    pub label: String,
    /// Its page.
    pub href: String,
    /// What stands beside the name: kind, count, state.
    pub detail: Markup,
    /// True for the node shown.
    pub active: bool,
    /// Shown unfolded.
    pub open: bool,
    /// What hangs below.
    pub children: Vec<Node>,
}

impl Node {
    /// A leaf.
    pub fn new(icon: Icon, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            icon,
            label: label.into(),
            href: href.into(),
            detail: html! {},
            active: false,
            open: true,
            children: Vec::new(),
        }
    }

    /// What stands beside the name.
    pub fn detail(mut self, detail: Markup) -> Self {
        self.detail = detail;
        self
    }

    /// Marks the node shown.
    pub fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    /// Hangs nodes below it.
    pub fn children(mut self, children: Vec<Node>) -> Self {
        self.children = children;
        self
    }
}

/// The tree as nested lists with disclosures.
pub fn tree(label: &str, nodes: &[Node]) -> Markup {
    html! { nav.tree aria-label=(label) { (level(nodes)) } }
}

fn level(nodes: &[Node]) -> Markup {
    html! {
        ul {
            @for node in nodes {
                li {
                    div.tree-line { (line(node)) }
                    @if !node.children.is_empty() {
                        details open[node.open] {
                            summary aria-label=(node.label) { (icon(Icon::Right)) }
                            (level(&node.children))
                        }
                    }
                }
            }
        }
    }
}

fn line(node: &Node) -> Markup {
    html! {
        a href=(node.href) aria-current=[node.active.then_some("page")] { (icon(node.icon)) span { (node.label) } }
        span.tree-detail { (node.detail) }
    }
}
