//! A message at the top of a page, left by what was done before it.

use maud::{Markup, html};

use super::badge::State;
use crate::icon::{Icon, icon};

/// A message with the meaning of its state. Errors are announced at once.
pub fn flash(state: State, text: &str) -> Markup {
    let drawing = match state {
        State::Done => Icon::Check,
        State::Due | State::Overdue => Icon::Warning,
        State::Plain | State::Accent | State::Past => Icon::Info,
    };
    let role = if state == State::Overdue { "alert" } else { "status" };
    html! { div.flash.(state.class()) role=(role) { (icon(drawing)) p { (text) } } }
}
