//! The composer on top of the timeline: one text, and one press that says what it was.

use maud::{Markup, html};
use ui::{Button, Icon, Words};

use super::parts::Record;
use crate::pages::desk::{Desk, address};

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let w = &desk.words;
    let action = address(record.id, "notes");
    let own = record.own(desk).map(|e| e.engagement.store_id);
    let kind = |word: String, kind: &str, icon: Icon| Button::new(word).small().icon(icon).value("kind", kind);
    html! {
        form.composer method="post" action=(action) hx-post=(action) hx-swap="none" data-once
            data-draft=(desk.draft(&format!("note-{}", record.id))) data-draft-note=(w.t("ui-draft-restored")) data-draft-drop=(w.t("ui-draft-drop")) {
            @if let Some(store) = own { input type="hidden" name="store" value=(store); }
            textarea.input name="body" rows="2" maxlength="20000" required aria-label=(desk.p("composer")) placeholder=(desk.p("composer-hint")) {}
            div.row {
                (kind(desk.p("write-note").into_owned(), "note", Icon::Note).render())
                (kind(desk.t("timeline-call").into_owned(), "call", Icon::Phone).quiet().render())
                (kind(desk.t("timeline-visit").into_owned(), "visit", Icon::Visit).quiet().render())
                (kind(desk.t("timeline-message").into_owned(), "message", Icon::Message).quiet().render())
            }
        }
    }
}
