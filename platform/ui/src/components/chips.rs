//! Filter chips: what the list is narrowed to, in plain words.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::Words;

/// One condition: `级别 是 H、A`.
#[derive(Debug, Clone)]
pub struct Chip {
    /// What is compared: `级别`.
    pub field: String,
    /// How and with what: `是 H、A`.
    pub condition: String,
    /// The list's address without this condition.
    pub remove: String,
    /// A fragment to change it, loaded into the dialog slot.
    pub edit: Option<String>,
}

/// The chips of a list, with a way to take off each and all.
pub fn chips(chips: &[Chip], clear: Option<&str>, w: &dyn Words) -> Markup {
    html! {
        @if !chips.is_empty() {
            ul.chips aria-label=(w.t("ui-filters")) {
                @for chip in chips {
                    li.chip {
                        @if let Some(edit) = &chip.edit {
                            button type="button" hx-get=(edit) hx-target="#dialogs" hx-swap="innerHTML"
                                { span { (chip.field) } " " b { (chip.condition) } }
                        } @else {
                            span.chip-text { span { (chip.field) } " " b { (chip.condition) } }
                        }
                        a.chip-off href=(chip.remove) aria-label=(w.ta("ui-filter-remove", &[("field", chip.field.as_str().into())]))
                            { (icon(Icon::Close)) }
                    }
                }
                @if let Some(clear) = clear { li { a.quiet-link href=(clear) { (w.t("ui-filters-clear")) } } }
            }
        }
    }
}
