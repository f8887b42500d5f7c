//! A disclosure menu.

use maud::{Markup, html};

use crate::icon::{Icon, icon};

#[derive(Debug, Clone)]
enum Act {
    Link(String),
    Get(String),
    Post(String),
    Delete(String),
    Line,
}

/// One line of a menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    label: String,
    icon: Option<Icon>,
    act: Act,
    danger: bool,
}

impl MenuItem {
    fn new(label: impl Into<String>, act: Act) -> Self {
        Self { label: label.into(), icon: None, act, danger: false }
    }

    /// A link.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::new(label, Act::Link(href.into()))
    }

    /// Loads a fragment (usually a [`crate::Dialog`]) into the dialog slot.
    pub fn get(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self::new(label, Act::Get(url.into()))
    }

    /// Posts by htmx; the answer tells what to swap (`HX-Retarget`, `HX-Redirect`, out-of-band toasts).
    pub fn post(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self::new(label, Act::Post(url.into()))
    }

    /// Sends DELETE by htmx.
    pub fn delete(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self::new(label, Act::Delete(url.into()))
    }

    /// A hairline between groups.
    pub fn line() -> Self {
        Self::new("", Act::Line)
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// For what cannot be undone.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    fn render(&self) -> Markup {
        let face = html! { @if let Some(drawing) = self.icon { (icon(drawing)) } span { (self.label) } };
        html! {
            @match &self.act {
                Act::Line => hr;,
                Act::Link(href) => a.menu-item.menu-danger[self.danger] href=(href) { (face) },
                Act::Get(url) => button.menu-item.menu-danger[self.danger] type="button" hx-get=(url) hx-target="#dialogs" hx-swap="innerHTML" { (face) },
                Act::Post(url) => button.menu-item.menu-danger[self.danger] type="button" hx-post=(url) hx-swap="none" { (face) },
                Act::Delete(url) => button.menu-item.menu-danger[self.danger] type="button" hx-delete=(url) hx-swap="none" { (face) },
            }
        }
    }
}

/// A button that opens a list of actions, or any other content.
#[derive(Debug, Clone)]
pub struct Menu {
    label: String,
    icon: Option<Icon>,
    icon_only: bool,
    at_end: bool,
    content: Markup,
}

impl Menu {
    /// A menu of actions.
    pub fn new(label: impl Into<String>, items: &[MenuItem]) -> Self {
        Self::with(label, html! { @for item in items { (item.render()) } })
    }

    /// A menu with any content, such as a small form.
    pub fn with(label: impl Into<String>, content: Markup) -> Self {
        Self { label: label.into(), icon: None, icon_only: false, at_end: false, content }
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The icon alone.
    pub fn icon_only(mut self) -> Self {
        self.icon_only = true;
        self
    }

    /// Opens towards the left, for menus at the right edge.
    pub fn at_end(mut self) -> Self {
        self.at_end = true;
        self
    }

    /// The markup.
    pub fn render(&self) -> Markup {
        let only = self.icon_only.then_some(self.label.as_str());
        html! {
            details.menu.menu-end[self.at_end] data-menu {
                summary.button.button-quiet.icon-only[self.icon_only] aria-label=[only] title=[only] {
                    @if let Some(drawing) = self.icon { (icon(drawing)) }
                    @if !self.icon_only { span { (self.label) } (icon(Icon::Down)) }
                }
                div.menu-list { (self.content) }
            }
        }
    }
}
