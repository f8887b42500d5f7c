//! With whom the customer is shared, and until when (CUS-05).

use maud::{Markup, html};
use ui::{Arg, Icon, Panel};

use super::parts::Record;
use crate::pages::answer::{opener, remover};
use crate::pages::desk::{Desk, address};

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let body = html! {
        @if record.file.shares.is_empty() { p.nothing { (desk.p("shares-empty")) } }
        ul.lines {
            @for share in &record.file.shares {
                @let at = record.file.engagements.iter().find(|e| e.engagement.id == share.anchor_id);
                @let name = share.grantee_name.clone().unwrap_or_default();
                li.row {
                    b { (name) }
                    (ui::tag(&desk.p(if share.access == "edit" { "share-edit" } else { "share-read" })))
                    @if let Some(until) = share.until { span.hint { (desk.pa("until", &[("day", until.date_in(desk.here.zone).to_string().into())])) } }
                    @if record.file.engagements.len() > 1 { @if let Some(at) = at { span.hint { (at.store_name) } } }
                    @if at.is_some_and(|e| e.editable) {
                        (remover(&desk.pa("share-end", &[("name", Arg::from(name.as_str()))]), &address(record.id, &format!("shares/{}", share.id)), &[]))
                    }
                }
            }
        }
    };
    let panel = Panel::new(desk.label("shares"), body);
    match record.file.editable() {
        true => panel.actions(opener(&desk.p("share"), &address(record.id, "shares/new"), Icon::Share)).render(),
        false => panel.render(),
    }
}
