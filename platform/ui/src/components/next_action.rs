//! The one thing to do now.

use maud::{Markup, html};

use super::badge::State;

/// The next-action bar of a record: what, when, why, and the button that does it.
#[derive(Debug, Clone, Default)]
pub struct NextAction {
    /// Due, overdue, done or none of them.
    pub state: State,
    /// The state's word, such as 今天 14:30 or 逾期 2 天.
    pub when: String,
    /// What to do.
    pub what: String,
    /// Why it is asked.
    pub why: String,
    /// The button that does it, and further ones.
    pub actions: Option<Markup>,
}

impl NextAction {
    /// The markup.
    pub fn render(&self) -> Markup {
        html! {
            section.next.(self.state.class()) {
                p.next-when { (self.when) }
                p.next-what { b { (self.what) } @if !self.why.is_empty() { span { (self.why) } } }
                @if let Some(actions) = &self.actions { div.next-actions { (actions) } }
            }
        }
    }
}
