//! The people of an organisation and the customer's relations (CUS-13).

use maud::{Markup, html};
use records::Shown;
use ui::{Arg, Count, Icon, Panel};

use super::parts::Record;
use crate::customer::file::{ContactView, RelationView};
use crate::kind::CUSTOMER;
use crate::pages::answer::{opener, remover};
use crate::pages::desk::{Desk, address};
use crate::relations::Side;

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    html! {
        @if record.is_organisation() { (contacts(desk, record)) }
        (relations(desk, record))
    }
}

fn contacts(desk: &Desk<'_>, record: &Record) -> Markup {
    let list = &record.file.contacts;
    let body = html! {
        @if list.is_empty() { p.nothing { (desk.p("contacts-empty")) } }
        ul.lines { @for contact in list { li.row { (contact_line(desk, record, contact)) } } }
    };
    let panel = Panel::new(desk.label("contacts"), body).count(Count::Exact(list.len() as u64));
    match record.file.editable() {
        true => panel.actions(opener(&desk.p("add"), &address(record.id, "contacts/new"), Icon::Plus)).render(),
        false => panel.render(),
    }
}

fn contact_line(desk: &Desk<'_>, record: &Record, contact: &ContactView) -> Markup {
    let name = match &contact.name {
        Shown::Masked(text) => text.clone(),
        shown => shown.text().unwrap_or_default().to_owned(),
    };
    let value = |field: &str, shown: &Shown| CUSTOMER.field(field).and_then(|f| desk.value(f, shown, None));
    html! {
        @match contact.linked { Some(id) => a href=(address(id, "")) { (name) }, None => b { (name) } }
        @if let Some(role) = &contact.role { (ui::tag(&desk.code("contact-role", role))) }
        @if let Some(phone) = value("phone", &contact.phone) { (phone) }
        @if let Some(email) = value("email", &contact.email) { (email) }
        @if record.file.editable() { (remover(&desk.pa("remove-named", &[("name", Arg::from(name.as_str()))]), &address(record.id, &format!("contacts/{}", contact.id)), &[])) }
    }
}

fn relations(desk: &Desk<'_>, record: &Record) -> Markup {
    let today = desk.today();
    let (now, past): (Vec<&RelationView>, Vec<&RelationView>) =
        record.file.relations.iter().partition(|r| r.valid_to.is_none_or(|to| to > today));
    let body = html! {
        @if now.is_empty() { p.nothing { (desk.p("relations-empty")) } }
        ul.lines { @for relation in &now { li.row { (relation_line(desk, record, relation, true)) } } }
        @if !past.is_empty() {
            details {
                summary.quiet-link { (desk.pa("relations-past", &[("n", (past.len() as i64).into())])) }
                ul.lines { @for relation in &past { li.row { (relation_line(desk, record, relation, false)) } } }
            }
        }
    };
    let panel = Panel::new(desk.label("relations"), body).count(Count::Exact(now.len() as u64));
    match record.file.editable() {
        true => panel.actions(opener(&desk.p("add"), &address(record.id, "relations/new"), Icon::Plus)).render(),
        false => panel.render(),
    }
}

fn relation_line(desk: &Desk<'_>, record: &Record, relation: &RelationView, holds: bool) -> Markup {
    html! {
        (ui::tag(&word(desk, &relation.kind, relation.side)))
        a href=(address(relation.other, "")) { (relation.other_name) }
        @if let Some(remark) = &relation.remark { span.hint { (remark) } }
        @if let Some(to) = relation.valid_to { span.hint { (desk.pa("until", &[("day", to.to_string().into())])) } }
        @if holds && record.file.editable() {
            (remover(&desk.pa("end-relation", &[("name", Arg::from(relation.other_name.as_str()))]), &address(record.id, &format!("relations/{}", relation.id)), &[]))
        }
    }
}

/// What the other one is to this file: its referrer or the one it referred, its company or its driver.
fn word(desk: &Desk<'_>, kind: &str, side: Side) -> String {
    match (kind, side) {
        ("referrer", Side::First) => desk.p("relation-referred").into_owned(),
        ("referrer", Side::Second) => desk.p("relation-referrer").into_owned(),
        ("company_driver", Side::First) => desk.p("relation-driver").into_owned(),
        ("company_driver", Side::Second) => desk.p("relation-company").into_owned(),
        _ => desk.code("relation-kind", kind),
    }
}
