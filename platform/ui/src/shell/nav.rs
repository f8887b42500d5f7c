//! The left navigation and the phone's bottom bar.

use maud::{Markup, html};

use super::Links;
use crate::icon::{Icon, icon};
use crate::mark::{Quarter, mark};
use crate::words::Words;

/// A module in the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// The module's word.
    pub label: String,
    /// Its first page.
    pub href: String,
    /// Its icon.
    pub icon: Icon,
    /// True for the module the page belongs to.
    pub active: bool,
    /// The quarter that lights up in it.
    pub quarter: Option<Quarter>,
    /// Work waiting there; zero shows nothing.
    pub count: u64,
    /// Pinned views below it.
    pub pinned: Vec<NavLink>,
}

impl NavItem {
    /// A module without pinned views.
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: Icon) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            icon,
            active: false,
            quarter: None,
            count: 0,
            pinned: Vec::new(),
        }
    }

    /// Marks the module of the page shown.
    pub fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    /// The quarter the module belongs to.
    pub fn quarter(mut self, quarter: Quarter) -> Self {
        self.quarter = Some(quarter);
        self
    }

    /// Work waiting in the module.
    pub fn count(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    /// Adds a pinned view.
    pub fn pin(mut self, label: impl Into<String>, href: impl Into<String>, active: bool) -> Self {
        self.pinned.push(NavLink { label: label.into(), href: href.into(), active });
        self
    }
}

/// A pinned view in the navigation.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// The view's name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// True when it is shown.
    pub active: bool,
}

pub(super) fn side(items: &[NavItem], links: &Links, w: &dyn Words) -> Markup {
    let lit = items.iter().find(|item| item.active).and_then(|item| item.quarter);
    html! {
        nav.side #side aria-label=(w.t("ui-nav-modules")) {
            a.brand href=(links.home) { (mark(lit)) span { (w.t("ui-brand")) } }
            ul {
                @for item in items {
                    li {
                        a.side-item href=(item.href) aria-current=[item.active.then_some("page")] {
                            (icon(item.icon)) span { (item.label) }
                            @if item.count > 0 { span.side-count { (item.count) } }
                        }
                        @if !item.pinned.is_empty() {
                            ul.side-pinned {
                                @for link in &item.pinned {
                                    li { a href=(link.href) aria-current=[link.active.then_some("true")] { (link.label) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn bottom(links: &Links, w: &dyn Words) -> Markup {
    html! {
        nav.bottom aria-label=(w.t("ui-nav-bottom")) {
            a href=(links.home) { (icon(Icon::Home)) span { (w.t("ui-nav-home")) } }
            a href=(links.search) data-palette-open { (icon(Icon::Search)) span { (w.t("ui-search")) } }
            a.bottom-new href=(links.create) { (icon(Icon::Plus)) span { (w.t("ui-new")) } }
            a href=(links.me) { (icon(Icon::Customer)) span { (w.t("ui-nav-me")) } }
        }
    }
}
