//! The working page.

use maud::{Markup, html};

use super::document::Document;
use super::{NavItem, Theme, header, nav};
use crate::components::banner::Banner;
use crate::format::number::Count;
use crate::icon::{Icon, icon};
use crate::words::Words;

/// A step on the way to the page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// The step's name.
    pub label: String,
    /// Its address.
    pub href: String,
}

impl Crumb {
    /// A step.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A store the user may work in.
#[derive(Debug, Clone)]
pub struct Store {
    /// The value posted as `store`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// True for the one worked in now; where none is, the user looks at all of them.
    pub current: bool,
}

/// The fixed addresses of the frame.
#[derive(Debug, Clone)]
pub struct Links {
    /// Work list.
    pub home: String,
    /// Search page; the palette asks it with `?q=` and `HX-Request` for its results alone.
    pub search: String,
    /// What can be created.
    pub create: String,
    /// Notices.
    pub notices: String,
    /// The user's own page.
    pub me: String,
    /// Receives `store` by POST.
    pub store: String,
    /// Receives `theme` (`auto`, `light`, `dark`) by POST.
    pub theme: String,
    /// Receives `lang` (`zh-CN`, `en`) and `back` by POST.
    pub language: String,
    /// Ends the session by POST.
    pub sign_out: String,
}

impl Default for Links {
    fn default() -> Self {
        let own = |path: &str| path.to_owned();
        Self {
            home: own("/"),
            search: own("/search"),
            create: own("/new"),
            notices: own("/notices"),
            me: own("/me"),
            store: own("/me/store"),
            theme: own("/me/theme"),
            language: own("/me/language"),
            sign_out: own("/sign-out"),
        }
    }
}

/// The working page: navigation, top bar, title with count, primary action, body.
///
/// Build it with `Shell { title: …, body: …, ..Shell::default() }` and call [`Shell::render`].
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// What the page shows.
    pub title: String,
    /// How many; stands beside the title.
    pub count: Option<Count>,
    /// Shown in the browser's tab before the title, for work waiting; zero shows nothing.
    pub waiting: u64,
    /// The token set.
    pub theme: Theme,
    /// The modules the user may open.
    pub nav: Vec<NavItem>,
    /// The user's name.
    pub user: String,
    /// The stores the user may work in; a single one is shown without a switch.
    pub stores: Vec<Store>,
    /// The way to the page, without the page itself.
    pub crumbs: Vec<Crumb>,
    /// The one action of the page, usually a [`crate::Button`].
    pub primary: Option<Markup>,
    /// Further actions beside it, before the primary one.
    pub actions: Option<Markup>,
    /// Help about this page, loaded into the drawer.
    pub help: Option<String>,
    /// Unread notices.
    pub notices: u64,
    /// The fixed addresses.
    pub links: Links,
    /// Path and query of this page, where the language switch returns to.
    pub here: String,
    /// What holds for every page until someone ends it, above all else.
    pub banner: Option<Banner>,
    /// A message left by the previous page.
    pub flash: Option<Markup>,
    /// False hides the title row, for pages that open with an identity strip (the title is kept for screen readers).
    pub hide_title: bool,
    /// The content.
    pub body: Markup,
}

impl Shell {
    /// The full HTML document.
    pub fn render(self, w: &dyn Words) -> Markup {
        let title = if self.waiting > 0 { format!("({}) {}", self.waiting, self.title) } else { self.title.clone() };
        let body = html! {
            a.skip href="#main" { (w.t("ui-skip")) }
            (nav::side(&self.nav, &self.links, w))
            (header::top(&self, w))
            main #main tabindex="-1" {
                @if let Some(banner) = &self.banner { (banner.render()) }
                @if let Some(flash) = &self.flash { (flash) }
                (self.head(w))
                (self.body)
            }
            (nav::bottom(&self.links, w))
            (header::palette(&self.links, w))
            @if let Some(help) = &self.help { (crate::components::drawer::help_drawer(help, w)) }
            div #toasts role="status" aria-live="polite" data-failed=(w.t("ui-failed")) {}
            div #dialogs {}
            aside #preview hidden aria-label=(w.t("ui-preview")) {}
            p #offline hidden role="alert" { (icon(Icon::Warning)) (w.t("ui-offline")) }
        };
        Document { title: &title, theme: self.theme, class: "page", body }.render(w)
    }

    fn head(&self, w: &dyn Words) -> Markup {
        html! {
            @if !self.crumbs.is_empty() {
                nav.crumbs aria-label=(w.t("ui-crumbs")) {
                    ol { @for crumb in &self.crumbs { li { a href=(crumb.href) { (crumb.label) } } } }
                }
            }
            header.page-head.quiet[self.hide_title] {
                h1 {
                    (self.title)
                    @if let Some(count) = self.count { " " span.page-count { (count.text()) } }
                }
                div.page-actions {
                    @if let Some(actions) = &self.actions { (actions) }
                    @if let Some(primary) = &self.primary { (primary) }
                }
            }
        }
    }
}
