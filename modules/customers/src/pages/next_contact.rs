//! `/customers/{customer}/next-contact`: when the customer is to be contacted next at a store.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Action, Id, Tx};
use records::{Input, Refusal, require};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::record::{Part, next_contact_form};
use super::typed::Typed;
use crate::customer::queries as customers;
use crate::customer::update::update;
use crate::kind::CUSTOMER;

/// The form by itself, for browsers without a script.
pub(super) async fn form(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    let store = call.pairs.get("store").and_then(|s| s.parse().ok()).ok_or_else(Problem::not_found)?;
    let form = next_contact_form(&desk, customer, store, None, None);
    Ok(answer::form(&desk, customer, &desk.label("next_contact_on"), form, false))
}

/// Sets or clears the day.
pub(super) async fn set(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let store = typed.id("store");
    let day = match typed.filled("on").as_deref() {
        Some("none") => String::new(),
        Some(day) => day.to_owned(),
        None => typed.get("next_contact_on").to_owned(),
    };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    if let Err(refusal) = plan(&desk, &mut tx, customer, store, &day).await {
        drop(tx);
        typed.refused(refusal)?;
        let error = typed.errors.first().map(|e| desk.t(&e.code).into_owned());
        let form = next_contact_form(&desk, customer, store.unwrap_or_default(), typed.date("next_contact_on"), error);
        if call.is_part() {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, form).into_response());
        }
        return Ok(answer::form(&desk, customer, &desk.label("next_contact_on"), form, true));
    }
    tx.commit().await?;
    let undo = format!("{}?store={}", address(customer, "facts/next_contact_on/undo"), store.unwrap_or_default());
    done(&desk, customer, &[Part::Next, Part::Engagements], Said::new("next-contact-set").undo(undo)).await
}

/// Sets the day as the version stands: whoever plans the next contact does not quarrel with someone who mends an
/// address at the same moment.
pub(super) async fn plan(
    desk: &Desk<'_>,
    tx: &mut Tx<'_>,
    customer: Id,
    store: Option<Id>,
    day: &str,
) -> Result<(), Refusal> {
    let known = customers::find(tx.conn(), tx.tenant(), customer).await?.ok_or(Refusal::NotFound)?;
    let mut input = Input::default();
    input.set("next_contact_on", day);
    if let Some(store) = store {
        input.set("store", store.to_string());
    }
    update(tx, &desk.seams(), customer, known.version, &input).await.map(drop)
}
