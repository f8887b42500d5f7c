//! Days off and make-up working days: a list that is pasted, and taking one back.

use axum::response::Response;
use maud::{Markup, html};
use organisation::powers;
use records::Refusal;
use ui::{Arg, Form};
use web::Problem;
use web::records::{Call, Pairs};

use super::super::desk::{Desk, Typed};
use super::{Place, finish, page};
use crate::HOURS_MANAGE;
use crate::days_off;

/// `POST /days-off`: keeps the days of a list at a node.
pub(in crate::pages) async fn add(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let place = Place::of(&desk, pairs.get("node")).await?;
    let mut typed = Typed::new(pairs);
    let days = match days_off::read(typed.pairs.first("days").unwrap_or_default()) {
        Ok(days) if days.is_empty() => {
            typed.errors.push(("days".into(), "field-required".into()));
            Vec::new()
        }
        Ok(days) => days,
        Err(wrong) => {
            // The first ones say enough of how lines are written.
            for line in wrong.iter().take(5) {
                let at = desk.ta("work-days-line", &[("n", Arg::Int(line.line as i64))]);
                typed.errors.push(("days".into(), format!("{at} {}", desk.t(line.code))));
            }
            Vec::new()
        }
    };
    if days.is_empty() {
        let page = page(&desk, &place, &typed).await?;
        return Ok(typed.answer(page));
    }
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = days_off::put(&mut tx, place.node.id, days).await.map(drop);
    finish(&desk, tx, &place, typed, done, "days").await
}

/// `POST /days-off/{day_off}/removal`
pub(in crate::pages) async fn remove(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let id = call.id("day_off")?;
    let today = powers::today(call.app.db.clock.now());
    let domain = powers::domain(desk.conn(), &call.visitor.scope, HOURS_MANAGE, today).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let node = match days_off::remove(&mut tx, id, |path| domain.covers(path)).await {
        Ok(node) => node.to_string(),
        Err(Refusal::NotFound) => return Err(Problem::not_found()),
        Err(other) => return Err(other.into()),
    };
    let place = Place::of(&desk, pairs.get("node").or(Some(node.as_str()))).await?;
    finish(&desk, tx, &place, Typed::default(), Ok(()), "days").await
}

/// The form that takes a list.
pub(super) fn form(desk: &Desk<'_>, place: &Place, typed: &Typed) -> Markup {
    let text = typed.pairs.first("days").unwrap_or_default();
    let errors: Vec<(String, String)> = typed.errors.iter().filter(|(field, _)| field == "days").cloned().collect();
    // Lines that are wrong come as sentences; codes have theirs in the locale.
    let sentence = |code: &str| if code.contains(' ') { code.to_owned() } else { desk.t(code).into_owned() };
    let errors: Vec<(String, String)> = errors.into_iter().map(|(field, code)| (field, sentence(&code))).collect();
    let form = Form {
        id: "days".into(),
        action: "/days-off".into(),
        fields: html! {
            input type="hidden" name="node" value=(place.node.id);
            (ui::Field::new("days", desk.t("work-days-list")).hint(desk.t("work-days-list-hint")).error(errors.first().map(|e| e.1.clone()))
                .wide().max(20_000).placeholder(desk.t("work-days-example")).textarea(text, 4, &desk.w))
        },
        errors,
        submit: desk.t("work-days-add").into_owned(),
        ..Form::default()
    };
    html! { br; (form.render(&desk.w)) }
}
