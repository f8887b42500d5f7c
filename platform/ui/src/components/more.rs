//! The way to the next page of a keyset list outside a table (inside one, see [`crate::Table::more`]).

use maud::{Markup, html};

use crate::words::Words;

/// A link that loads the next rows in its place, by hand or when it comes into view.
pub fn more(href: &str, by_itself: bool, w: &dyn Words) -> Markup {
    let trigger = by_itself.then_some("click, intersect once");
    html! {
        a.more href=(href) hx-get=(href) hx-swap="outerHTML" hx-target="this" hx-trigger=[trigger] { (w.t("ui-more")) }
    }
}
