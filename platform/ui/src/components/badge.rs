//! States as a dot and a word, and plain tags. Colour never speaks alone.

use maud::{Markup, html};

/// What a colour means everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Nothing particular.
    #[default]
    Plain,
    /// Act here.
    Accent,
    /// Due.
    Due,
    /// Overdue or refused.
    Overdue,
    /// Done.
    Done,
    /// Past, closed, out of use.
    Past,
}

impl State {
    /// All states, for the style guide.
    pub const ALL: [State; 6] = [State::Plain, State::Accent, State::Due, State::Overdue, State::Done, State::Past];

    pub(crate) fn class(self) -> &'static str {
        match self {
            State::Plain => "is-plain",
            State::Accent => "is-accent",
            State::Due => "is-due",
            State::Overdue => "is-overdue",
            State::Done => "is-done",
            State::Past => "is-past",
        }
    }
}

/// A dot and a word, for tables and lines: `● 逾期`.
pub fn dot(state: State, word: &str) -> Markup {
    html! { span.dot.(state.class()) { (word) } }
}

/// A dot and a word on a tint, for identity strips and cards.
pub fn badge(state: State, word: &str) -> Markup {
    html! { span.badge.(state.class()) { (word) } }
}

/// A word in a hairline, for classes and labels without a state.
pub fn tag(word: &str) -> Markup {
    html! { span.tag { (word) } }
}
