//! The list of keyboard shortcuts.

use maud::{Markup, html};

use super::dialog::Dialog;
use crate::words::Words;

const SHORTCUTS: [(&[&str], &str); 10] = [
    (&["/", "Ctrl K"], "ui-key-search"),
    (&["?"], "ui-key-help"),
    (&["j", "k"], "ui-key-move"),
    (&["Enter"], "ui-key-open"),
    (&["Space"], "ui-key-preview"),
    (&["x"], "ui-key-select"),
    (&["n"], "ui-key-new"),
    (&["e"], "ui-key-edit"),
    (&["Ctrl Enter"], "ui-key-save"),
    (&["Esc"], "ui-key-close"),
];

/// The shortcuts as a dialog with the id `shortcuts`; the frame carries it.
pub fn shortcut_dialog(w: &dyn Words) -> Markup {
    let body = html! {
        dl.shortcuts {
            @for (keys, meaning) in SHORTCUTS {
                div { dt { @for key in keys { kbd { (key) } } } dd { (w.t(meaning)) } }
            }
        }
        p.hint { (w.t("ui-key-note")) }
    };
    Dialog { id: "shortcuts".to_owned(), title: w.t("ui-shortcuts").into_owned(), body, ..Dialog::default() }.render(w)
}
