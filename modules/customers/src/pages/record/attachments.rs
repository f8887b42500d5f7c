//! The paper file: documents photographed or scanned (CUS-17).

use kernel::Action;
use maud::{Markup, html};
use records::Shown;
use ui::{Arg, Count, Icon, Panel, icon};

use super::parts::Record;
use crate::attachments::Attachment;
use crate::pages::answer::{opener, remover};
use crate::pages::desk::{Desk, address};

/// Whether a document is shown as a picture.
pub(in crate::pages) fn is_picture(mime: &str) -> bool {
    mime.starts_with("image/")
}

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let list = &record.file.attachments;
    let body = html! {
        @if list.is_empty() { p.nothing { (desk.p("attachments-empty")) } }
        ul.attachments { @for attachment in list { li { (one(desk, record, attachment)) } } }
    };
    let panel = Panel::new(desk.label("attachments"), body).count(Count::Exact(list.len() as u64));
    match desk.can(Action::Edit) || desk.can(Action::Create) {
        true => panel.actions(opener(&desk.p("attach"), &address(record.id, "attachments/new"), Icon::Camera)).render(),
        false => panel.render(),
    }
}

fn one(desk: &Desk<'_>, record: &Record, a: &Attachment) -> Markup {
    let href = format!("/attachments/{}", a.id);
    let purpose = a.purpose.as_ref().map(|code| desk.code("document-purpose", code));
    // What shows a masked number is opened by those who may reveal it, one at a time, and never as a small picture.
    let clear = !a.is_identity()
        || matches!(record.file.row.get("id_number"), Shown::Value(_))
        || (a.made_by.is_some() && a.made_by == desk.visitor().user());
    let link = (clear || desk.can(Action::Reveal)).then_some(href.as_str());
    let editable = record.file.engagements.iter().any(|e| e.editable && Some(e.engagement.store_id) == a.store_id);
    html! {
        div.row {
            a.thumbnail href=[link] target="_blank" rel="noopener" {
                @if is_picture(&a.mime) && clear { img src={ (href) "?size=small" } alt="" width="56" height="56" loading="lazy"; }
                @else { (icon(Icon::Attach)) }
            }
            div {
                a href=[link] target="_blank" rel="noopener" { (a.name) }
                p.hint {
                    @if let Some(purpose) = purpose { (purpose) " · " }
                    (size(a.size)) " · " (a.made_by_name) " · " (ui::ago(a.at.utc(), &desk.here, &desk.words))
                }
            }
            @if editable { (remover(&desk.pa("remove-named", &[("name", Arg::from(a.name.as_str()))]), &address(record.id, &format!("attachments/{}", a.id)), &[])) }
        }
    }
}

/// Bytes as people read them.
fn size(bytes: i64) -> String {
    if bytes < 1_048_576 {
        format!("{} KB", (bytes + 1023) / 1024)
    } else {
        format!("{:.1} MB", bytes as f64 / 1_048_576.0)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes() {
        assert_eq!(super::size(1), "1 KB");
        assert_eq!(super::size(1_572_864), "1.5 MB");
    }
}
