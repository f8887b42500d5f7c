//! Inputs of one line, and longer text.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::field::Field;
use crate::words::Words;

struct Kind {
    kind: &'static str,
    mode: Option<&'static str>,
    class: Option<&'static str>,
}

impl Field {
    /// Text of one line.
    pub fn text(&self, value: &str, w: &dyn Words) -> Markup {
        self.line(Kind { kind: "text", mode: None, class: None }, value, w)
    }

    /// A phone number.
    pub fn phone(&self, value: &str, w: &dyn Words) -> Markup {
        self.line(Kind { kind: "tel", mode: Some("tel"), class: Some("input-code") }, value, w)
    }

    /// An address of electronic mail.
    pub fn email(&self, value: &str, w: &dyn Words) -> Markup {
        self.line(Kind { kind: "email", mode: Some("email"), class: None }, value, w)
    }

    /// A VIN, plate or number: capitals, no spelling help.
    pub fn code(&self, value: &str, w: &dyn Words) -> Markup {
        self.line(Kind { kind: "text", mode: None, class: Some("input-code") }, value, w)
    }

    /// A secret; the value is never sent back.
    pub fn password(&self, w: &dyn Words) -> Markup {
        self.line(Kind { kind: "password", mode: None, class: None }, "", w)
    }

    /// A number. Text with a numeric keyboard: what was typed is kept as it is.
    pub fn number(&self, value: &str, w: &dyn Words) -> Markup {
        self.line(Kind { kind: "text", mode: Some("decimal"), class: Some("input-number") }, value, w)
    }

    /// A number with its unit.
    pub fn measure(&self, value: &str, unit: &str, w: &dyn Words) -> Markup {
        let input = self.input(&Kind { kind: "text", mode: Some("decimal"), class: Some("input-number") }, value);
        self.row(w, html! { div.input-with { (input) span.input-unit { (unit) } } })
    }

    /// Money in yuan, as typed; the server reads it into fen.
    pub fn money(&self, value: &str, w: &dyn Words) -> Markup {
        let input = self.input(&Kind { kind: "text", mode: Some("decimal"), class: Some("input-number") }, value);
        self.row(w, html! { div.input-with { span.input-unit { "¥" } (input) } })
    }

    /// A date.
    pub fn date(&self, value: Option<NaiveDate>, w: &dyn Words) -> Markup {
        let text = value.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default();
        self.line(Kind { kind: "date", mode: None, class: Some("input-date") }, &text, w)
    }

    /// A date and a time in the store's zone, `2026-11-22T14:05`.
    pub fn moment(&self, value: &str, w: &dyn Words) -> Markup {
        self.line(Kind { kind: "datetime-local", mode: None, class: Some("input-date") }, value, w)
    }

    /// Longer text.
    pub fn textarea(&self, value: &str, rows: u8, w: &dyn Words) -> Markup {
        let input = html! {
            textarea.input id=(self.input_id()) name=(self.name) rows=(rows) required[self.required] readonly[self.readonly]
                autofocus[self.focus] maxlength=[self.max] placeholder=[&self.placeholder]
                aria-describedby=[self.described()] aria-invalid=[self.invalid()] { (value) }
        };
        self.row(w, input)
    }

    fn line(&self, kind: Kind, value: &str, w: &dyn Words) -> Markup {
        self.row(w, self.input(&kind, value))
    }

    fn input(&self, kind: &Kind, value: &str) -> Markup {
        let spell = kind.class.map(|_| "false");
        html! {
            input.input.(kind.class.unwrap_or_default()) id=(self.input_id()) type=(kind.kind) name=(self.name) value=(value)
                inputmode=[kind.mode] spellcheck=[spell] required[self.required] readonly[self.readonly] autofocus[self.focus]
                maxlength=[self.max] placeholder=[&self.placeholder] autocomplete=[self.complete]
                aria-describedby=[self.described()] aria-invalid=[self.invalid()]
                hx-get=[&self.watch] hx-target=[self.live_target()]
                hx-trigger=[self.watch.as_ref().map(|_| "input changed delay:300ms")]
                hx-include=[self.watch.as_ref().map(|_| "closest form")]
                hx-sync=[self.watch.as_ref().map(|_| "this:replace")];
        }
    }
}
