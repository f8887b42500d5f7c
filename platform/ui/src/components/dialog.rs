//! A dialog over the page.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// A modal dialog. Placed in a page it opens by [`crate::Button::opens`]; loaded into `#dialogs` it opens at once.
#[derive(Debug, Clone, Default)]
pub struct Dialog {
    /// Unique in the page.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The content, usually a form.
    pub body: Markup,
    /// Buttons at its foot; a cancel button stands before them.
    pub actions: Option<Markup>,
    /// True for wide content.
    pub wide: bool,
}

impl Dialog {
    /// The markup.
    pub fn render(&self, w: &dyn Words) -> Markup {
        let title = format!("{}-title", self.id);
        html! {
            dialog.dialog.dialog-wide[self.wide] id=(self.id) aria-labelledby=(title) data-dialog {
                header {
                    h2 id=(title) { (self.title) }
                    button.icon-button type="button" data-dialog-close aria-label=(w.t("ui-close")) { (icon(Icon::Close)) }
                }
                div.dialog-body { (self.body) }
                @if let Some(actions) = &self.actions {
                    footer {
                        button.button type="button" data-dialog-close { (w.t("ui-cancel")) }
                        (actions)
                    }
                }
            }
        }
    }
}
