//! Lists of records: a table on wide screens, cards with the facts that matter on phones.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::{Arg, Words};

/// How a column is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    label: String,
    end: bool,
    sort: Option<(String, Option<Sort>)>,
    fact: bool,
    narrow: bool,
    hide_label: bool,
}

impl Column {
    /// A column of words.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), end: false, sort: None, fact: false, narrow: false, hide_label: false }
    }

    /// Numbers and money, aligned at the end.
    pub fn number(mut self) -> Self {
        self.end = true;
        self
    }

    /// Sortable: the address that sorts by it (or turns it round), and how it is sorted now.
    pub fn sort(mut self, href: impl Into<String>, now: Option<Sort>) -> Self {
        self.sort = Some((href.into(), now));
        self
    }

    /// One of the (two) facts a phone shows beside the first column.
    pub fn fact(mut self) -> Self {
        self.fact = true;
        self
    }

    /// As narrow as its content.
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// The label is for screen readers only (row actions).
    pub fn hide_label(mut self) -> Self {
        self.hide_label = true;
        self
    }
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    id: String,
    href: Option<String>,
    preview: Option<String>,
    fresh: bool,
    past: bool,
    selected: bool,
    cells: Vec<Markup>,
    name: String,
    actions: Option<Markup>,
}

impl Row {
    /// A row by the record's id (posted as `id` when selected), with one cell per column.
    pub fn new(id: impl Into<String>, cells: Vec<Markup>) -> Self {
        Self { id: id.into(), cells, ..Self::default() }
    }

    /// The record's page, opened by a click anywhere in the row and by Enter. `name` labels it for screen readers.
    pub fn href(mut self, href: impl Into<String>, name: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self.name = name.into();
        self
    }

    /// A fragment for the preview at the side (space).
    pub fn preview(mut self, url: impl Into<String>) -> Self {
        self.preview = Some(url.into());
        self
    }

    /// Bold: nobody has taken care of it yet.
    pub fn fresh(mut self, fresh: bool) -> Self {
        self.fresh = fresh;
        self
    }

    /// Grey: closed, out of use.
    pub fn past(mut self, past: bool) -> Self {
        self.past = past;
        self
    }

    /// Selected already.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Buttons that show while the row has the pointer or the focus.
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = Some(actions);
        self
    }
}

/// What can be done with selected rows.
#[derive(Debug, Clone, Default)]
pub struct Bulk {
    /// Buttons, each with its own `formaction` or htmx address; they post the ids selected as `id`.
    pub actions: Markup,
    /// The form's address.
    pub action: String,
    /// Rows that match in all, when they can be selected together (posted as `all=true` with the list's query).
    pub matching: Option<crate::Count>,
    /// The list's query string, posted as `query` with `all=true`.
    pub query: String,
}

/// A list of records.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What the list shows, for screen readers.
    pub caption: String,
    /// The columns; the first names the record.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Selection and what can be done with it.
    pub bulk: Option<Bulk>,
    /// The address of the next rows; its answer to htmx is [`Table::more_rows`].
    pub more: Option<String>,
    /// Shown instead of the table when there are no rows, usually [`crate::Empty`].
    pub empty: Markup,
    /// Lower rows.
    pub compact: bool,
}

impl Table {
    /// The markup.
    pub fn render(&self, w: &dyn Words) -> Markup {
        if self.rows.is_empty() {
            return html! { (self.empty) };
        }
        let table = html! {
            div.table-scroll {
                table.table.compact[self.compact] data-list-keys data-select-rows[self.bulk.is_some()] {
                    caption.sr { (self.caption) }
                    thead {
                        tr {
                            @if self.bulk.is_some() {
                                th.table-check scope="col" { input type="checkbox" data-select-all aria-label=(w.t("ui-select-page")); }
                            }
                            @for column in &self.columns { (head(column, w)) }
                            @if self.has_actions() { th.table-tools scope="col" { span.sr { (w.t("ui-actions")) } } }
                        }
                    }
                    tbody { (self.more_rows(w)) }
                }
            }
        };
        match &self.bulk {
            None => table,
            Some(bulk) => html! {
                form.table-form method="post" action=(bulk.action) {
                    input type="hidden" name="query" value=(bulk.query);
                    (bulk_bar(bulk, w))
                    (table)
                }
            },
        }
    }

    /// The rows alone and the way to the next ones: the answer to "more". The columns and `bulk` must be as before.
    pub fn more_rows(&self, w: &dyn Words) -> Markup {
        let span = self.columns.len() + usize::from(self.bulk.is_some()) + usize::from(self.has_actions());
        html! {
            @for row in &self.rows { (self.row(row, w)) }
            @if let Some(next) = &self.more {
                tr.table-more { td colspan=(span) {
                    a.more href=(next) hx-get=(next) hx-target="closest tr" hx-swap="outerHTML" hx-trigger="click, intersect once"
                        { (w.t("ui-more")) }
                } }
            }
        }
    }

    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| row.actions.is_some())
    }

    fn row(&self, row: &Row, w: &dyn Words) -> Markup {
        html! {
            tr.is-fresh[row.fresh].is-past[row.past] data-id=(row.id) data-href=[&row.href] data-preview=[&row.preview] {
                @if self.bulk.is_some() {
                    td.table-check {
                        input type="checkbox" name="id" value=(row.id) checked[row.selected]
                            aria-label=(w.ta("ui-select-row", &[("name", Arg::from(row.name.as_str()))]));
                    }
                }
                @for (at, (cell, column)) in row.cells.iter().zip(&self.columns).enumerate() {
                    td.num[column.end].main-fact[column.fact].narrow[column.narrow].first[at == 0] data-label=(column.label) {
                        @match &row.href {
                            Some(href) if at == 0 => a.row-link href=(href) { (cell) },
                            _ => (cell),
                        }
                    }
                }
                @if let Some(actions) = &row.actions { td.table-tools { div { (actions) } } }
            }
        }
    }
}

fn head(column: &Column, w: &dyn Words) -> Markup {
    let order = match &column.sort {
        Some((_, Some(Sort::Ascending))) => Some("ascending"),
        Some((_, Some(Sort::Descending))) => Some("descending"),
        Some((_, None)) => Some("none"),
        None => None,
    };
    let drawing = match &column.sort {
        Some((_, Some(Sort::Ascending))) => Icon::SortUp,
        Some((_, Some(Sort::Descending))) => Icon::SortDown,
        _ => Icon::Sort,
    };
    html! {
        th.num[column.end].narrow[column.narrow] scope="col" aria-sort=[order] {
            @match &column.sort {
                Some((href, _)) => a href=(href) title=(w.ta("ui-sort-by", &[("column", Arg::from(column.label.as_str()))])) {
                    span { (column.label) } (icon(drawing))
                },
                None if column.hide_label => span.sr { (column.label) },
                None => (column.label),
            }
        }
    }
}

fn bulk_bar(bulk: &Bulk, w: &dyn Words) -> Markup {
    html! {
        div.bulk role="region" aria-label=(w.t("ui-selection")) data-bulk hidden {
            p aria-live="polite" { b data-bulk-count { "0" } " " (w.t("ui-selected")) }
            @if let Some(matching) = bulk.matching {
                label.bulk-all { input type="checkbox" name="all" value="true"; " "
                    (w.ta("ui-select-matching", &[("count", matching.text().into())])) }
            }
            div.bulk-actions { (bulk.actions) }
            button.button.button-quiet type="button" data-bulk-clear { (w.t("ui-selection-clear")) }
        }
    }
}
