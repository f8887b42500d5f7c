//! A record's fields as a list of facts, each with its way to change it and its history.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// One field of a record.
#[derive(Debug, Clone)]
pub struct Fact {
    label: String,
    value: Option<Markup>,
    edit: Option<String>,
    history: Option<String>,
    wide: bool,
}

impl Fact {
    /// A fact with a value.
    pub fn new(label: impl Into<String>, value: Markup) -> Self {
        Self { label: label.into(), value: Some(value), edit: None, history: None, wide: false }
    }

    /// A fact as plain text; empty text counts as none.
    pub fn text(label: impl Into<String>, value: &str) -> Self {
        let mut fact = Self::new(label, html! { (value) });
        if value.is_empty() {
            fact.value = None;
        }
        fact
    }

    /// A fact nobody has entered yet.
    pub fn none(label: impl Into<String>) -> Self {
        Self { label: label.into(), value: None, edit: None, history: None, wide: false }
    }

    /// The address of the field's form; its answer (a form, see the README) replaces the value in place.
    pub fn edit(mut self, url: impl Into<String>) -> Self {
        self.edit = Some(url.into());
        self
    }

    /// The address of the field's earlier values.
    pub fn history(mut self, url: impl Into<String>) -> Self {
        self.history = Some(url.into());
        self
    }

    /// Takes the whole width, for long text.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The row alone, as the answer after a change.
    pub fn render(&self, w: &dyn Words) -> Markup {
        let value = html! {
            @match &self.value { Some(value) => (value), None => span.nothing { (w.t("ui-empty-value")) } }
        };
        html! {
            div.fact.fact-wide[self.wide] {
                dt { (self.label) }
                dd {
                    span.fact-value { (value) }
                    span.fact-tools {
                        @if let Some(url) = &self.edit {
                            button type="button" hx-get=(url) hx-target="closest .fact" hx-swap="outerHTML"
                                title=(w.t("ui-edit")) aria-label=(w.ta("ui-edit-field", &[("field", self.label.as_str().into())]))
                                { (icon(Icon::Note)) }
                        }
                        @if let Some(url) = &self.history {
                            a href=(url) hx-get=(url) hx-target="#dialogs" hx-swap="innerHTML" title=(w.t("ui-history"))
                                aria-label=(w.ta("ui-history-field", &[("field", self.label.as_str().into())]))
                                { (icon(Icon::History)) }
                        }
                    }
                }
            }
        }
    }
}

/// A fact being edited: the answer to a fact's `edit` address. Leaving a changed field or Enter posts to `action`, whose
/// answer is [`Fact::render`] (or this form again with an error); the close button loads `cancel`, the fact as it was.
/// `input` is a [`crate::Field`] with `bare()` and `focus()`.
pub fn fact_form(label: &str, action: &str, cancel: &str, input: Markup, w: &dyn Words) -> Markup {
    html! {
        div.fact.fact-edit {
            dt { (label) }
            dd {
                form method="post" action=(action) hx-post=(action) hx-target="closest .fact" hx-swap="outerHTML" hx-trigger="submit, change"
                    hx-sync="this:drop" {
                    (input)
                    button.sr type="submit" { (w.t("ui-apply")) }
                    button.icon-button type="button" data-escape hx-get=(cancel) hx-target="closest .fact" hx-swap="outerHTML"
                        aria-label=(w.t("ui-cancel")) title=(w.t("ui-cancel")) { (icon(Icon::Close)) }
                }
            }
        }
    }
}

/// A list of facts in one to three columns, as the width allows.
pub fn facts(facts: &[Fact], w: &dyn Words) -> Markup {
    html! { dl.facts { @for fact in facts { (fact.render(w)) } } }
}
