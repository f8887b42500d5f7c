//! A short message that leaves by itself, with undo.

use maud::{Markup, html};

use super::badge::State;
use crate::icon::{Icon, icon};
use crate::words::Words;

/// A toast. Undo beats confirm: give the address that takes it back.
#[derive(Debug, Clone, Default)]
pub struct Toast {
    /// Done or refused.
    pub state: State,
    /// What was done.
    pub text: String,
    /// Takes it back by POST.
    pub undo: Option<String>,
}

/// A toast to send along with any htmx answer; it finds its place by itself (out of band).
pub fn toast(toast: &Toast, w: &dyn Words) -> Markup {
    html! {
        div hx-swap-oob="beforeend:#toasts" {
            div.toast.(toast.state.class()) data-toast {
                span.dot.(toast.state.class()) { (toast.text) }
                @if let Some(url) = &toast.undo {
                    button.button.button-quiet type="button" hx-post=(url) hx-swap="none" data-toast-undo { (icon(Icon::Undo)) span { (w.t("ui-undo")) } }
                }
                button.icon-button type="button" data-toast-close aria-label=(w.t("ui-close")) { (icon(Icon::Close)) }
            }
        }
    }
}
