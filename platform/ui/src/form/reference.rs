//! Picking another record: customer, model, user.

use maud::{Markup, html};

use super::field::Field;
use crate::icon::{Icon, icon};
use crate::words::Words;

/// What a reference field shows and asks.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// The id chosen, posted under the field's name.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Asked with `?q=` while typing; answers with [`found`].
    pub search: String,
}

/// A record found for a reference field.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its id.
    pub value: String,
    /// Its name, put into the field.
    pub label: String,
    /// What tells it from its like.
    pub detail: String,
}

impl Field {
    /// A box to type in, with the records found below.
    pub fn reference(&self, reference: &Reference, w: &dyn Words) -> Markup {
        let id = self.input_id();
        let list = format!("{id}-list");
        let input = html! {
            div.reference data-combobox {
                input type="hidden" name=(self.name) value=(reference.value) data-combobox-value;
                input.input id=(id) type="text" name="q" form="none" value=(reference.label) role="combobox" autocomplete="off" spellcheck="false"
                    aria-autocomplete="list" aria-expanded="false" aria-controls=(list) data-combobox-input
                    required[self.required] readonly[self.readonly] autofocus[self.focus] placeholder=[&self.placeholder]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()]
                    hx-get=(reference.search) hx-trigger="input changed delay:150ms, focus once" hx-target=(format!("#{list}"))
                    hx-swap="innerHTML" hx-sync="this:replace" hx-params="q";
                (icon(Icon::Down))
                div.reference-list id=(list) role="listbox" aria-label=(self.label) hidden {}
            }
        };
        self.row(w, input)
    }
}

/// The answer to a reference field's question.
pub fn found(records: &[Found], w: &dyn Words) -> Markup {
    html! {
        @for record in records {
            div.option role="option" aria-selected="false" tabindex="-1" data-value=(record.value) data-label=(record.label) {
                span { (record.label) } small { (record.detail) }
            }
        }
        @if records.is_empty() { div.option-none role="option" aria-disabled="true" aria-selected="false" { (w.t("ui-search-none")) } }
    }
}
