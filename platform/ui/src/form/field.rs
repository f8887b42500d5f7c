//! What every field has: name, label, hint, error, and what watches it.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// A field of a form. Finish it with one of the input methods: `text`, `select`, `date`, `money`, `phones` …
#[derive(Debug, Clone, Default)]
pub struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) error: Option<String>,
    pub(super) required: bool,
    pub(super) readonly: bool,
    pub(super) focus: bool,
    pub(super) wide: bool,
    pub(super) placeholder: Option<String>,
    pub(super) max: Option<usize>,
    pub(super) complete: Option<&'static str>,
    pub(super) watch: Option<String>,
    pub(super) id: Option<String>,
    pub(super) bare: bool,
}

impl Field {
    /// A field by its form name and its word.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    /// One sentence that helps to fill it in.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong with the value, if anything.
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Must be filled in.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Shown, not changed here.
    pub fn readonly(mut self) -> Self {
        self.readonly = true;
        self
    }

    /// Has the focus when the page opens.
    pub fn focus(mut self) -> Self {
        self.focus = true;
        self
    }

    /// Takes the whole width of the form.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// An example of a value. Never the label.
    pub fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Some(text.into());
        self
    }

    /// At most this many characters.
    pub fn max(mut self, characters: usize) -> Self {
        self.max = Some(characters);
        self
    }

    /// The `autocomplete` token, such as `username`, `current-password`, `off`.
    pub fn complete(mut self, token: &'static str) -> Self {
        self.complete = Some(token);
        self
    }

    /// Asks this address with the form's values while typing; the answer (possible duplicates …) is shown below.
    pub fn watch(mut self, url: impl Into<String>) -> Self {
        self.watch = Some(url.into());
        self
    }

    /// An id of its own, where a page holds two fields of one name.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Shows no label (it is kept for screen readers), where the label stands beside the field already.
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    pub(super) fn input_id(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("field-{}", self.name))
    }

    pub(super) fn live_id(&self) -> String {
        format!("{}-live", self.input_id())
    }

    pub(super) fn live_target(&self) -> Option<String> {
        self.watch.as_ref().map(|_| format!("#{}", self.live_id()))
    }

    pub(super) fn described(&self) -> Option<String> {
        let mut ids = Vec::new();
        if self.error.is_some() {
            ids.push(format!("{}-error", self.input_id()));
        }
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.input_id()));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    /// The row around one input.
    pub(super) fn row(&self, w: &dyn Words, input: Markup) -> Markup {
        html! {
            div.field.field-wide[self.wide].field-bad[self.error.is_some()] {
                label.field-label.sr[self.bare] for=(self.input_id()) { (self.label) (self.mark(w)) }
                div.field-input { (input) (self.notes()) }
            }
        }
    }

    /// The row around a group of inputs.
    pub(super) fn group(&self, w: &dyn Words, inputs: Markup) -> Markup {
        html! {
            fieldset.field.field-wide[self.wide].field-bad[self.error.is_some()] id=(self.input_id())
                aria-describedby=[self.described()] {
                legend.field-label.sr[self.bare] { (self.label) (self.mark(w)) }
                div.field-input { (inputs) (self.notes()) }
            }
        }
    }

    fn mark(&self, w: &dyn Words) -> Markup {
        html! { @if self.required { span.field-required title=(w.t("ui-required")) aria-hidden="true" { "*" } span.sr { (w.t("ui-required")) } } }
    }

    /// Error, hint, and the place for what is found while typing.
    fn notes(&self) -> Markup {
        let id = self.input_id();
        html! {
            @if let Some(error) = &self.error { p.field-error #{ (id) "-error" } { (icon(Icon::Warning)) (error) } }
            @if let Some(hint) = &self.hint { p.hint #{ (id) "-hint" } { (hint) } }
            @if self.watch.is_some() { div.field-live id=(self.live_id()) aria-live="polite" {} }
        }
    }
}
