//! A drawer at the right edge, for help and previews.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// A drawer with its content in place.
pub fn drawer(id: &str, title: &str, body: Markup, w: &dyn Words) -> Markup {
    let heading = format!("{id}-title");
    html! {
        dialog.drawer id=(id) aria-labelledby=(heading) data-dialog {
            header {
                h2 id=(heading) { (title) }
                button.icon-button type="button" data-dialog-close aria-label=(w.t("ui-close")) { (icon(Icon::Close)) }
            }
            div.drawer-body { (body) }
        }
    }
}

/// The help drawer of a page (`?`), whose content is loaded from `url` when it is first opened.
pub fn help_drawer(url: &str, w: &dyn Words) -> Markup {
    let body = html! {
        div hx-get=(url) hx-trigger="dialog:open from:closest dialog once" hx-swap="innerHTML" {
            p { a href=(url) { (w.t("ui-help-open")) } }
        }
    };
    drawer("help", &w.t("ui-help"), body, w)
}
