//! A list of phones, of which one is the main one.

use maud::{Markup, html};

use super::choice::Choice;
use super::field::Field;
use crate::icon::{Icon, icon};
use crate::words::Words;

/// One phone of the list.
#[derive(Debug, Clone, Default)]
pub struct PhoneValue {
    /// As typed.
    pub number: String,
    /// The kind chosen.
    pub kind: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Field {
    /// Phones, repeated: posts `<name>` and `<name>_kind` once per row, in order; the first is the main one.
    pub fn phones(&self, values: &[PhoneValue], kinds: &[Choice], w: &dyn Words) -> Markup {
        let first = [PhoneValue::default()];
        let values = if values.is_empty() { &first } else { values };
        let inputs = html! {
            div.repeat data-repeat {
                div.repeat-rows data-repeat-rows {
                    @for (at, value) in values.iter().enumerate() { (self.phone_row(value, kinds, Some(at), w)) }
                }
                template { (self.phone_row(&PhoneValue::default(), kinds, None, w)) }
                button.button.button-quiet.button-small type="button" data-repeat-add { (icon(Icon::Plus)) span { (w.t("ui-phone-add")) } }
            }
        };
        self.group(w, inputs)
    }

    fn phone_row(&self, value: &PhoneValue, kinds: &[Choice], at: Option<usize>, w: &dyn Words) -> Markup {
        let error = at.filter(|_| value.error.is_some()).map(|at| format!("{}-{at}-error", self.input_id()));
        html! {
            div.repeat-row data-repeat-row {
                input.input.input-code type="tel" inputmode="tel" autocomplete="off" name=(self.name) value=(value.number)
                    required[self.required && at == Some(0)] aria-label=(self.label) aria-invalid=[error.as_ref().map(|_| "true")]
                    aria-describedby=[&error]
                    hx-get=[&self.watch] hx-target=[self.live_target()]
                    hx-trigger=[self.watch.as_ref().map(|_| "input changed delay:300ms")]
                    hx-include=[self.watch.as_ref().map(|_| "closest form")];
                @if !kinds.is_empty() {
                    select.input name=(format!("{}_kind", self.name)) aria-label=(w.t("ui-phone-kind")) {
                        @for kind in kinds { option value=(kind.value) selected[kind.value == value.kind] { (kind.label) } }
                    }
                }
                button.icon-button type="button" data-repeat-remove aria-label=(w.t("ui-phone-remove")) { (icon(Icon::Close)) }
                @if let Some(error) = &error { p.field-error id=(error) { (icon(Icon::Warning)) (value.error.as_deref().unwrap_or_default()) } }
            }
        }
    }
}
