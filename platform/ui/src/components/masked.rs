//! A value shown in part, with a way to see it whole.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// A masked value such as `138 **** 5678`. `reveal` is the page that asks for the reason, opened in a dialog; its answer
/// replaces whatever carries `data-reveal` with that address. Without `reveal` the value stays masked.
pub fn masked(value: &str, reveal: Option<&str>, w: &dyn Words) -> Markup {
    html! {
        span.masked data-reveal=[reveal] {
            span { (value) }
            @if let Some(url) = reveal {
                a.masked-eye href=(url) hx-get=(url) hx-target="#dialogs" hx-swap="innerHTML" aria-haspopup="dialog"
                    title=(w.t("ui-reveal-hint")) aria-label=(w.t("ui-reveal")) { (icon(Icon::Eye)) }
            } @else {
                span.masked-lock title=(w.t("ui-masked")) { (icon(Icon::Lock)) span.sr { (w.t("ui-masked")) } }
            }
        }
    }
}
