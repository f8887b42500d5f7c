//! What holds for every page until someone ends it: a line above the content with the way out.

use maud::{Markup, html};

use super::button::Button;
use crate::icon::{Icon, icon};

/// A line that stays in sight while the page scrolls.
#[derive(Debug, Clone)]
pub struct Banner {
    /// What holds.
    pub text: String,
    /// The words of the way out.
    pub button: String,
    /// Where the way out is posted to.
    pub action: String,
}

impl Banner {
    /// The line.
    pub fn render(&self) -> Markup {
        html! {
            div.banner role="status" {
                (icon(Icon::Eye))
                p { (self.text) }
                form method="post" action=(self.action) data-once { (Button::new(self.button.as_str()).small().render()) }
            }
        }
    }
}
