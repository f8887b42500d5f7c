//! Words that stores put on the customer.

use maud::{Markup, html};
use ui::{Arg, Icon, Panel, Words, icon};

use super::parts::Record;
use crate::pages::answer::remover;
use crate::pages::desk::{Desk, address};

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let own = record.own(desk).filter(|e| e.editable);
    let several = record.file.engagements.len() > 1;
    let body = html! {
        div.row {
            @for tag in &record.file.tags {
                @let word = desk.code("customer-tag", &tag.tag);
                @let editable = record.file.engagements.iter().any(|e| e.editable && e.engagement.store_id == tag.store_id);
                span.row {
                    (ui::tag(&word))
                    @if several { small { (record.store_name(Some(tag.store_id)).unwrap_or_default()) } }
                    @if editable {
                        (remover(&desk.pa("remove-named", &[("name", Arg::from(word.as_str()))]), &address(record.id, "tags"), &[("tag", &tag.tag), ("store", &tag.store_id.to_string())]))
                    }
                }
            }
            @if record.file.tags.is_empty() && own.is_none() { p.nothing { (desk.p("tags-empty")) } }
        }
        @if let Some(own) = own { (adder(desk, record, &own.engagement.store_id.to_string())) }
    };
    Panel::new(desk.label("tags"), body).render()
}

/// A word of one's own, or one of the house's by choosing from the list.
fn adder(desk: &Desk<'_>, record: &Record, store: &str) -> Markup {
    let action = address(record.id, "tags");
    html! {
        form.row method="post" action=(action) hx-post=(action) hx-swap="none" data-once {
            input type="hidden" name="store" value=(store);
            input.input.input-date name="tag" list="customer-tag-words" maxlength="30" required autocomplete="off" aria-label=(desk.p("tag-add")) placeholder=(desk.p("tag-hint"));
            datalist #customer-tag-words { @for choice in desk.choices("customer-tag") { option value=(choice.label) {} } }
            button.button.button-quiet.button-small type="submit" { (icon(Icon::Plus)) span { (desk.words.t("customer-page-add")) } }
        }
    }
}
