//! `/privacy/{privacy_request}/erasure`: what goes and what the law keeps, and the last word. Whoever says it shows again
//! that it is they, and copies the file's number.

use axum::response::{IntoResponse, Redirect, Response};
use customers::privacy::{self, Person};
use maud::html;
use organisation::sessions::Proven;
use ui::{Column, Form, Row, Shell, State as Tone, Table, date, dot, flash};
use web::Problem;
use web::records::{Call, Pairs};

use super::deeds;
use super::desk::{Desk, Typed};
use crate::erasure::duties;
use crate::requests::queries;
use crate::requests::{Decision, Deed, Kind, Request, State, forward, second_person};

/// The page that asks.
pub(super) async fn ask(_proven: Proven, call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let request = open(&desk).await?;
    show(&desk, &request, &Typed::default()).await
}

/// Begins it: from here on nothing brings the person back.
pub(super) async fn begin(_proven: Proven, call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let request = open(&desk).await?;
    let mut typed = Typed::new(pairs);
    if typed.get("confirm") != request.customer_number {
        typed.errors.push(("confirm".into(), "privacy-number-differs".into()));
        return show(&desk, &request, &typed).await;
    }
    let version = typed.get("version").parse().unwrap_or(-1);
    match deeds::done(&desk, &request, version, Decision::Fulfil(None)).await {
        Ok(()) => Ok(Redirect::to(&format!("/privacy/{}", request.id)).into_response()),
        Err(refusal) => {
            typed.refused(refusal)?;
            show(&desk, &request, &typed).await
        }
    }
}

/// The request, if it waits for this.
async fn open(desk: &Desk<'_>) -> Result<Request, Problem> {
    let request = desk.request().await?;
    let waits = request.kind() == Kind::Erase && matches!(request.state(), State::Checked | State::Proposed);
    if waits { Ok(request) } else { Err(Problem::not_found()) }
}

async fn show(desk: &Desk<'_>, request: &Request, typed: &Typed) -> Result<Response, Problem> {
    let (app, tenant) = (&desk.call.app, desk.tenant());
    let person = Person::of(desk.conn(), tenant, request.customer_id).await?;
    let duties = duties(desk.conn(), tenant).await?;
    let parts = privacy::outlook(&app.db, tenant, &desk.seams(), &person, &duties, desk.here.today()).await?;
    let rows = parts
        .iter()
        .enumerate()
        .map(|(n, part)| {
            let fate = match part.kept_until {
                Some(day) => html! { (dot(Tone::Due, &desk.t("fate-kept"))) " " (date(day, &desk.w)) },
                None if part.part == "consents" => dot(Tone::Due, &desk.t("fate-hashed")),
                None => dot(Tone::Overdue, &desk.t("fate-gone")),
            };
            let cells =
                vec![html! { (desk.t(&format!("part-{}", part.part))) }, html! { (ui::grouped(part.rows)) }, fate];
            Row::new(n.to_string(), cells)
        })
        .collect();
    let table = Table {
        caption: desk.t("outlook").into_owned(),
        columns: vec![
            Column::new(desk.t("field-part")),
            Column::new(desk.t("field-rows")).number(),
            Column::new(desk.t("field-fate")).fact(),
        ],
        rows,
        ..Table::default()
    };
    let second = second_person(desk.conn(), tenant).await?;
    let user = desk.call.visitor.scope.user();
    let is_proposer = request.proposed_by.is_some() && request.proposed_by == user;
    let deed = forward(request.kind(), request.state(), second, is_proposer);
    let form = Form {
        id: "erasure-form".into(),
        action: format!("/privacy/{}/erasure", request.id),
        errors: typed.sentences(desk),
        fields: html! {
            input type="hidden" name="version" value=(request.version);
            (typed.field(desk, "confirm").required().max(20).hint(desk.ta("number-hint", &[("number", request.customer_number.as_str().into())])).text(typed.get("confirm"), &desk.w))
        },
        submit: desk.t(if deed == Ok(Deed::Propose) { "erase-propose" } else { "erase-now" }).into_owned(),
        cancel: Some(format!("/privacy/{}", request.id)),
        ..Form::default()
    };
    let body = html! {
        (flash(Tone::Overdue, &desk.t("irreversible")))
        br;
        p { (desk.t("field-file")) ": " b { (request.customer_name) } " " span.hint { (request.customer_number) } }
        @if person.files.len() > 1 { p { (desk.ta("files-along", &[("n", (person.files.len() as i64 - 1).into())])) } }
        (table.render(&desk.w))
        p.hint { (desk.t("outlook-hint")) }
        br;
        @match deed {
            Err(code) => (waiting(desk, code).await?),
            Ok(deed) => {
                @if deed == Deed::Propose { p { (desk.t("second-person")) } }
                @if deed == Deed::Release { p { (desk.t("second-release")) } }
                (form.render(&desk.w))
            }
        }
    };
    let crumbs = vec![ui::Crumb::new(request.number.clone(), format!("/privacy/{}", request.id))];
    Ok(typed.answer(desk.show(Shell { title: desk.t("erasure").into_owned(), crumbs, body, ..Shell::default() })))
}

/// Whoever proposed it waits for another person; where there is none, they are told what can be done about that.
async fn waiting(desk: &Desk<'_>, code: &'static str) -> Result<maud::Markup, Problem> {
    let officers = queries::officers(desk.conn(), desk.tenant(), desk.here.today()).await?;
    let user = desk.call.visitor.scope.user();
    let alone = officers.iter().all(|officer| Some(*officer) == user);
    Ok(html! {
        (flash(Tone::Due, &desk.page.t(code)))
        @if alone { p.hint { (desk.t("second-nobody")) } }
    })
}
