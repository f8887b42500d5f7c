//! `/privacy/new?customer=`: taking a request in.

use axum::response::{IntoResponse, Redirect, Response};
use customers::privacy;
use kernel::Id;
use maud::{Markup, html};
use organisation::settings::keys;
use ui::{Choice, Form, Panel, Shell, State as Tone, flash};
use web::Problem;
use web::records::{Call, Pairs};

use super::desk::{Desk, Typed};
use crate::requests::{self, Kind, NewRequest, queries};

/// The form, with what was asked of the file before.
pub(super) async fn form(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let mut pairs = call.pairs.clone();
    pairs.0.push(("id".into(), call.app.db.clock.new_id().to_string()));
    pairs.0.push(("received_on".into(), desk.here.today().to_string()));
    show(&desk, Typed::new(pairs)).await
}

/// Takes it in.
pub(super) async fn add(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let mut typed = Typed::new(pairs);
    let customer = typed.get("customer").parse().map_err(|_| Problem::not_found())?;
    let days = desk.number(keys::ANSWER_DAYS).await?;
    let Some(kind) = Kind::from_name(typed.get("kind")) else {
        typed.errors.push(("kind".into(), "field-required".into()));
        return show(&desk, typed).await;
    };
    let Some(received_on) = records::input::date(typed.get("received_on")) else {
        typed.errors.push(("received_on".into(), "field-required".into()));
        return show(&desk, typed).await;
    };
    let new = NewRequest {
        customer,
        kind,
        asked_by: typed.filled("asked_by").unwrap_or_default(),
        asker: typed.filled("asker").unwrap_or_else(|| "self".into()),
        wish: typed.filled("wish"),
        received_on,
        days,
        id: typed.get("id").parse().unwrap_or_else(|_| call.app.db.clock.new_id()),
    };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match requests::add(&mut tx, new).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/privacy/{id}")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            typed.refused(refusal)?;
            show(&desk, typed).await
        }
    }
}

async fn show(desk: &Desk<'_>, typed: Typed) -> Result<Response, Problem> {
    let customer: Id = typed.get("customer").parse().map_err(|_| Problem::not_found())?;
    let standing = privacy::standing(desk.conn(), desk.tenant(), customer).await?.ok_or_else(Problem::not_found)?;
    // One that was put away for other reasons is not there for anyone.
    if standing.deleted_at.is_some() && standing.restricted_at.is_none() {
        return Err(Problem::not_found());
    }
    let before = queries::of(desk.conn(), desk.tenant(), customer).await?;
    let kinds: Vec<Choice> = Kind::ALL
        .map(|kind| {
            Choice::new(kind.name(), desk.t(&format!("kind-{}", kind.name())))
                .hint(desk.t(&format!("kind-{}-hint", kind.name())))
        })
        .into();
    let asker = typed.pairs.get("asker").unwrap_or("self");
    let w = &desk.w;
    let fields: Markup = html! {
        input type="hidden" name="customer" value=(customer);
        input type="hidden" name="id" value=(typed.get("id"));
        (typed.field(desk, "kind").required().wide().radio(&kinds, typed.get("kind"), w))
        (typed.field(desk, "asked_by").required().max(100).text(typed.get("asked_by"), w))
        (typed.field(desk, "asker").required().select(&desk.choices("privacy-asker"), asker, w))
        (typed.field(desk, "received_on").required().date(records::input::date(typed.get("received_on")), w))
        (typed.field(desk, "wish").wide().max(2000).textarea(typed.get("wish"), 3, w))
    };
    let form = Form {
        id: "privacy-form".into(),
        action: "/privacy/new".into(),
        errors: typed.sentences(desk),
        fields,
        submit: desk.t("take-in").into_owned(),
        cancel: Some("/privacy".into()),
        ..Form::default()
    };
    let body = html! {
        p { (desk.t("field-file")) ": " b { (standing.name) } " " span.hint { (standing.number) } }
        br;
        @if standing.erased_at.is_some() { (flash(Tone::Past, &desk.t("erased"))) }
        @else if standing.restricted_at.is_some() { (flash(Tone::Due, &desk.t("restricted"))) }
        @if !before.is_empty() {
            (Panel::new(desk.t("before"), html! {
                ul { @for r in &before { li { a href={ "/privacy/" (r.id) } { (r.number) " " (desk.t(&format!("kind-{}", r.kind))) } " " (desk.state(r)) } } }
            }).render())
            br;
        }
        (form.render(w))
    };
    let page = desk.show(Shell { title: desk.t("new").into_owned(), body, ..Shell::default() });
    Ok(typed.answer(page))
}
