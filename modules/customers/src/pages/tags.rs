//! `/customers/{customer}/tags`: words that a store puts on its customers.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Id;
use maud::html;
use records::Refusal;
use ui::{State, Toast};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::Desk;
use super::record::Part;
use super::typed::Typed;
use crate::tags;

/// Puts a tag on; one that is there stays there once.
pub(super) async fn add(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    if let Err(refusal) = put(&desk, customer, &typed).await {
        typed.refused(refusal)?;
        let text = typed.errors.first().map(|e| desk.t(&e.code).into_owned()).unwrap_or_default();
        if call.is_part() {
            // The box stands in the page; what is wrong with the word comes as a message.
            return Ok((StatusCode::OK, ui::toast(&Toast { state: State::Overdue, text, undo: None }, &desk.words))
                .into_response());
        }
        return Ok(answer::form(&desk, customer, &desk.label("tags"), html! { p { (text) } }, true));
    }
    done(&desk, customer, &[Part::Tags], Said::new("tag-added")).await
}

async fn put(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let store = typed.id("store").ok_or(Refusal::NotFound)?;
    // A word of the house's list is kept as its code, so that it reads in both languages.
    let word = typed.get("tag");
    let code =
        desk.choices("customer-tag").into_iter().find(|c| c.label == word).map_or_else(|| word.to_owned(), |c| c.value);
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    tags::add(&mut tx, customer, store, &code).await?;
    Ok(tx.commit().await?)
}

/// Takes a tag off.
pub(super) async fn remove(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let store = typed.id("store").ok_or_else(Problem::not_found)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    tags::remove(&mut tx, customer, store, typed.get("tag")).await?;
    tx.commit().await?;
    done(&desk, customer, &[Part::Tags], Said::new("tag-removed")).await
}
