//! `/leads/{lead}/filing`: the lead becomes a customer's file.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id};
use maud::html;
use records::commands::FieldError;
use records::{Input, Refusal, find};
use ui::{Choice, Crumb, Form, Shell};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, address, answer, mendable, typed};
use crate::LEAD;
use crate::filing::{self, Filing};

const ASKED: [&str; 5] = ["name", "phone", "model", "level", "expected_on"];

/// The form, with what the lead says.
pub(super) async fn ask(call: Call) -> Result<Response> {
    let (id, look) = (call.record(&LEAD)?, call.look());
    find::require(&look, &LEAD, id, Action::Edit).await?;
    let fields: Vec<_> = LEAD.fields.iter().filter(|f| ASKED.contains(&f.name)).collect();
    let row = find(&look, &LEAD, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let input = web::records::form::input_of(&row, call.today().zone);
    show(&Desk::new(&call), id, row.version, &input, &[])
}

/// Files.
pub(super) async fn file(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    find::require(&call.look(), &LEAD, id, Action::Edit).await?;
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let input = typed(&form, &ASKED);
    let text = |name: &str| input.get(name).unwrap_or_default().to_owned();
    let day = input.filled("expected_on").map(records::input::date);
    let filing = Filing {
        name: text("name"),
        phone: text("phone"),
        level: text("level"),
        model: text("model"),
        expected_on: day.flatten(),
    };
    if day == Some(None) {
        let error = FieldError { field: "expected_on".into(), code: "field-not-a-date".into() };
        return show(&desk, id, version, &input, &[error]);
    }
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match filing::file(&mut tx, &desk.seams(), id, version, filing).await {
        Ok(filed) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/customers/{}", filed.customer)).into_response())
        }
        Err(Refusal::Conflict(_)) => {
            drop(tx);
            let error = FieldError { field: String::new(), code: "lead-changed-meanwhile".into() };
            show(&desk, id, version, &input, &[error])
        }
        Err(refusal) => {
            drop(tx);
            show(&desk, id, version, &input, &mendable(refusal)?)
        }
    }
}

fn show(desk: &Desk<'_>, id: Id, version: i64, input: &Input, errors: &[FieldError]) -> Result<Response> {
    let value = |name: &str| input.get(name).unwrap_or_default();
    let mut levels = desk.choices("customer-grade");
    levels.insert(0, Choice::new("", desk.p("choose")));
    let fields = html! {
        input type="hidden" name="version" value=(version);
        (desk.field("name", desk.label("name"), errors).required().text(value("name"), &desk.w))
        (desk.field("phone", desk.label("phone"), errors).required().phone(value("phone"), &desk.w))
        (desk.field("model", desk.label("model"), errors).required().text(value("model"), &desk.w))
        (desk.field("level", desk.label("level"), errors).required().select(&levels, value("level"), &desk.w))
        (desk.field("expected_on", desk.p("expected-on"), errors).date(records::input::date(value("expected_on")), &desk.w))
    };
    let form = Form {
        id: "lead-filing".into(),
        action: format!("{}/filing", address(id)),
        errors: desk.sentences(errors),
        fields,
        submit: desk.p("file").into_owned(),
        cancel: Some(address(id)),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.p("file").into_owned(),
        crumbs: vec![Crumb::new(desk.t("kind-lead-plural"), "/leads"), Crumb::new(desk.t("kind-lead"), address(id))],
        body: form.render(&desk.w),
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}
