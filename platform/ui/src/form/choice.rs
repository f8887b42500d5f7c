//! Choosing: select, several, checkbox, radio.

use maud::{Markup, html};

use super::field::Field;
use crate::words::Words;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Posted.
    pub value: String,
    /// Read.
    pub label: String,
    /// One sentence of explanation (radio and several).
    pub hint: Option<String>,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// With an explanation.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Field {
    /// One of a list. A field that is not required, or has no value yet, offers the empty choice.
    pub fn select(&self, choices: &[Choice], value: &str, w: &dyn Words) -> Markup {
        let known = choices.iter().any(|choice| choice.value == value);
        let input = html! {
            select.input id=(self.input_id()) name=(self.name) required[self.required] disabled[self.readonly] autofocus[self.focus]
                aria-describedby=[self.described()] aria-invalid=[self.invalid()]
                hx-get=[&self.watch] hx-target=[self.live_target()] hx-trigger=[self.watch.as_ref().map(|_| "change")]
                hx-include=[self.watch.as_ref().map(|_| "closest form")] {
                @if !self.required || !known { option value="" { (w.t("ui-choose")) } }
                @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } }
            }
        };
        self.row(w, input)
    }

    /// Several of a short list, as checkboxes under one name.
    pub fn several(&self, choices: &[Choice], values: &[&str], w: &dyn Words) -> Markup {
        let inputs = html! {
            div.choices {
                @for (n, choice) in choices.iter().enumerate() {
                    label.choice {
                        input id=[self.nth(n)] type="checkbox" name=(self.name) value=(choice.value) disabled[self.readonly]
                            checked[values.contains(&choice.value.as_str())];
                        span { (choice.label) @if let Some(hint) = &choice.hint { small { (hint) } } }
                    }
                }
            }
        };
        self.group(w, inputs)
    }

    /// One of a short list, all in sight.
    pub fn radio(&self, choices: &[Choice], value: &str, w: &dyn Words) -> Markup {
        let inputs = html! {
            div.choices role="radiogroup" aria-label=(self.label) {
                @for (n, choice) in choices.iter().enumerate() {
                    label.choice {
                        input id=[self.nth(n)] type="radio" autofocus[self.focus && n == 0] name=(self.name) value=(choice.value) required[self.required] disabled[self.readonly]
                            checked[choice.value == value];
                        span { (choice.label) @if let Some(hint) = &choice.hint { small { (hint) } } }
                    }
                }
            }
        };
        self.group(w, inputs)
    }

    /// The id of a choice, where the field has one of its own: it keeps the focus when the form is exchanged around it.
    fn nth(&self, n: usize) -> Option<String> {
        self.id.as_ref().map(|id| format!("{id}-{n}"))
    }

    /// Yes or no; posts `true` when on, nothing when off.
    pub fn checkbox(&self, on: bool, w: &dyn Words) -> Markup {
        let id = self.input_id();
        html! {
            div.field.field-check.field-wide[self.wide].field-bad[self.error.is_some()] {
                div.field-input {
                    label.choice for=(id) {
                        input id=(id) type="checkbox" name=(self.name) value="true" checked[on] required[self.required]
                            disabled[self.readonly] aria-describedby=[self.described()] aria-invalid=[self.invalid()];
                        span { (self.label) @if self.required { span.field-required title=(w.t("ui-required")) aria-hidden="true" { "*" } } }
                    }
                    @if let Some(error) = &self.error { p.field-error #{ (id) "-error" } { (error) } }
                    @if let Some(hint) = &self.hint { p.hint #{ (id) "-hint" } { (hint) } }
                }
            }
        }
    }
}
