//! The identity strip on top of a record.

use maud::{Markup, html};

use super::avatar::avatar;
use crate::icon::{Icon, icon};

/// Who or what the page is about, in one line: name, class, phone, plate, owner, what is open.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The name, as the page's heading.
    pub name: String,
    /// The record's number.
    pub number: String,
    /// An icon instead of initials, for things.
    pub icon: Option<Icon>,
    /// Badges and tags beside the name.
    pub badges: Vec<Markup>,
    /// The facts that matter: label and value.
    pub facts: Vec<(String, Markup)>,
    /// Buttons at the end.
    pub actions: Option<Markup>,
}

impl Identity {
    /// The markup.
    pub fn render(&self) -> Markup {
        html! {
            header.identity {
                @match self.icon { Some(drawing) => span.avatar { (icon(drawing)) }, None => (avatar(&self.name)) }
                div.identity-name {
                    h1 { (self.name) }
                    span.identity-badges { @for badge in &self.badges { (badge) } }
                    @if !self.number.is_empty() { span.identity-number { (self.number) } }
                }
                dl {
                    @for (label, value) in &self.facts { div { dt { (label) } dd { (value) } } }
                }
                @if let Some(actions) = &self.actions { div.identity-actions { (actions) } }
            }
        }
    }
}
