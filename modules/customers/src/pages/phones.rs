//! `/customers/{customer}/phones`: numbers, one of them primary.

use axum::response::Response;
use kernel::{Action, Id};
use maud::html;
use records::{Refusal, require};
use ui::Form;
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::record::Part;
use super::typed::Typed;
use crate::kind::CUSTOMER;
use crate::phones;

/// The form.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    Ok(show(&desk, customer, &Typed::default().with("label", "mobile")))
}

/// Adds a number; one that is there already says so.
pub(super) async fn add(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    let came = write(&desk, customer, &typed).await;
    answer::written(&desk, customer, typed, came, show, &[Part::Facts, Part::Identity], "phone-added").await
}

async fn write(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    phones::add(&mut tx, &desk.seams(), customer, typed.get("phone"), typed.filled("label")).await?;
    Ok(tx.commit().await?)
}

/// Makes a number the one that the file shows.
pub(super) async fn make_primary(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    phones::make_primary(&mut tx, customer, call.id("phone")?).await?;
    tx.commit().await?;
    done(&desk, customer, &[Part::Facts, Part::Identity], Said::new("phone-primary")).await
}

/// Takes a number away.
pub(super) async fn remove(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    phones::remove(&mut tx, customer, call.id("phone")?).await?;
    tx.commit().await?;
    done(&desk, customer, &[Part::Facts, Part::Identity], Said::new("phone-removed")).await
}

fn show(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Response {
    let w = &desk.words;
    let fields = html! {
        (typed.field(desk, "phone", "phone-number").required().focus().complete("off").phone(typed.get("phone"), w))
        (typed.field(desk, "label", "phone-label").select(&desk.choices("phone-label"), typed.get("label"), w))
    };
    let form = Form {
        id: "phone-form".into(),
        action: address(customer, "phones"),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("add").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    answer::form(desk, customer, &desk.t("ui-phone-add"), form.render(w), !typed.errors.is_empty())
}
