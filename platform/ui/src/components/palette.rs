//! What the command palette and the search page list.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// One result.
#[derive(Debug, Clone)]
pub struct Hit {
    /// What kind of thing it is.
    pub icon: Icon,
    /// Its name; parts that matched may be in `mark`.
    pub title: Markup,
    /// What tells it from its like: phone tail, plate, owner.
    pub detail: Markup,
    /// The kind in words.
    pub kind: String,
    /// Where Enter leads.
    pub href: String,
}

/// The results for the palette, best guess first; says so when there are none.
pub fn palette_results(hits: &[Hit], w: &dyn Words) -> Markup {
    html! {
        @for (at, hit) in hits.iter().enumerate() {
            a.hit #{ "hit-" (at) } role="option" tabindex="-1" href=(hit.href) aria-selected=(if at == 0 { "true" } else { "false" }) {
                (icon(hit.icon))
                span.hit-title { (hit.title) }
                span.hit-detail { (hit.detail) }
                span.hit-kind { (hit.kind) }
            }
        }
        @if hits.is_empty() { div.hit-none role="option" aria-disabled="true" aria-selected="false" { (w.t("ui-search-none")) } }
    }
}
