//! With whom: the other file is looked up, unless the address names it.

use axum::response::{IntoResponse, Response};
use maud::html;
use ui::{Form, Panel, Reference, Shell};

use crate::merge::Merge;
use crate::pages::desk::{Desk, address};
use crate::pages::record::Record;
use crate::pages::typed::Typed;

/// The form, and the merges of this file so far.
pub(super) fn page(desk: &Desk<'_>, record: &Record, merges: &[Merge], typed: &Typed) -> Response {
    let w = &desk.words;
    let other = Reference { value: String::new(), label: String::new(), search: "/customers/picker".into() };
    let form = Form {
        id: "merge-form".into(),
        action: address(record.id, "merge"),
        errors: typed.sentences(desk),
        fields: html! {
            (typed.field(desk, "with", "merge-with").required().focus().wide().hint(desk.p("merge-with-hint")).reference(&other, w))
        },
        submit: desk.p("merge-compare").into_owned(),
        cancel: Some(address(record.id, "")),
        ..Form::default()
    };
    let earlier = html! {
        ul.lines {
            @for merge in merges {
                li.row {
                    a href=(address(record.id, &format!("merges/{}", merge.id))) { (merge.absorbed_number) }
                    span { (merge.by_name) }
                    span.hint { (ui::ago(merge.at.utc(), &desk.here, w)) }
                    @if merge.undone_at.is_some() { span.hint { (desk.p("merge-undone")) } }
                }
            }
        }
    };
    let body = html! {
        (form.render(w))
        @if !merges.is_empty() { (Panel::new(desk.p("merges"), earlier).render()) }
    };
    let name = record.name(desk);
    let title = desk.pa("merge-title", &[("name", name.clone().into())]);
    desk.page
        .show(Shell { title, crumbs: super::crumbs(desk, record.id, name), body, ..Shell::default() })
        .into_response()
}
