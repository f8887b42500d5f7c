//! What stands above a list: search, filters, columns, export, count.

use maud::{Markup, html};

use super::chips::{Chip, chips};
use super::menu::{Menu, MenuItem};
use crate::format::number::Count;
use crate::icon::{Icon, icon};
use crate::words::Words;

/// A column that can be shown or hidden.
#[derive(Debug, Clone)]
pub struct ColumnChoice {
    /// Posted as `column`, in the order shown.
    pub key: String,
    /// Its word.
    pub label: String,
    /// Shown now.
    pub shown: bool,
}

/// The toolbar of a list.
#[derive(Debug, Clone, Default)]
pub struct Toolbar {
    /// The list's address; search goes there by GET as `q`.
    pub action: String,
    /// What is searched now.
    pub q: String,
    /// What the search box takes, such as 姓名、拼音、手机尾号.
    pub q_hint: String,
    /// Filters, sort and view that a search keeps: name and value.
    pub keep: Vec<(String, String)>,
    /// The filters that are on.
    pub chips: Vec<Chip>,
    /// The list without filters.
    pub clear: Option<String>,
    /// A fragment (dialog or picker) that adds a filter, loaded into the dialog slot.
    pub add_filter: Option<String>,
    /// Quick filters of the page (selects that submit by themselves); they are fields of the search form.
    pub quick: Option<Markup>,
    /// Where the columns to choose from are ([`columns_form`]), fetched when the menu is opened: they are longer than the
    /// rest of the toolbar, and few open it.
    pub columns: Option<String>,
    /// Ways out: word and address.
    pub exports: Vec<(String, String)>,
    /// How many match.
    pub count: Option<Count>,
    /// The address that counts to the end, asked when a capped count is clicked.
    pub exact: Option<String>,
    /// More tools at the end.
    pub extra: Option<Markup>,
}

impl Toolbar {
    /// The markup.
    pub fn render(&self, w: &dyn Words) -> Markup {
        html! {
            div.toolbar {
                form.toolbar-search method="get" action=(self.action) role="search" data-auto-submit {
                    @for (name, value) in &self.keep { input type="hidden" name=(name) value=(value); }
                    label.search-box {
                        (icon(Icon::Search))
                        span.sr { (w.t("ui-search-list")) }
                        input type="search" name="q" value=(self.q) placeholder=(self.q_hint) autocomplete="off" data-search;
                    }
                    @if let Some(quick) = &self.quick { (quick) }
                    button.sr type="submit" { (w.t("ui-search")) }
                }
                @if let Some(add) = &self.add_filter {
                    button.button.button-quiet type="button" hx-get=(add) hx-target="#dialogs" hx-swap="innerHTML" data-key="f"
                        { (icon(Icon::Filter)) span { (w.t("ui-filter-add")) } }
                }
                div.toolbar-end {
                    @if let Some(count) = self.count { (self.count(count, w)) }
                    @if let Some(url) = &self.columns { (columns_menu(url, w)) }
                    @if !self.exports.is_empty() { (self.export_menu(w)) }
                    @if let Some(extra) = &self.extra { (extra) }
                }
            }
            (chips(&self.chips, self.clear.as_deref(), w))
        }
    }

    fn count(&self, count: Count, w: &dyn Words) -> Markup {
        let text = w.ta("ui-count", &[("count", count.text().into())]);
        html! {
            @match (&self.exact, count) {
                (Some(url), Count::AtLeast(_)) => a.toolbar-count href=(url) hx-get=(url) hx-swap="outerHTML" title=(w.t("ui-count-exact")) { (text) },
                _ => span.toolbar-count { (text) },
            }
        }
    }

    fn export_menu(&self, w: &dyn Words) -> Markup {
        let items: Vec<MenuItem> = self.exports.iter().map(|(label, href)| MenuItem::link(label, href)).collect();
        Menu::new(w.t("ui-export"), &items).icon(Icon::Export).icon_only().at_end().render()
    }
}

/// The menu of columns. Without script it holds the link to the same form as a page.
fn columns_menu(url: &str, w: &dyn Words) -> Markup {
    let content = html! {
        div hx-get=(url) hx-trigger="toggle from:closest details once" hx-swap="outerHTML" {
            a.menu-item href=(url) { (w.t("ui-columns")) }
        }
    };
    Menu::with(w.t("ui-columns"), content).icon(Icon::Columns).icon_only().at_end().render()
}

/// The columns to choose from, in their order; posted to `action`.
pub fn columns_form(columns: &[ColumnChoice], action: &str, w: &dyn Words) -> Markup {
    html! {
        form.columns method="post" action=(action) data-columns {
            ul {
                @for column in columns {
                    li {
                        label { input type="checkbox" name="column" value=(column.key) checked[column.shown]; span { (column.label) } }
                        button.icon-button type="button" data-column-up
                            aria-label=(w.ta("ui-column-up", &[("column", column.label.as_str().into())])) { (icon(Icon::Up)) }
                        button.icon-button type="button" data-column-down
                            aria-label=(w.ta("ui-column-down", &[("column", column.label.as_str().into())])) { (icon(Icon::Down)) }
                    }
                }
            }
            button.button.button-primary.button-small type="submit" { (w.t("ui-apply")) }
        }
    }
}
