//! Before and after, side by side: history, import dry runs, and changes made by two people.

use maud::{Markup, html};

use crate::words::Words;

/// One field's change.
#[derive(Debug, Clone)]
pub struct Change {
    /// The field's word.
    pub field: String,
    /// The earlier value; `None` when there was none.
    pub before: Option<Markup>,
    /// The later value; `None` when it was emptied.
    pub after: Option<Markup>,
    /// When set, the reader chooses between both.
    pub choose: Option<Choose>,
}

/// A choice between two values.
#[derive(Debug, Clone)]
pub struct Choose {
    /// The name of the two radio buttons, whose values are `before` and `after`.
    pub name: String,
    /// Whether the earlier value is chosen to begin with.
    pub before: bool,
}

impl Choose {
    /// A choice that begins with the later value.
    pub fn after(name: impl Into<String>) -> Choose {
        Choose { name: name.into(), before: false }
    }
}

/// The table of changes. `before` and `after` name the columns, such as the people and times.
pub fn diff(before: &str, after: &str, changes: &[Change], w: &dyn Words) -> Markup {
    let side = |change: &Change, value: &Option<Markup>, side: &'static str, column: &str| {
        let shown = html! {
            @match value { Some(value) => (value), None => span.nothing { (w.t("ui-empty-value")) } }
        };
        html! {
            @if let Some(choose) = &change.choose {
                label.diff-choice {
                    input type="radio" name=(choose.name) value=(side) checked[(side == "before") == choose.before]
                        aria-label=(format!("{} {column}", change.field));
                    span { (shown) }
                }
            } @else { (shown) }
        }
    };
    html! {
        table.diff {
            thead { tr { th scope="col" { (w.t("ui-field")) } th scope="col" { (before) } th scope="col" { (after) } } }
            tbody {
                @for change in changes {
                    tr {
                        th scope="row" { (change.field) }
                        td.diff-before { (side(change, &change.before, "before", before)) }
                        td.diff-after { (side(change, &change.after, "after", after)) }
                    }
                }
            }
        }
    }
}
