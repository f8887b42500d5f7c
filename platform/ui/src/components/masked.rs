//! A value shown in part, with a way to see it whole.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// A masked value such as `138 **** 5678`. `reveal` asks for the whole one by POST (limited and logged there);
/// its answer replaces the button and the value. Without `reveal` the value stays masked.
pub fn masked(value: &str, reveal: Option<&str>, w: &dyn Words) -> Markup {
    html! {
        span.masked {
            span { (value) }
            @if let Some(url) = reveal {
                button type="button" hx-post=(url) hx-target="closest .masked" hx-swap="outerHTML"
                    title=(w.t("ui-reveal-hint")) aria-label=(w.t("ui-reveal")) { (icon(Icon::Eye)) }
            } @else {
                span.masked-lock title=(w.t("ui-masked")) { (icon(Icon::Lock)) span.sr { (w.t("ui-masked")) } }
            }
        }
    }
}
